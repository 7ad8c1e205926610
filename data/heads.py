"""The beginning of a file: enough to tell what it is, without reading it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from data.json_bounds import Shallow
from data.platforms import columns
from data.sheets import opened

LOOKED_AT: Final = 200_000
"""How many bytes at the beginning of a file are looked at."""

_JSON: Final = (".json", ".jsonld", ".jsonl", ".ndjson")
_DEEP: Final = 4
"""How deep keys, types and contexts are looked for: the object itself, the members of its first lists."""


@dataclass(frozen=True)
class Head:
    """What can be told from a file's name and first bytes; each part is worked out when asked for."""

    path: Path

    @property
    def suffix(self) -> str:
        """The end of the file's name, in lower case, with its dot."""
        return self.path.suffix.casefold()

    @cached_property
    def text(self) -> str:
        """The first characters; what isn't UTF-8 is replaced. Empty for a folder. Raises `UnreadableFile`."""
        if self.path.is_dir():
            return ""
        with opened(self.path) as stream:
            return stream.read(LOOKED_AT).decode("utf-8-sig", "replace")

    @property
    def is_json(self) -> bool:
        """Whether the file says by its name or its first sign that it is JSON."""
        return self.suffix in _JSON or self.text.lstrip()[:1] in ("{", "[")

    @cached_property
    def columns(self) -> frozenset[str]:
        """The columns of a delimited file, in lower case; of JSON, a picture or a folder there are none."""
        if self.path.is_dir() or self.is_json or self.text.startswith("\ufffdPNG"):
            return frozenset()
        return frozenset(column.strip().casefold() for column in columns(self.path))

    @property
    def keys(self) -> frozenset[str]:
        """Keys of the first JSON objects, down to the members of their lists."""
        return self._json[0]

    @property
    def record_keys(self) -> frozenset[str]:
        """Keys of the top JSON object, or of the members of lists: of records rather than of what is inside them."""
        return self._json[3]

    @property
    def types(self) -> frozenset[str]:
        """What those objects say they are, in ``type`` or ``@type``, as written."""
        return self._json[1]

    @property
    def contexts(self) -> frozenset[str]:
        """The addresses in those objects' ``@context``."""
        return self._json[2]

    @cached_property
    def _json(self) -> Seen:
        return _seen(self.text) if self.is_json else (frozenset(), frozenset(), frozenset(), frozenset())


Seen = tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]
"""Keys, types, contexts, and the keys of records."""


def _seen(text: str) -> Seen:
    """What stands near the top of the text; of text that isn't quite JSON, what stands before the fault."""
    import ijson

    keys, types, contexts, of_records = set[str](), set[str](), set[str](), set[str]()
    try:
        for prefix, event, value in ijson.parse(Shallow(io.BytesIO(text.encode())), multiple_values=True):
            path = [part for part in prefix.split(".") if part and part != "item"]
            if len(path) > _DEEP or "@context" in path[:-1]:
                continue
            if event == "map_key" and len(path) < _DEEP - 1:
                keys.add(value)
                if not prefix or prefix.endswith("item"):
                    of_records.add(value)
            elif event == "string" and path:
                _note(path, value, types, contexts)
    except (ijson.JSONError, ValueError, RecursionError):
        if not keys:
            return _guessed(text)
    return frozenset(keys), frozenset(types), frozenset(contexts), frozenset(of_records)


def _note(path: list[str], value: Any, types: set[str], contexts: set[str]) -> None:
    if path[-1] in ("type", "@type"):
        types.add(value)
    elif path[-1] == "@context":
        contexts.add(value)


def _guessed(text: str) -> Seen:
    """The same from text that isn't JSON at its very beginning, such as one that opens with a comment."""
    keys = frozenset(re.findall(r'"([\w@:$-]{1,80})"\s*:', text))
    types = frozenset(re.findall(r'"@?type"\s*:\s*\[?\s*"([^"]{1,100})"', text))
    contexts = frozenset(re.findall(r'"@context"\s*:\s*\[?\s*"([^"]{1,300})"', text))
    return keys, types, contexts, keys
