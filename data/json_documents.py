"""JSON as files bring it: read whole up to a bound, or its long lists one object after the other, with their places.

A place is the file's name and a JSON pointer (RFC 6901): ``framework.json#/CFItems/12``; in a file with one object
on each line it is the line: ``statements.jsonl:12``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.errors import UnreadableFile
from data.json_bounds import MAX_DEPTH, MAX_DOCUMENT, Bounded, Shallow
from data.reading import MAX_LINE, Report, open_text
from data.sheets import opened


@dataclass(frozen=True, slots=True)
class Located:
    """A JSON object and where it stands."""

    value: Mapping[str, Any]
    locator: str


def load(path: Path, name: str = "") -> Any:
    """The document of a file, whole; `name` stands for the file in messages.

    Raises `UnreadableFile`, which says the line and column, where it isn't UTF-8 text, isn't JSON, is longer than
    `MAX_DOCUMENT` or deeper than `MAX_DEPTH`.
    """
    name = name or path.name
    with opened(path) as stream:
        content = stream.read(MAX_DOCUMENT + 1)
    if len(content) > MAX_DOCUMENT:
        raise UnreadableFile(f"{name}: one document of more than {MAX_DOCUMENT:,} bytes.", hint="Split it.")
    return parsed(content, name)


def parsed(content: bytes, name: str) -> Any:
    """The document of these bytes; see `load`.

    >>> parsed(b'{"a": 1} {"b": 2}', "x.json")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    data.errors.UnreadableFile: x.json: not JSON at line 1, column 10: Extra data. A second document begins there: ...
    """
    text = _text(content, name)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableFile(f"{name}: {_wrong(text, error)}.", hint=_advice(text, error)) from error
    except RecursionError as error:
        raise UnreadableFile(f"{name}: nested too deeply to be read.", hint="Is it meant to be read?") from error
    if deep(value):
        raise UnreadableFile(f"{name}: nested more than {MAX_DEPTH} deep.", hint="Is it meant to be read?")
    return _whole_text(value) if "\\ud" in text.lower() else value


def deep(value: Any) -> bool:
    """Whether lists and objects stand in each other deeper than `MAX_DEPTH`; looked at without recursion."""
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [
            part
            for item in level
            for part in (item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
            if isinstance(part, dict | list)
        ]
        if not level:
            return False
    return True


def objects(
    path: Path, report: Report, name: str = "", *, lists: Sequence[str] = (), under: str = ""
) -> Iterator[Located]:
    """The objects of a file, one after the other, so that a large file is never held whole.

    The file is an array of objects, an object with some of the `lists` (keys of the top level, whose members are
    handed over in the order of the file), or one object on each line. With `under` the lists are keys of the object
    that stands under that key of the top object. An object without any of the `lists` is handed over itself. What
    isn't an object is set aside; so is the rest of a file that breaks off after its beginning.
    Raises `UnreadableFile` where nothing can be read.
    """
    name = name or path.name
    with opened(path) as stream:
        start = stream.read(4_096).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] not in (b"[", b"{"):
        load(path, name)
        raise UnreadableFile(
            f"{name}: neither a JSON object nor a JSON array.", hint="Check that it is the right file."
        )
    if start[:1] == b"[":
        yield from _streamed(path, name, report, [""])
    elif path.suffix.casefold() in (".jsonl", ".ndjson") or _one_a_line(path):
        yield from lines(path, report, name)
    else:
        there = keys(path, name, under)
        wanted = [f"{under}.{key}" if under else key for key in lists if key in there]
        if wanted:
            yield from _streamed(path, name, report, wanted)
        else:
            yield Located(_object(load(path, name), name), f"{name}#")


def one_object(path: Path) -> bool:
    """Whether the file begins as one object: neither an array nor an object on each line."""
    with opened(path) as stream:
        start = stream.read(4_096).removeprefix(b"\xef\xbb\xbf").lstrip()
    return start[:1] == b"{" and path.suffix.casefold() not in (".jsonl", ".ndjson") and not _one_a_line(path)


def keys(path: Path, name: str = "", under: str = "") -> tuple[str, ...]:
    """The keys of the top object of a file (or of the one `under` a key), without holding what they stand for.

    Raises `UnreadableFile`.
    """
    import ijson

    found: dict[str, None] = {}
    with opened(path) as stream:
        try:
            for prefix, event, value in ijson.parse(Shallow(stream)):
                if prefix == under and event == "map_key":
                    found[value] = None
        except (ijson.JSONError, ValueError, RecursionError):
            load(path, name)  # says where, in the words of the other reader
    return tuple(found)


def header(path: Path, lists: Sequence[str], name: str = "", under: str = "") -> dict[str, Any]:
    """The top object of a file (or the one `under` a key) without its `lists`: what a long file says of itself.

    Raises `UnreadableFile`.
    """
    import ijson
    from ijson.common import ObjectBuilder

    found: dict[str, Any] = {}
    key, builder = "", ObjectBuilder()
    with opened(path) as stream:
        try:
            for prefix, event, value in ijson.parse(Shallow(stream), use_float=True):
                if prefix == under:
                    key, builder = (value, ObjectBuilder()) if event == "map_key" else ("", builder)
                elif key and key not in lists and prefix.startswith(under):
                    builder.event(event, value)
                    found[key] = builder.value
        except (ijson.JSONError, ValueError, RecursionError):
            load(path, name)
    return found


def _streamed(path: Path, name: str, report: Report, lists: Sequence[str]) -> Iterator[Located]:
    """The members of lists; all lists of one file are gone through in the order asked for."""
    import ijson

    for key in lists:
        number, place = -1, f"{name}#/{_pointer(key)}"
        with opened(path) as stream:
            bounded = Bounded(stream)
            try:
                for number, item in enumerate(ijson.items(bounded, f"{key}.item" if key else "item", use_float=True)):
                    bounded.since = 0
                    yield from _member(item, f"{place}{number}", report)
            except (ijson.JSONError, ValueError, RecursionError) as error:
                if number < 0:
                    raise UnreadableFile(f"{name}: not JSON: {error}.", hint="Check that the file is whole.") from error
                report.set_aside(f"{place}{number + 1}", f"not JSON from here on, nothing after it was read: {error}")


def _member(item: Any, locator: str, report: Report) -> Iterator[Located]:
    if not isinstance(item, dict):
        report.set_aside(locator, f"not an object but {type(item).__name__}")
    elif deep(item):
        report.set_aside(locator, f"nested more than {MAX_DEPTH} deep")
    else:
        yield Located(_whole_text(item), locator)


def lines(path: Path, report: Report, name: str = "") -> Iterator[Located]:
    """The objects of a file with one on each line; a line that is none is set aside. Raises `UnreadableFile`."""
    name, number = name or path.name, 0
    with opened(path) as stream, open_text(stream, name) as text:
        try:
            while line := text.readline(MAX_LINE + 1):
                number += 1
                if len(line) > MAX_LINE:
                    while line and not line.endswith("\n"):
                        line = text.readline(MAX_LINE)
                    report.set_aside(f"{name}:{number}", f"a line of more than {MAX_LINE:,} characters")
                elif line.strip():
                    yield from _line(line, f"{name}:{number}", report)
        except UnicodeDecodeError as error:
            raise UnreadableFile(f"{name}: not UTF-8 text near line {number + 1}.", hint="Save it as UTF-8.") from error


def _line(line: str, locator: str, report: Report) -> Iterator[Located]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        report.set_aside(locator, f"not JSON: {error}")
        return
    yield from _member(value, locator, report)


def _one_a_line(path: Path) -> bool:
    """Whether the first line is an object by itself and another line follows that begins one."""
    with opened(path) as stream:
        first, second = stream.readline(MAX_LINE), stream.readline(MAX_LINE)
    if not second.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first.removeprefix(b"\xef\xbb\xbf")), dict)
    except (ValueError, RecursionError):
        return False


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UnreadableFile(f"{name}: not an object but {type(value).__name__}.", hint="Check that it is whole.")
    return value


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(f"{name}: not UTF-8 text (line {line}).", hint="Save it as UTF-8.") from error


def _wrong(text: str, error: json.JSONDecodeError) -> str:
    if not text.strip():
        return "an empty file"
    return f"not JSON at line {error.lineno}, column {error.colno}: {error.msg}"


def _advice(text: str, error: json.JSONDecodeError) -> str:
    """What to do next, by what stands at the place."""
    rest = text[error.pos :].lstrip()
    if error.msg == "Extra data":
        return "A second document begins there: give each its own file."
    if rest.startswith(("//", "/*", "#")):
        return "JSON has no comments: take them out."
    return "Mend it there, or check that the file is whole."


def _whole_text(value: Any) -> Any:
    """The value with each half of a surrogate pair, which is no text, as a question mark."""
    return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def _pointer(key: str) -> str:
    """The beginning of the pointers to the members of a list; a point stands between a key and the one under it."""
    return "".join(part.replace("~", "~0").replace("/", "~1") + "/" for part in key.split(".") if part)
