"""All readers are held to one promise: rows that lead back to their place, a full report, and no harm by any file.

Whatever stands in `data.formats.FORMATS` is tried here; a format without a good file in `good_files` fails by name.
"""

from __future__ import annotations

import json
import re
import resource
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import DataError
from data.formats import FORMATS, Asked, format_of, named
from data.reading import Reading
from data.schemas import SCHEMAS
from data.tables import rows_of
from tests.data.good_files import GOOD

NAMES: Final = [format_.name for format_ in FORMATS]
TRIED: Final = [name for name in NAMES if name in GOOD]
STREAMED: Final = [name for name in TRIED if GOOD[name].many]
ASKED: Final = Asked(issuer="knots", issuer_name="School of Knots", today=date(2026, 9, 1))
HARD: Final[tuple[Any, ...]] = (
    None,
    True,
    -1,
    10**400,
    1e308,
    "",
    "\x00",
    "\ud83d",
    "x" * 70_000,
    [],
    {},
    [[]],
    [None],
    {"": {}},
    {"@value": {}},
)
QUICK: Final = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for the network fails the test that made it ask."""

    def refuse(*args: Any, **more: Any) -> Any:
        raise AssertionError(f"the network was asked for: {args[1:]!r}")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "create_connection", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)


def read(name: str, path: Path) -> Reading:
    return named(name).read(path, ASKED)


def rows(found: Reading) -> Iterator[tuple[str, dict[str, Any]]]:
    for table in found.tables:
        yield from ((table, row) for row in rows_of(found.tables[table]))


def as_said(found: Reading) -> Any:
    return list(rows(found)), found.report


def files_of(path: Path) -> list[Path]:
    return sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def followed(path: Path, locator: str) -> str:
    """What stands at the place that a locator names; fails where there is no such place."""
    matched = re.fullmatch(r"(?P<file>[^#]*?)(?::(?P<line>\d+))?(?:#(?P<pointer>(?:/.*)?))?", locator)
    assert matched, locator
    file = path.parent / matched["file"]
    assert file.is_file(), f"{locator}: no such file"
    assert file == path or path in file.parents, f"{locator}: another file"
    text = file.read_text(encoding="utf-8-sig")
    if matched["line"]:
        lines = text.splitlines()
        assert 1 <= int(matched["line"]) <= len(lines), f"{locator}: no such line"
        text = lines[int(matched["line"]) - 1]
    if matched["pointer"] is None:
        return text
    value = json.loads(text)
    for part in matched["pointer"].split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        value = value[int(key)] if isinstance(value, list) else value[key]
    return json.dumps(value)


def harmless(name: str, path: Path) -> None:
    """The file is read, or refused with an error of ours; rows that come out keep their schema."""
    try:
        found = read(name, path)
    except DataError:
        return
    for table, row in rows(found):
        assert all(row[column] is not None for column in SCHEMAS[table].required)
    assert all(one.locator and one.reason for one in found.report.aside)


@pytest.mark.parametrize("name", NAMES)
def test_every_format_has_a_good_file(name: str) -> None:
    assert name in GOOD, f"write a good file of the format {name!r} into tests/data/good_files.py"


@pytest.mark.parametrize("name", TRIED)
def test_a_good_file_is_told_without_being_named(name: str, tmp_path: Path) -> None:
    path = GOOD[name].write(tmp_path)
    if path.is_dir():
        with pytest.raises(DataError, match="--as"):
            format_of(path)
    else:
        assert format_of(path).name == name


def test_a_picture_is_told_to_be_a_badge_and_no_table() -> None:
    assert format_of(Path(__file__).parent / "fixtures" / "openbadges" / "ob20-simple-badge.png").name == "badges"


@pytest.mark.parametrize("name", TRIED)
def test_the_report_counts_every_row_under_the_name_of_the_file(name: str, tmp_path: Path) -> None:
    path = GOOD[name].write(tmp_path)
    found = read(name, path)
    assert found.report.source == path.name
    assert +found.report.read == {table: len(frame) for table, frame in found.tables.items() if len(frame)}
    assert found.report.read.total() > 0


@pytest.mark.parametrize("name", TRIED)
def test_every_row_says_whose_it_is_and_leads_back_to_its_place(name: str, tmp_path: Path) -> None:
    path = GOOD[name].write(tmp_path)
    for table, row in rows(read(name, path)):
        assert row["issuer"], table
        assert row["source"] == path.name, table
        assert followed(path, row["locator"]).strip(), table


@pytest.mark.parametrize("name", TRIED)
def test_what_is_set_aside_leads_back_to_its_place_too(name: str, tmp_path: Path) -> None:
    path = GOOD[name].write(tmp_path)
    for one in read(name, path).report.aside:
        assert one.reason
        followed(path, one.locator)


@pytest.mark.parametrize("name", TRIED)
def test_what_shows_a_skill_is_said_in_words(name: str, tmp_path: Path) -> None:
    for table, row in rows(read(name, GOOD[name].write(tmp_path))):
        if table in ("credential_skills", "posting_skills"):
            assert row["how"] in ("stated", "exact", "lemma")
            assert row["label"]


@pytest.mark.parametrize("name", TRIED)
def test_every_line_of_a_table_is_taken_or_set_aside(name: str, tmp_path: Path) -> None:
    path = GOOD[name].write(tmp_path)
    if path.suffix != ".csv":
        return
    with path.open("a", encoding="utf-8") as stream:
        stream.write("too,few\n")
    found = read(name, path)
    places = {row["locator"] for _, row in rows(found)} | {one.locator for one in found.report.aside}
    assert {f"{path.name}:{line}" for line in range(2, len(path.read_text("utf-8").splitlines()) + 1)} <= places


@pytest.mark.parametrize("name", TRIED)
def test_reading_twice_gives_the_same_and_leaves_the_file_as_it_was(name: str, tmp_path: Path) -> None:
    path = GOOD[name].write(tmp_path)
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in files_of(tmp_path)}
    assert as_said(read(name, path)) == as_said(read(name, path))
    assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in files_of(tmp_path)} == before


@pytest.mark.parametrize("name", TRIED)
def test_a_file_that_is_not_there_is_refused(name: str, tmp_path: Path) -> None:
    path = GOOD[name].write(tmp_path)
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(DataError):
        read(name, path)


@pytest.mark.parametrize(
    "content", [b"", b" \n", b"\x00" * 100, b"[" * 100_000, b'{"a":' * 100_000, b"\xff\xfe{", b"PK\x03\x04"]
)
@pytest.mark.parametrize("name", TRIED)
def test_what_is_no_file_of_the_format_does_no_harm(name: str, content: bytes, tmp_path: Path) -> None:
    path = GOOD[name].write(tmp_path)
    files_of(path)[0].write_bytes(content)
    harmless(name, path)


@pytest.mark.parametrize("name", TRIED)
def test_a_file_that_breaks_off_does_no_harm(name: str, tmp_path: Path) -> None:
    path = GOOD[name].write(tmp_path)
    file = files_of(path)[0]
    whole = file.read_bytes()

    @QUICK
    @given(st.integers(0, len(whole)))
    def holds(at: int) -> None:
        file.write_bytes(whole[:at])
        harmless(name, path)

    holds()


@pytest.mark.parametrize("name", TRIED)
def test_bytes_that_are_turned_do_no_harm(name: str, tmp_path: Path) -> None:
    path = GOOD[name].write(tmp_path)
    file = files_of(path)[0]
    whole = file.read_bytes()
    changes = st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), min_size=1, max_size=8)

    @QUICK
    @given(changes)
    def holds(turned: list[tuple[int, int]]) -> None:
        content = bytearray(whole)
        for at, byte in turned:
            content[at] = byte
        file.write_bytes(bytes(content))
        harmless(name, path)

    holds()


@pytest.mark.parametrize("name", TRIED)
def test_any_bytes_do_no_harm(name: str, tmp_path: Path) -> None:
    path = GOOD[name].write(tmp_path)
    file = files_of(path)[0]
    head = file.read_bytes()[:40]

    @QUICK
    @given(st.binary(max_size=300), st.booleans())
    def holds(content: bytes, begun: bool) -> None:
        file.write_bytes(head * begun + content)
        harmless(name, path)

    holds()


def places_in(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield place
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield from places_in(member, (*place, key))


def replaced(value: Any, place: tuple[Any, ...], by: Any) -> Any:
    if not place:
        return by
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[place[0]] = replaced(copy[place[0]], place[1:], by)
    return copy


@pytest.mark.parametrize("name", TRIED)
def test_a_value_of_another_type_does_no_harm(name: str, tmp_path: Path) -> None:
    path = GOOD[name].write(tmp_path)
    if path.suffix not in (".json", ".jsonld"):
        return
    whole = json.loads(path.read_text("utf-8"))
    for at, place in enumerate(places_in(whole)):
        for by in (HARD[at % len(HARD)], HARD[(at * 7 + 3) % len(HARD)]):
            path.write_text(json.dumps(replaced(whole, place, by)), encoding="utf-8")
            harmless(name, path)


@pytest.mark.parametrize("name", TRIED)
def test_a_cell_of_any_content_does_no_harm(name: str, tmp_path: Path) -> None:
    path = GOOD[name].write(tmp_path)
    if path.suffix != ".csv":
        return
    lines = path.read_text("utf-8").splitlines()
    hard = (
        "",
        "\x00",
        "1e999",
        "-1",
        "9" * 400,
        "=1+1",
        "\u202e",
        "javascript:alert(1)",
        "0000-00-00",
        "|" * 500,
        "(" * 2_000,
    )
    for cell in range(lines[0].count(",") + 1):
        for content in hard:
            changed = [part if at != cell else content for at, part in enumerate(lines[-1].split(","))]
            path.write_text("\n".join((*lines[:-1], ",".join(changed))), encoding="utf-8")
            harmless(name, path)


class Watch(threading.Thread):
    """Looks again and again at how much memory the process takes; `most` is the most that was seen, in bytes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most, self.over = 0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.002):
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            self.most = max(self.most, pages * resource.getpagesize())


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the memory of a process is read from /proc")
@pytest.mark.parametrize("name", STREAMED)
def test_a_long_file_is_read_in_a_stream(name: str, tmp_path: Path) -> None:
    many = GOOD[name].many
    assert many
    path = many(tmp_path, 600, "x" * 35_000)
    size = path.stat().st_size
    assert size > 20_000_000
    read(name, GOOD[name].write(tmp_path / "small"))
    watch = Watch()
    watch.start()
    while not watch.most:
        time.sleep(0.001)
    before = watch.most
    found = read(name, path)
    watch.over.set()
    watch.join()
    assert found.report.read.total() + len(found.report.aside) > 0
    assert watch.most - before < size


def test_nothing_in_a_file_is_executed_or_written(tmp_path: Path) -> None:
    """Read once, so that all modules are there; then again while the interpreter reports what it is asked to do."""
    program = """
import sys
from pathlib import Path
from tests.data.test_readers import GOOD, TRIED, read
paths = {name: GOOD[name].write(Path(sys.argv[1]) / name) for name in TRIED if not (Path(sys.argv[1]) / name).mkdir()}
for name, path in paths.items():
    read(name, path)
watched = ("exec", "compile", "import", "pickle.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn",
           "os.fork", "socket.", "marshal.", "ctypes.", "shutil.", "os.remove", "os.rename", "urllib.")
seen = []
def watch(event, args):
    if event.startswith(watched):
        seen.append((event, repr(args)[:200]))
    elif event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        seen.append((event, repr(args)[:200]))
sys.addaudithook(watch)
for name, path in paths.items():
    read(name, path)
found = list(seen)
assert not found, found
"""
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
