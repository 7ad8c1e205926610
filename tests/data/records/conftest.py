"""Every test of the records runs on a real SQLite file, and on a real PostgreSQL server where one is installed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.records import Records
from tests.data.records.postgresql_server import new_database, programs, started


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a server made for this session."""
    if programs() is None:
        pytest.skip("no PostgreSQL server is installed")
    with started() as server:
        yield server


MakeUrl = Callable[[], str]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def make_url(request: pytest.FixtureRequest, tmp_path: Path) -> MakeUrl:
    """A function that gives the address of a new, empty database each time."""
    made: list[str] = []

    def sqlite() -> str:
        made.append(f"r{len(made)}.sqlite")
        return f"sqlite:///{tmp_path / made[-1]}"

    def postgresql() -> str:
        return new_database(request.getfixturevalue("postgresql_server"))

    return sqlite if request.param == "sqlite" else postgresql


@pytest.fixture
def url(make_url: MakeUrl) -> str:
    return make_url()


@pytest.fixture
def records(url: str) -> Iterator[Records]:
    with Records.open(url) as opened:
        yield opened


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'records.sqlite'}"
