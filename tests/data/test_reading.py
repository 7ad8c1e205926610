"""What all readers share: physical lines, bad rows that cost only themselves, bounded memory, progress."""

from __future__ import annotations

import csv
import gzip
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.archives import members, text
from data.errors import UnreadableFile, WrongColumns
from data.reading import MAX_BROKEN, Report, TextRow, delimited, open_text, told
from data.sheets import Sheet


def read(content: str | bytes, **options: object) -> tuple[list[TextRow], Report]:
    report = Report("s")
    raw = content.encode() if isinstance(content, str) else content
    lines = open_text(io.BytesIO(raw), "f.csv")
    rows = list(delimited(lines, "f.csv", report, **{"needed": ["id"], **options}))  # type: ignore[arg-type]
    return rows, report


def places(rows: list[TextRow]) -> list[tuple[str, str]]:
    return [(row.get("id"), row.locator) for row in rows]


def set_aside(report: Report) -> list[str]:
    return [one.locator for one in report.aside]


def test_a_row_stands_on_the_physical_line_on_which_it_begins() -> None:
    rows, report = read('id,note\na,"one\ntwo\nthree"\nb,x\n\nc,"y\r\nz"\nd,\n')
    assert places(rows) == [("a", "f.csv:2"), ("b", "f.csv:5"), ("c", "f.csv:7"), ("d", "f.csv:9")]
    assert not report.aside


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_read(end: str) -> None:
    rows, _ = read(end.join(["id,note", "a,1", "b,2", ""]))
    assert places(rows) == [("a", "f.csv:2"), ("b", "f.csv:3")]


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    rows, _ = read(b"\xef\xbb\xbfid,note\na,1\n")
    assert places(rows) == [("a", "f.csv:2")]


def test_a_row_with_too_few_or_too_many_values_is_set_aside_alone() -> None:
    rows, report = read("id,note\na,1\nb\nc,3,4\nd,5\n")
    assert [row.get("id") for row in rows] == ["a", "d"]
    assert set_aside(report) == ["f.csv:3", "f.csv:4"]
    assert report.aside[0].reason == "1 values where the header has 2"


def test_last_values_may_be_left_off_where_the_format_does_so() -> None:
    rows, report = read("id,note\na\nb,1,2\n", short_rows=True)
    assert [dict(row.values) for row in rows] == [{"id": "a", "note": ""}]
    assert set_aside(report) == ["f.csv:3"]


def test_wrong_columns_say_what_is_missing_what_was_found_and_what_is_needed() -> None:
    with pytest.raises(WrongColumns, match=r"f\.csv: the column 'name' is missing; found: id, note\. Needed: id, name"):
        read("id,note\n", needed=["id", "name"])


def test_an_empty_file_has_wrong_columns() -> None:
    with pytest.raises(WrongColumns, match="found: nothing"):
        read("")


def test_semicolons_are_recognised_as_the_cause_of_wrong_columns() -> None:
    with pytest.raises(WrongColumns, match="seem to be separated by ';'"):
        read("id;note\na;1\n", needed=["id", "note"])


@pytest.mark.parametrize("content", ["id,note\na,caf\u00e9\n".encode("latin-1"), "id,note\n".encode("utf-16")])
def test_text_that_is_not_utf8_is_refused_with_what_to_do(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"not UTF-8 text.*Save it as UTF-8"):
        read(content)


def test_nul_bytes_are_left_out_and_remarked_upon() -> None:
    rows, report = read(b"id,note\na,1\nb\x00b,2\x00\n")
    assert [row.get("id") for row in rows] == ["a", "bb"]
    assert report.remarks == ["f.csv: NUL characters were left out, the first of them on line 3."]


def test_a_quote_that_is_never_closed_costs_only_its_own_row() -> None:
    rows, report = read('id,note\na,1\nb,"2\nc,3\nd,4\n')
    assert places(rows) == [("a", "f.csv:2"), ("c", "f.csv:4"), ("d", "f.csv:5")]
    assert [str(one) for one in report.aside] == ["f.csv:3: a quote is opened here and never closed"]


