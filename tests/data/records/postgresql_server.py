"""A PostgreSQL server of one's own, in a scratch folder, for as long as it is needed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def programs() -> Path | None:
    """The folder with the server's programs; None where none is installed."""
    homes = [
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
        Path(shutil.which("initdb") or "/").parent,
    ]
    return next((home for home in homes if (home / "initdb").exists() and (home / "postgres").exists()), None)


@contextmanager
def started(*, fsync: bool = False) -> Iterator[str]:
    """The address of a server, with ``{}`` for a database's name; it listens on a socket in its own folder only."""
    found = programs()
    if found is None:
        raise FileNotFoundError("no PostgreSQL server is installed")
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
        as_user = {"user": "postgres", "group": "postgres", "extra_groups": [], "cwd": "/"}

    def run(program: str, *arguments: str) -> None:
        subprocess.run([str(found / program), *arguments], check=True, stdout=subprocess.DEVNULL, **as_user)

    run("initdb", "-D", f"{home}/data", "-A", "trust", "-U", "stackway", "--no-sync", "-E", "UTF8", "--locale", "C")
    options = f"-c listen_addresses= -c fsync={'on' if fsync else 'off'} -k {home}"
    run("pg_ctl", "-D", f"{home}/data", "-w", "-l", f"{home}/log", "-o", options, "start")
    try:
        yield f"postgresql://stackway@/{{}}?host={home}"
    finally:
        run("pg_ctl", "-D", f"{home}/data", "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


def new_database(server: str) -> str:
    """The address of a new, empty database on the server."""
    import psycopg

    name = "t" + os.urandom(6).hex()
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return server.format(name)
