"""The files in which postings come, as records one after the other: large ones are never held whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

from data.errors import UnreadableFile
from data.html_text import scripts
from data.job_posting import Posting, from_job_posting, from_record, is_job_posting, job_postings
from data.reading import MAX_LINE, Report, open_text
from data.sheets import Sheet, opened

MAX_DOCUMENT: Final = 50_000_000
"""The largest HTML page, single JSON object, or record of a JSON array that is read, in bytes."""

Fields = Mapping[str, Sequence[str]]
Located = tuple[str, Posting]


def records(path: Path, name: str, fields: Fields, report: Report) -> Iterator[Located]:
    """The postings of a file, each with where it stands; the form is told by the file's name and first sign.

    A line is located as ``name:12``, the third record of a JSON array or page as ``name[3]``.
    """
    kind = path.suffix.lower()
    if kind in (".html", ".htm", ".xhtml"):
        return _page(path, name, report)
    if kind in (".jsonl", ".ndjson"):
        return _lines(path, name, fields, report)
    with opened(path) as stream:
        sign = stream.read(4_096).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if sign == b"[":
        return _array(path, name, fields, report)
    if sign == b"{":
        return _object(path, name, fields, report)
    return _page(path, name, report) if sign == b"<" else _table(path, name, fields, report)


def _table(path: Path, name: str, fields: Fields, report: Report) -> Iterator[Located]:
    for row in Sheet(path, name, [column for columns in fields.values() for column in columns]).rows(report):
        yield row.locator, from_record(row.row.values, fields)


def _lines(path: Path, name: str, fields: Fields, report: Report) -> Iterator[Located]:
    with opened(path) as stream, open_text(stream, name) as lines:
        number = 0
        try:
            while line := lines.readline(MAX_LINE + 1):
                number += 1
                if len(line) > MAX_LINE:
                    while line and not line.endswith("\n"):
                        line = lines.readline(MAX_LINE)
                    report.set_aside(f"{name}:{number}", f"a line of more than {MAX_LINE:,} characters")
                elif line.strip():
                    yield from _line(line, f"{name}:{number}", fields, report)
        except UnicodeDecodeError as error:
            raise UnreadableFile(f"{name}: not UTF-8 text near line {number + 1}.", hint="Save it as UTF-8.") from error


def _line(line: str, locator: str, fields: Fields, report: Report) -> Iterator[Located]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        report.set_aside(locator, f"not JSON: {error}")
        return
    yield from _value(value, locator, fields, report)


def _value(value: Any, locator: str, fields: Fields, report: Report) -> Iterator[Located]:
    if not isinstance(value, Mapping):
        report.set_aside(locator, f"not a record but {type(value).__name__}")
        return
    linked = list(job_postings(value))
    for posting in linked:
        yield locator, from_job_posting(posting)
    if not linked:
        yield locator, from_record(value, fields)


def _object(path: Path, name: str, fields: Fields, report: Report) -> Iterator[Located]:
    """One JSON object (a posting, a graph of them, or an object with one list of them), or JSON Lines after all."""
    text = _whole(path, name)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        if "Extra data" in str(error):
            yield from _lines(path, name, fields, report)
            return
        raise UnreadableFile(f"{name}: not JSON ({error}).", hint="Check that the file is whole.") from error
    linked = list(job_postings(value))
    lists = [found for found in value.values() if isinstance(found, list) and found and isinstance(found[0], Mapping)]
    if not linked and len(lists) == 1 and not is_job_posting(value):
        for number, item in enumerate(lists[0], 1):
            yield from _value(item, f"{name}[{number}]", fields, report)
    elif linked:
        yield from ((f"{name}[{number}]", from_job_posting(posting)) for number, posting in enumerate(linked, 1))
    else:
        yield from _value(value, f"{name}[1]", fields, report)


def _array(path: Path, name: str, fields: Fields, report: Report) -> Iterator[Located]:
    import ijson

    number = 0
    with opened(path) as stream:
        bounded = _Bounded(stream)
        try:
            for number, item in enumerate(ijson.items(bounded, "item"), 1):
                bounded.since = 0
                yield from _value(item, f"{name}[{number}]", fields, report)
        except (ijson.JSONError, ValueError, RecursionError) as error:
            reason = f"not JSON from here on, nothing after it was read: {error}"
            if number == 0:
                raise UnreadableFile(f"{name}: {reason}.", hint="Check that the file is whole.") from error
            report.set_aside(f"{name}[{number + 1}]", reason)


class _Bounded:
    """A stream that refuses to go on when one record takes more than `MAX_DOCUMENT` bytes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes; raises `ValueError` where the record is too large."""
        if self.since > MAX_DOCUMENT:
            raise ValueError(f"a record of more than {MAX_DOCUMENT:,} bytes")
        got = self._stream.read(size)
        self.since += len(got)
        return got


def _page(path: Path, name: str, report: Report) -> Iterator[Located]:
    """The JobPostings that an HTML page embeds."""
    number = 0
    for block in scripts(_whole(path, name), "application/ld+json"):
        try:
            value = json.loads(block)
        except (ValueError, RecursionError) as error:
            report.set_aside(f"{name}[{number + 1}]", f"embedded JSON-LD that isn't JSON: {error}")
            continue
        for posting in job_postings(value):
            number += 1
            yield f"{name}[{number}]", from_job_posting(posting)
    if not number:
        report.remarks.append(f"{name}: no JobPosting is embedded in this page")


def _whole(path: Path, name: str) -> str:
    with opened(path) as stream:
        content = stream.read(MAX_DOCUMENT + 1)
    if len(content) > MAX_DOCUMENT:
        raise UnreadableFile(
            f"{name}: one document of more than {MAX_DOCUMENT:,} bytes.", hint="Give it as JSON Lines or a JSON array."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{name}: not UTF-8 text.", hint="Save it as UTF-8.") from error
