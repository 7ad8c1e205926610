"""The application: routes, problems, bounds and headers put together."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.requests import ClientDisconnect

from api.engine import Engine
from api.fits import Fits
from api.http import (
    catalogue,
    designing,
    embeds,
    fits,
    health,
    mappings,
    pathways,
    problems,
    recommendations,
    records,
    reviews,
    site,
    studio,
    studio_pages,
    texts,
    titles,
)
from api.http.context import NotModified
from api.http.store_watch import StoreWatch
from api.linking import SkillReader
from api.mapping import SkillMapper
from api.settings import Settings
from api.titles import Titles

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

STATIC: Final = Path(__file__).parent.parent / "pages" / "static"

PATIENCE: Final = 2.0
"""Seconds until the next look after one that failed, at least."""

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors "
)


def create_app(engine: Engine, settings: Settings) -> FastAPI:
    """The application over an opened engine; the caller closes the engine."""
    app = FastAPI(
        title="Stackway",
        version=version("stackway"),
        summary="The next credential, why, whether it may be started now, and where to sign up.",
        docs_url=None,
        redoc_url=None,
        lifespan=_watching,
    )
    app.state.engine = engine
    app.state.settings = settings
    app.state.reader = SkillReader(engine.folder)
    app.state.mapper = SkillMapper(engine.folder)
    app.state.titles = Titles(engine.folder)
    app.state.fits = Fits(app.state.reader, app.state.titles)
    app.state.watch = Watch(settings.check_every)
    app.state.authored = Watch(settings.check_authored_every, Engine.reload_authored)
    app.state.store = StoreWatch(settings.graph, settings.check_graph_every) if settings.graph else None
    problems.install(app)
    app.add_exception_handler(NotModified, _not_modified)
    for module in (
        recommendations,
        designing,
        studio,
        titles,
        catalogue,
        records,
        reviews,
        health,
        embeds,
        site,
        studio_pages,
        pathways,
        texts,
        mappings,
        fits,
    ):
        app.include_router(module.router, responses=problems.DESCRIBED)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Guard, most=settings.max_body)
    return app


@asynccontextmanager
async def _watching(app: FastAPI) -> AsyncIterator[None]:
    """Look at the graph store, where there is one, for as long as the server runs."""
    if app.state.store is None:
        yield
        return
    with app.state.store:
        yield


class Watch:
    """Looks now and then for a newer snapshot, or for other news, so that they are served without a restart."""

    def __init__(self, every: float, look: Callable[[Engine], object] = Engine.reload) -> None:
        self._every, self._look = every, look
        self._next = time.monotonic() + every
        self.trouble = ""

    def due(self) -> bool:
        """Whether it is time to look again; says so once."""
        if time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + self._every
        return True

    def look(self, engine: Engine) -> None:
        """Take over what is new; on trouble go on with what there is, remember it, and wait longer."""
        try:
            self._look(engine)
            self.trouble = ""
        except Exception as error:
            self.trouble = str(error)
            self._next = time.monotonic() + max(self._every, PATIENCE)


def _not_modified(request: Request, error: Exception) -> Response:
    return Response(status_code=304, headers={"ETag": str(error)})


class Guard:
    """Bounds bodies and sets the headers that keep pages safe; plain ASGI, since it runs for every request."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]], most: int) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        inlined = path.startswith("/email/") or path.endswith(".svg")
        scripted = path == "/studio" or path.startswith("/studio/")
        safe = _with_headers(send, framed=path.startswith("/embed/"), inlined=inlined, scripted=scripted)
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        if stated.isdigit() and (len(stated) > 18 or int(stated) > self._most):
            await self._too_large()(scope, receive, safe)
            return
        body = _Bounded(receive, safe, self._most, self._too_large())
        try:
            await self._app(scope, body.receive, body.send)
        except ClientDisconnect:
            await body.refuse()

    def _too_large(self) -> JSONResponse:
        said = problems.body(413, "The body is too large", f"At most {self._most:,} bytes are taken.")
        return JSONResponse(said, 413, media_type=problems.PROBLEM_JSON)


class _Bounded:
    """A body that came without a stated length is cut at the bound, and the answer says so, whatever the app says."""

    def __init__(self, receive: Receive, send: Send, most: int, refusal: JSONResponse) -> None:
        self._receive, self._send, self._left, self._refusal = receive, send, most, refusal
        self._refused = False

    async def receive(self) -> MutableMapping[str, Any]:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        return message if self._left >= 0 else {"type": "http.disconnect"}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        await (self._send(message) if self._left >= 0 else self.refuse())

    async def refuse(self) -> None:
        """Say once that the body was too large, where it was; a client that went away hears nothing."""
        if self._left < 0 and not self._refused:
            self._refused = True
            await self._refusal({"type": "http"}, self._receive, self._send)


def _with_headers(send: Send, *, framed: bool, inlined: bool, scripted: bool) -> Send:
    """Pages may not be framed, fragments may; only e-mail blocks and pictures hold styles; nothing is sniffed.

    Scripts run in the studio alone, and only those of this server; they may ask nobody else.
    """
    policy = POLICY.replace("style-src 'self'", "style-src 'unsafe-inline'") if inlined else POLICY
    policy = "script-src 'self'; connect-src 'self'; " + policy if scripted else policy
    fixed = [
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"strict-origin-when-cross-origin"),
        (b"content-security-policy", (policy + ("*" if framed else "'none'")).encode()),
    ]

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *fixed]
        await send(message)

    return sending
