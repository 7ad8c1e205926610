"""The sea school behind both doors: a real workspace, built with the real tagger; clients with a key and without."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.assembly import build_workspace
from api.engine import Engine
from api.http import create_app
from api.settings import Settings
from data.reading import Reading, Report
from data.workspace import Workspace
from tests import world

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def sea_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sea school's workspace, built once; tests get copies."""
    folder = tmp_path_factory.mktemp("sea") / "ws"
    workspace = Workspace.create(folder)
    with workspace.writing():
        workspace.put_part("world", Reading(world.tables(occupations=SAILORS), Report("world")))
    build_workspace(folder, with_default=False)
    return folder


@pytest.fixture
def sea_workspace(sea_built: Path, tmp_path: Path) -> Path:
    """A copy of the sea school's workspace, which a test may change as it likes."""
    return shutil.copytree(sea_built, tmp_path / "ws", symlinks=True)


@pytest.fixture
def engine(sea_workspace: Path) -> Iterator[Engine]:
    """The sea school, opened for questions."""
    with Engine.open(sea_workspace) as opened:
        yield opened


@pytest.fixture
def client(engine: Engine) -> Iterator[TestClient]:
    """Anybody, at a server that is open for reading."""
    with TestClient(create_app(engine, Settings()), raise_server_exceptions=False) as found:
        yield found


SAILORS = [
    {"id": "esco:occupation/coxswain", "vocabulary": "esco", "label": "coxswain", "alt_labels": ["sailor"]},
    {"id": "esco:occupation/rigger", "vocabulary": "esco", "label": "rigger", "alt_labels": ["sailor"]},
]
"""Two jobs of one by-name, of which nobody says what they ask for."""

OWN = ("read", "recommend", "write", "events")
"""Every scope of an issuer's own; `admin` is the operator's."""


def key(engine: Engine, issuer: str, *scopes: str) -> dict[str, str]:
    """The header of a new key with these scopes, or all that an issuer may have."""
    _, secret = engine.records.create_key(issuer, scopes or OWN, "test", NOW)
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def keyed(engine: Engine) -> Iterator[TestClient]:
    """The issuer `sea` with a key of all its scopes."""
    with TestClient(create_app(engine, Settings()), raise_server_exceptions=False, headers=key(engine, "sea")) as found:
        yield found
