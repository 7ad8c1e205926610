"""What every route gets: the engine, the settings, who asks, and the time.

All of it is asynchronous only so that none of it costs a request a change of threads.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.engine import Engine
from api.http.errors import KeyMissing, NotAllowed, PersonalDataInAddress
from api.settings import Settings
from data.records import Key

OPEN_SCOPES = frozenset({"read", "recommend"})
"""What anybody may do where the server is open for reading."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: an issuer by its key (`key` is its identifier), or anybody (no issuer) where the server is open."""

    issuer: str
    scopes: frozenset[str]
    key: str = ""

    @property
    def known(self) -> bool:
        """Whether a key was shown."""
        return bool(self.issuer)


async def engine_of(request: Request) -> Engine:
    """The engine of the server, on the newest snapshot and the latest of what is authored."""
    found: Engine = request.app.state.engine
    for watch in (request.app.state.watch, request.app.state.authored):
        if watch.due():
            await run_in_threadpool(watch.look, found)
    return found


async def settings_of(request: Request) -> Settings:
    """The settings of the server."""
    found: Settings = request.app.state.settings
    return found


def now() -> datetime:
    """The time, read here and nowhere else below."""
    return datetime.now(UTC)


def fresh_id() -> str:
    """An identifier for one request; suggestions made in it carry it in theirs."""
    return uuid.uuid4().hex


EngineHere = Annotated[Engine, Depends(engine_of)]
SettingsHere = Annotated[Settings, Depends(settings_of)]


KeySent = Annotated[
    HTTPAuthorizationCredentials | None,
    Depends(HTTPBearer(auto_error=False, description="A key made with `stackway keys new ISSUER`.")),
]


async def caller_of(request: Request, engine: EngineHere, settings: SettingsHere, described: KeySent) -> Caller:
    """Who asks, by the key in the header Authorization; raises `KeyMissing`."""
    header = request.headers.get("authorization", "")
    kind, _, secret = header.partition(" ")
    if not header:
        return Caller("", OPEN_SCOPES if settings.open_read_only else frozenset())
    bearer = kind.casefold() == "bearer"
    key: Key | None = await run_in_threadpool(engine.records.find_key, secret.strip()) if bearer else None
    if key is None:
        raise KeyMissing("The key isn't known or was revoked.", hint="Send `Authorization: Bearer <key>`.")
    return Caller(key.issuer, key.scopes, key.id)


CallerHere = Annotated[Caller, Depends(caller_of)]


def allowed(scope: str, *, keyed: bool = False) -> Callable[[Caller], Awaitable[Caller]]:
    """A dependency that lets through who has the scope; with `keyed`, only who shows a key, open server or not."""

    async def check(caller: CallerHere) -> Caller:
        if not caller.known and (keyed or scope not in caller.scopes):
            raise KeyMissing("This needs an API key.", hint="Make one with `stackway keys new ISSUER`.")
        if scope not in caller.scopes and "admin" not in caller.scopes:
            raise NotAllowed(
                f"The key doesn't have the scope {scope!r}.", hint=f"It has: {', '.join(sorted(caller.scopes))}."
            )
        return caller

    return check


MayRead = Annotated[Caller, Depends(allowed("read"))]
MayAsk = Annotated[Caller, Depends(allowed("recommend"))]
MaySeeLearners = Annotated[Caller, Depends(allowed("recommend", keyed=True))]
MayWrite = Annotated[Caller, Depends(allowed("write", keyed=True))]
MayTell = Annotated[Caller, Depends(allowed("events", keyed=True))]


async def opaque(learner: str) -> str:
    """A learner's identifier in an address; raises `PersonalDataInAddress` where it looks like an e-mail address."""
    if "@" in learner or "%40" in learner:
        raise PersonalDataInAddress(
            "A learner's identifier in an address must not be an e-mail address: addresses are logged on the way.",
            hint="Use an opaque identifier, or POST it in the body.",
        )
    return learner


LearnerId = Annotated[str, Depends(opaque)]


class NotModified(Exception):
    """The client has it already."""


async def tagged(request: Request, response: Response, engine: EngineHere, caller: MayRead) -> None:
    """Tag an answer that depends on nothing but the snapshot and the day; raises `NotModified` where the client has it.

    The day is part of the tag, since what is open for sign-up changes overnight.
    """
    tag = f'"{engine.snapshot_name}-{now():%Y%m%d}"'
    if tag in [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]:
        raise NotModified(tag)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"


Tagged = Depends(tagged)
