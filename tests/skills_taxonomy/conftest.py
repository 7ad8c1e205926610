"""The index of the small world, built once for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from skills_taxonomy.search import Index, build_index
from tests.skills_taxonomy.small_world import tables


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path: Path = tmp_path_factory.mktemp("index") / "search.sqlite"
    build_index(path, tables())
    with Index.open(path) as opened:
        yield opened
