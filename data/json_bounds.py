"""Streams of JSON that are never read further than is safe: bounded in size and in depth."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import BinaryIO, Final

MAX_DOCUMENT: Final = 50_000_000
"""The largest document that is held whole, and the largest object of a list, in bytes."""

MAX_DEPTH: Final = 100
"""How deep lists and objects may stand in each other."""

_STEPS: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NO_BRACKETS: Final = bytes(byte for byte in range(256) if byte not in _STEPS)
_STRING: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_IN_STRING: Final = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*', re.DOTALL)


class Shallow:
    """A stream of JSON that refuses to go on where brackets are opened far deeper than `MAX_DEPTH`.

    The streaming parser keeps the whole path of every open bracket: memory grows with the square of the depth, so
    that a small file of nothing but brackets would take all there is. Brackets inside of strings don't count.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """Read from a stream that stands at the beginning of a document."""
        self._stream = stream
        self._depth = 0
        self._inside = self._escaped = False

    def read(self, size: int = -1) -> bytes:
        """The next bytes; raises `ValueError` where they go too deep."""
        got = self._stream.read(size)
        depths = tuple(accumulate((_STEPS[mark] for mark in _brackets(self._outside(got))), initial=self._depth))
        self._depth = max(depths[-1], 0)
        if max(depths) > 2 * MAX_DEPTH:
            raise ValueError(f"nested more than {2 * MAX_DEPTH} deep")
        return got

    def _outside(self, chunk: bytes) -> bytes:
        """The bytes without strings; a string may begin in one chunk and end in another."""
        if self._inside:
            ended = _IN_STRING.match(chunk, int(self._escaped))
            at = ended.end() if ended else 0
            self._inside, self._escaped = chunk[at : at + 1] != b'"', chunk[at : at + 1] == b"\\"
            chunk = b"" if self._inside else chunk[at + 1 :]
        before, opened_here, rest = _STRING.sub(b"", chunk).partition(b'"')
        if opened_here:
            self._inside, self._escaped = True, bool((len(rest) - len(rest.rstrip(b"\\"))) % 2)
        return before


class Bounded(Shallow):
    """A stream that refuses to go on when one object takes more than `MAX_DOCUMENT` bytes, or goes too deep."""

    def __init__(self, stream: BinaryIO) -> None:
        """Read from a stream; set `since` to 0 after each object."""
        super().__init__(stream)
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes; raises `ValueError` where the object is too large."""
        if self.since > MAX_DOCUMENT:
            raise ValueError(f"an object of more than {MAX_DOCUMENT:,} bytes")
        got = super().read(size)
        self.since += len(got)
        return got


def _brackets(content: bytes) -> bytes:
    return content.translate(None, _NO_BRACKETS)
