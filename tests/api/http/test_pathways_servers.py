"""Two servers as they are run, on one database of each kind: a save at one is in the advice of both within 2 s."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.assembly import build_workspace
from api.engine import Engine
from api.settings import RECORDS
from data.records import Records
from data.workspace import Workspace
from tests.api.conftest import NOW, OWN
from tests.data.records.postgresql_server import new_database, programs, started
from tests.world import DECKHAND, RADIO, TO_SKIPPER

PROMISED = 2.0
"""Seconds from a save to advice with it."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def records_url(request: pytest.FixtureRequest, sea_workspace: Path) -> Iterator[str]:
    """The records in the workspace's file, and on a server of one's own where one is installed."""
    if request.param == "sqlite":
        yield Workspace.open(sea_workspace).records_url
        return
    if programs() is None:
        pytest.skip("no PostgreSQL server is installed")
    with started() as server:
        yield new_database(server)


@contextmanager
def served(workspace: Path, records: str) -> Iterator[str]:
    """The address of a server in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    stackway = shutil.which("stackway", path=str(Path(sys.executable).parent))
    assert stackway
    with subprocess.Popen(
        [stackway, "serve", "-w", str(workspace), "--port", str(port)],
        env={**os.environ, RECORDS: records}, stdout=subprocess.DEVNULL,
    ) as child:  # fmt: skip
        try:
            until(lambda: answers(port), 30)
            yield f"http://127.0.0.1:{port}"
        finally:
            child.terminate()


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
    except httpx.TransportError:
        return False


def until(holds: Any, most: float) -> float:
    """Wait until it holds, and say how long that was."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < most
        time.sleep(0.02)
    return time.monotonic() - began


def advised(server: str) -> tuple[str, list[str]]:
    told = httpx.post(f"{server}/v1/recommendations", json={"credentials": [RADIO]}).json()
    follows = (one["pathways"] for one in told["recommendations"] if one["credential"] == DECKHAND)
    return told["snapshot"], next(follows, [])


def test_a_save_is_in_the_advice_of_every_server_within_two_seconds_and_in_every_build(
    sea_workspace: Path, records_url: str
) -> None:
    with Records.open(records_url) as records:
        secret = records.create_key("sea", OWN, "test", NOW)[1]
    headers = {"Authorization": f"Bearer {secret}"}
    with served(sea_workspace, records_url) as one, served(sea_workspace, records_url) as two:
        built, before = advised(one)
        assert (built, before) == advised(two) == (built, [TO_SKIPPER])
        at = f"{one}/v1/pathways/{TO_SKIPPER}"
        read = httpx.get(at)
        body = {**read.json(), "steps": read.json()["steps"][1:]}
        said = {**headers, "If-Match": read.headers["etag"]}
        began = time.monotonic()
        assert httpx.put(at, json=body, headers=said).status_code == 200
        assert advised(one) == (f"{built}+p1", [])
        here = time.monotonic() - began
        assert here < PROMISED
        there = here + until(lambda: advised(two) == (f"{built}+p1", []), PROMISED - here)
        print(f"save to advice: {here:.3f} s here, {there:.3f} s at the other server")
        late = httpx.put(at.replace(one, two), json=read.json(), headers=said)
        assert late.status_code == 412
        assert len(late.json()["theirs"]["pathway"]["steps"]) == len(body["steps"])
        again = {**headers, "If-Match": '"1"'}
        assert httpx.delete(at.replace(one, two), headers=again).status_code == 200
        until(lambda: advised(one)[0] == f"{built}+p2", PROMISED)
        assert httpx.put(at, json=body, headers={**headers, "If-Match": '"2"'}).status_code == 200
    build_workspace(sea_workspace, with_default=False, records_url=records_url)
    with Engine.open(sea_workspace, records_url=records_url) as engine:
        assert engine.snapshot_name.endswith("+p3")
        assert not engine.snapshot_name.startswith(built)
        assert engine.snapshot.built_pathways == engine.snapshot.pathways
        assert engine.pathways(credential=DECKHAND) == ()
        assert [step.credential for step in engine.pathway(TO_SKIPPER).steps] == [
            s["credential"] for s in body["steps"]
        ]
