"""Every test of the records runs on a real SQLite file, and on a real PostgreSQL server where one is installed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from data.records import Records


def _programs() -> Path | None:
    homes = [
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
        Path(shutil.which("initdb") or "/").parent,
    ]
    return next((home for home in homes if (home / "initdb").exists() and (home / "postgres").exists()), None)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a server made for this session; it listens on a socket in its own folder only."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed")
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
        as_user = {"user": "postgres", "group": "postgres", "extra_groups": [], "cwd": "/"}

    def run(program: str, *arguments: str) -> None:
        subprocess.run([str(programs / program), *arguments], check=True, stdout=subprocess.DEVNULL, **as_user)

    run("initdb", "-D", f"{home}/data", "-A", "trust", "-U", "stackway", "--no-sync", "-E", "UTF8", "--locale", "C")
    started = f"-c listen_addresses= -c fsync=off -k {home}"
    run("pg_ctl", "-D", f"{home}/data", "-w", "-l", f"{home}/log", "-o", started, "start")
    try:
        yield f"postgresql://stackway@/{{}}?host={home}"
    finally:
        run("pg_ctl", "-D", f"{home}/data", "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


MakeUrl = Callable[[], str]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def make_url(request: pytest.FixtureRequest, tmp_path: Path) -> MakeUrl:
    """A function that gives the address of a new, empty database each time."""
    made: list[str] = []

    def sqlite() -> str:
        made.append(f"r{len(made)}.sqlite")
        return f"sqlite:///{tmp_path / made[-1]}"

    def postgresql() -> str:
        import psycopg

        server: str = request.getfixturevalue("postgresql_server")
        name = "t" + os.urandom(6).hex()
        with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return server.format(name)

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