def test_a_file_of_broken_quotes_is_given_up() -> None:
    # each line would go on for ever: it opens a quote again after it has closed the one before
    content = "id,note\n" + 'a","""\n' * 3000
    with pytest.raises(UnreadableFile, match=f"more than {MAX_BROKEN} rows have broken quotes"):
        read(content, max_line=1000)


def test_a_line_that_is_too_long_is_set_aside_and_the_next_one_is_read() -> None:
    for end in ("\n", "\r\n", "\r"):
        for size in range(15, 26):
            rows, report = read(end.join(["id,note", f"a,{'x' * size}", "b,2", ""]), max_line=20)
            kept = size + 2 + len(end) <= 20
            assert places(rows) == [*([("a", "f.csv:2")] if kept else []), ("b", "f.csv:3")], (end, size)
            assert set_aside(report) == ([] if kept else ["f.csv:2"])


def test_a_long_line_inside_a_quoted_value_costs_that_row() -> None:
    rows, report = read('id,note\na,"1\n' + "x" * 50 + '"\nb,2\n', max_line=20)
    assert places(rows) == [("b", "f.csv:4")]
    assert set_aside(report) == ["f.csv:3", "f.csv:2"]


def test_a_very_long_value_costs_that_row() -> None:
    rows, report = read("id,note\na," + "x" * 200_000 + "\nb,2\n")
    assert places(rows) == [("b", "f.csv:3")]
    assert set_aside(report) == ["f.csv:2"]


class _Endless(io.RawIOBase):
    """A made-up file with one line of 100 MB in its middle, never held as a whole."""

    def __init__(self) -> None:
        self._parts, self._left = self._all(), b""

    @staticmethod
    def _all() -> Iterator[bytes]:
        yield b"id,note\na,1\nb,"
        for _ in range(1600):
            yield b"x" * 2**16
        yield b"\nc,3\n"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        part = self._left or next(self._parts, b"")
        fits, self._left = part[: len(buffer)], part[len(buffer) :]
        buffer[: len(fits)] = fits
        return len(fits)


