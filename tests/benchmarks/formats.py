"""Every file of some folders, read or refused: what each is told to be, what was taken of it, or why nothing was.

Nothing may be fetched and nothing may fail in a way of its own: attempts to reach the network are refused and counted,
and so are tracebacks. Where there is one, the program ends with status 1.
"""

from __future__ import annotations

import argparse
import json
import socket
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from conftest import BENCH
from data.errors import DataError
from data.formats import Asked, format_of

FOLDERS: Final = ("ctdl-samples", "openbadges-vectors")
"""Tried where no folder is named, of the benchmark data."""

_NO_DATA: Final = frozenset({".md", ".txt", ".py", ".html", ".yml", ".yaml", ".license", ""})


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one file; `why` is the reason of a refusal or the last line of a traceback."""

    file: str
    format: str
    state: str
    seconds: float
    read: dict[str, int] = field(default_factory=dict)
    aside: int = 0
    why: str = ""
    calls: int = 0

    @property
    def words(self) -> str:
        """What was taken, or why nothing was."""
        taken = ", ".join(f"{count:,} {table}" for table, count in self.read.items())
        if self.state != "read":
            return self.why
        return (taken or "no rows") + (f"; {self.aside:,} set aside" if self.aside else "")


@contextmanager
def no_network(calls: list[str]) -> Iterator[None]:
    """Inside, every attempt to reach the network is noted and refused."""

    def refuse(*args: Any, **more: Any) -> Any:
        calls.append(repr(args)[:200])
        raise OSError("the network isn't there")

    kept = {(owner, name): getattr(owner, name) for owner, name in _doors()}
    for owner, name in kept:
        setattr(owner, name, refuse)
    try:
        yield
    finally:
        for (owner, name), door in kept.items():
            setattr(owner, name, door)


def _doors() -> list[tuple[Any, str]]:
    inner = [(socket.socket, name) for name in ("connect", "connect_ex", "sendto")]
    return [*inner, *((socket, name) for name in ("getaddrinfo", "create_connection", "gethostbyname"))]


def tried(path: Path, shown: str, today: date) -> Tried:
    """Tell what a file is and read it, whatever happens."""
    begin, told, calls = time.perf_counter(), "", list[str]()
    try:
        with no_network(calls):
            found_format = format_of(path)
            told = found_format.name
            report = found_format.read(path, Asked(issuer="sample", today=today)).report
    except DataError as error:
        return Tried(shown, told, "refused", time.perf_counter() - begin, why=str(error), calls=len(calls))
    except Exception:  # what isn't one of ours is what is looked for
        last = traceback.format_exc().strip().splitlines()[-1]
        return Tried(shown, told, "TRACEBACK", time.perf_counter() - begin, why=last, calls=len(calls))
    taken = {table: count for table, count in report.read.items() if count}
    refused = not taken and bool(report.aside)
    why = (
        f"{report.aside[0]}" + (f" (and {len(report.aside) - 1} more)" if len(report.aside) > 1 else "")
        if refused
        else ""
    )
    state = "refused" if refused else "read"
    return Tried(shown, told, state, time.perf_counter() - begin, taken, len(report.aside), why, len(calls))


def files_in(folders: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """The files below the folders that may hold data, and how they are shown."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix.casefold() not in _NO_DATA:
                yield path, str(path.relative_to(folder.parent))


def show(found: Sequence[Tried]) -> None:
    """Print the table and its totals."""
    table = Table("file", "format", "", "what was taken, or where it is refused and why", "s")
    for one in found:
        style = "red" if one.state == "TRACEBACK" or one.calls else "yellow" if one.state == "refused" else None
        table.add_row(one.file, one.format or "-", one.state, one.words, f"{one.seconds:.2f}", style=style)
    console = Console(width=None if sys.stdout.isatty() else 240, markup=False, highlight=False)
    console.print(table)
    for what, value in totals(found).items():
        console.print(f"{what}: {value}")


def totals(found: Sequence[Tried]) -> dict[str, Any]:
    """How many files were read and refused, rows by table, tracebacks, attempts to reach the network, seconds."""
    rows = Counter[str]()
    for one in found:
        rows.update(one.read)
    states = Counter(one.state for one in found)
    return {
        "files": len(found),
        "read": states["read"],
        "refused": states["refused"],
        "rows": dict(rows.most_common()),
        "set aside": sum(one.aside for one in found),
        "tracebacks": states["TRACEBACK"],
        "network calls": sum(one.calls for one in found),
        "seconds": round(sum(one.seconds for one in found), 1),
    }


def main(given: Sequence[str] | None = None) -> int:
    """Try the files of the folders; the status is 1 where one ended in a traceback or asked for the network."""
    parser = argparse.ArgumentParser(description="Every file of some folders, read or refused")
    parser.add_argument("folders", nargs="*", type=Path, help="default: the samples of CTDL and of Open Badges")
    parser.add_argument("--json", type=Path, help="also write the table to this file")
    parser.add_argument(
        "--today", type=date.fromisoformat, default=datetime.now(tz=UTC).date(), help="decides what has expired"
    )
    asked = parser.parse_args(given)
    folders = asked.folders or [BENCH / name for name in FOLDERS]
    found = [tried(path, shown, asked.today) for path, shown in files_in(folders)]
    show(found)
    if asked.json:
        whole = {"totals": totals(found), "files": [asdict(one) for one in found]}
        asked.json.write_text(json.dumps(whole, indent=1, ensure_ascii=False), encoding="utf-8")
    return int(any(one.state == "TRACEBACK" or one.calls for one in found))


if __name__ == "__main__":
    sys.exit(main())
