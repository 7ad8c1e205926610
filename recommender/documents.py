"""Many small JSON documents in one file, found by key and parsed only when asked for."""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from recommender.errors import SnapshotDamaged


class Documents:
    """A read-only mapping from key to JSON document, over ``<stem>.keys`` (JSON), ``.ends`` (int64) and ``.docs``."""

    __slots__ = ("_bytes", "_ends", "_place", "keys")

    def __init__(self, stem: Path) -> None:
        """Open the three files; raises `SnapshotDamaged` where they are missing or don't agree."""
        try:
            self.keys: list[str] = json.loads(stem.with_suffix(".keys").read_bytes())
            self._ends = np.fromfile(stem.with_suffix(".ends"), np.int64).tolist()
            with stem.with_suffix(".docs").open("rb") as file:
                size = file.seek(0, 2)
                self._bytes: mmap.mmap | bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        except (OSError, ValueError) as error:
            raise SnapshotDamaged(f"{stem} can't be read ({error}).", hint="Run `stackway build` again.") from error
        if len(self._ends) != len(self.keys) or size != (self._ends[-1] if self._ends else 0):
            raise SnapshotDamaged(f"The files of {stem} don't agree.", hint="Run `stackway build` again.")
        self._place = {key: i for i, key in enumerate(self.keys)}

    def __contains__(self, key: str) -> bool:
        return key in self._place

    def __getitem__(self, key: str) -> Any:
        return self.at(self._place[key])

    def index(self, key: str) -> int | None:
        """The position of a key, None where it isn't there."""
        return self._place.get(key)

    def at(self, i: int) -> Any:
        """The document at a position."""
        return json.loads(self._bytes[self._ends[i - 1] if i else 0 : self._ends[i]])


def write_documents(stem: Path, documents: Iterable[tuple[str, Any]]) -> None:
    """Write documents so that `Documents` opens them."""
    keys: list[str] = []
    ends: list[int] = []
    with stem.with_suffix(".docs").open("wb") as file:
        for key, document in documents:
            file.write(json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode())
            keys.append(key)
            ends.append(file.tell())
    stem.with_suffix(".keys").write_text(json.dumps(keys, ensure_ascii=False), encoding="utf-8")
    np.array(ends, np.int64).tofile(stem.with_suffix(".ends"))
