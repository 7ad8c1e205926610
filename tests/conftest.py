"""What all tests share: the workspace of the shipped data, built once for whoever asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def default_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace built from the shipped data (half a minute, once a session); read it, write into a copy only."""
    from api.assembly import build_workspace

    folder = tmp_path_factory.mktemp("default") / "ws"
    build_workspace(folder)
    return folder


@pytest.fixture(scope="session")
def neo4j_address() -> Iterator[str]:
    """The address of a real Neo4j server, started once a session unless a setting names one."""
    from tests.graph.neo4j_server import NoServer, address

    try:
        with address() as found:
            yield found
    except NoServer as missing:
        pytest.skip(str(missing))
