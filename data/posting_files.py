"""The files in which postings come, as records one after the other: large ones are never held whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from data import json_documents
from data.errors import UnreadableFile
from data.html_text import scripts
from data.job_posting import Posting, from_job_posting, from_record, is_job_posting, job_postings
from data.json_bounds import MAX_DOCUMENT
from data.reading import Report
from data.sheets import Sheet, opened

Fields = Mapping[str, Sequence[str]]
Located = tuple[str, Posting]


def records(path: Path, name: str, fields: Fields, report: Report) -> Iterator[Located]:
    """The postings of a file, each with where it stands; the form is told by the file's name and first sign.

    A line is located as ``name:12``, a record of a JSON array by its pointer (``name#/2``), the third record of a page
    or of a list within one object as ``name[3]``.
    """
    kind = path.suffix.lower()
    if kind in (".html", ".htm", ".xhtml"):
        return _page(path, name, report)
    if kind in (".jsonl", ".ndjson"):
        return _each(json_documents.lines(path, report, name), fields, report)
    with opened(path) as stream:
        sign = stream.read(4_096).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if sign == b"[":
        return _each(json_documents.objects(path, report, name), fields, report)
    if sign == b"{":
        return _object(path, name, fields, report)
    return _page(path, name, report) if sign == b"<" else _table(path, name, fields, report)


def _table(path: Path, name: str, fields: Fields, report: Report) -> Iterator[Located]:
    for row in Sheet(path, name, [column for columns in fields.values() for column in columns]).rows(report):
        yield row.locator, from_record(row.row.values, fields)


def _each(found: Iterator[json_documents.Located], fields: Fields, report: Report) -> Iterator[Located]:
    for one in found:
        yield from _value(one.value, one.locator, fields, report)


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
            yield from _each(json_documents.lines(path, report, name), fields, report)
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