def test_a_line_of_100_megabytes_is_set_aside_in_bounded_memory() -> None:
    report = Report("s")
    lines = open_text(io.BufferedReader(_Endless(), 2**16), "f.csv")  # type: ignore[arg-type]
    tracemalloc.start()
    rows = list(delimited(lines, "f.csv", report, needed=["id"]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert places(rows) == [("a", "f.csv:2"), ("c", "f.csv:4")]
    assert set_aside(report) == ["f.csv:3"]
    assert peak < 20_000_000


def test_tabs_leave_quotes_alone() -> None:
    rows, _ = read('id\tnote\na\t5" pipe\nb\t"x\n', delimiter="\t")
    assert [row.get("note") for row in rows] == ['5" pipe', '"x']


VALUES = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)


@given(st.lists(st.tuples(VALUES, VALUES), max_size=8))
def test_what_is_written_as_csv_is_read_back_line_by_line(pairs: list[tuple[str, str]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", "note"])
    begins = []
    for pair in pairs:
        begins.append(out.getvalue().count("\n") + 1)
        writer.writerow(pair)
    rows, report = read(out.getvalue())
    found = [((row.values["id"], row.values["note"]), row.locator) for row in rows]
    expected = [(pair, f"f.csv:{line}") for pair, line in zip(pairs, begins, strict=True)]
    assert found == expected
    assert not report.aside


def test_progress_is_told_now_and_then_and_at_the_end() -> None:
    heard: list[tuple[str, int, int | None]] = []
    assert list(told(range(5), "rows", lambda *one: heard.append(one), every=2)) == [0, 1, 2, 3, 4]
    assert heard == [("rows", 2, None), ("rows", 4, None), ("rows", 5, 5)]


def zipped(path: Path, **contents: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name.replace("__", "/") + ".csv", content)
    return path


def content_of(path: Path, *, max_bytes: int = 10_000) -> str:
    (member,) = members(path)
    with text(member, max_bytes=max_bytes) as lines:
        read_lines: TextIO = lines
        return read_lines.read()


def test_folders_zips_and_gzips_are_looked_into_and_located(tmp_path: Path) -> None:
    folder = tmp_path / "published"
    (folder / "inner").mkdir(parents=True)
    (folder / "a.csv").write_text("id\n")
    (folder / ".hidden").write_text("x")
    (folder / "inner" / "b.csv.gz").write_bytes(gzip.compress(b"id\n"))
    zipped(folder / "c.zip", db__c=b"id\n")
    found = {member.name: member.locator for member in members(folder, locate_as="set-1")}
    assert found == {
        "a.csv": "set-1/a.csv",
        "b.csv": "set-1/inner/b.csv.gz",
        "c.csv": "set-1/c.zip!db/c.csv",
    }
    listed = members([folder / "a.csv", folder / "c.zip"])
    assert [member.locator for member in listed] == ["a.csv", "c.zip!db/c.csv"]


def test_gzipped_and_zipped_text_reads_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress("id\nä\n".encode()))
    assert content_of(tmp_path / "a.csv.gz") == "id\nä\n"
    assert content_of(zipped(tmp_path / "b.zip", b="id\nä\n".encode())) == "id\nä\n"


def test_a_truncated_zip_is_refused_with_a_hint(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "whole.zip", a=bytes(range(256)) * 100).read_bytes()
    (tmp_path / "short.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableFile, match=r"short\.zip: damaged or cut short.*fetch the file again"):
        members(tmp_path / "short.zip")


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_truncated_gzip_is_refused_with_a_hint(tmp_path: Path, keep: float) -> None:
    whole = gzip.compress("".join(f"{number}\n" for number in range(20_000)).encode())
    (tmp_path / "short.csv.gz").write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(UnreadableFile, match=r"short\.csv\.gz: damaged or cut short"):
        content_of(tmp_path / "short.csv.gz", max_bytes=10**6)


def test_a_damaged_member_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", a=b"id\n" + b"abcdefgh\n" * 50)
    raw = bytearray(path.read_bytes())
    raw[45] ^= 0xFF
    path.write_bytes(raw)
    with pytest.raises(UnreadableFile, match=r"a\.zip!a\.csv"):
        content_of(path)


def test_decompression_is_bounded(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="more than 10,000 bytes once decompressed"):
        content_of(zipped(tmp_path / "bomb.zip", a=b"0" * 5_000_000))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="there is no such file or folder"):
        members(tmp_path / "nothing.zip")


def test_a_web_page_named_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("<html>Not found</html>")
    with pytest.raises(UnreadableFile, match="damaged or cut short"):
        members(tmp_path / "a.zip")


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_spreadsheet_that_separates_by_semicolons_or_tabs_is_read(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "f.csv"
    text = f"\ufeff\nid{mark}name{mark}cost\na{mark}Knots, bends{mark}12,5\n"
    path.write_text(text, encoding="utf-8")
    (row,) = Sheet(path, "f.csv", ("id", "name")).rows(Report("s"))
    assert (row.text("name"), row.text("cost"), row.locator) == ("Knots, bends", "12,5", "f.csv:3")


def test_quotes_hold_a_value_together_between_semicolons_too(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text('"id";"name"\n"a";"Knots; bends"\n', encoding="utf-8")
    (row,) = Sheet(path, "f.csv", ("id", "name")).rows(Report("s"))
    assert row.text("name") == "Knots; bends"


@pytest.mark.parametrize("header", ["id,name;x", "id", "key;name", '"id;name"'])
def test_a_header_that_commas_divide_or_that_lacks_a_needed_column_stays_as_it_is(tmp_path: Path, header: str) -> None:
    path = tmp_path / "f.csv"
    path.write_text(f"{header}\n", encoding="utf-8")
    assert Sheet(path, "f.csv", ("id",)).delimiter() == ","
