"""Badges baked into pictures: the text that a PNG's ``iTXt`` chunk or an SVG's badge element carries.

Keywords and elements are those of Open Badges 2.0 baking (``openbadges``) and 3.0 (``openbadgecredential``). Sizes
are bounded: a text that unpacks to more than `MAX_TEXT` bytes is refused before it is unpacked.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from data.errors import InvalidValue

MAX_TEXT: Final = 2_000_000
PNG: Final = b"\x89PNG\r\n\x1a\n"
_KEYWORDS: Final = (b"openbadges", b"openbadgecredential")
_NAMESPACES: Final = ("openbadges.org", "purl.imsglobal.org/ob")


def from_png(content: bytes) -> list[str]:
    """The badge texts of a PNG picture, in order; raises `InvalidValue` where it is damaged or holds none."""
    texts = [_decoded(kind, data) for kind, data in _chunks(content) if _is_badge(kind, data)]
    if not texts:
        raise InvalidValue("A PNG picture without a badge inside.", hint="Download the badge itself, not a screenshot.")
    return texts


def from_svg(content: bytes) -> list[str]:
    """The badge texts of an SVG picture, in order; raises `InvalidValue` where it is damaged or holds none.

    A picture that declares entities is refused: none are needed, and they can be made to blow up.
    """
    picture = _Picture()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = picture.start
    parser.EndElementHandler = picture.end
    parser.CharacterDataHandler = picture.characters
    parser.EntityDeclHandler = picture.entity
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise InvalidValue(f"A damaged SVG picture ({error}).", hint="Download the badge again.") from error
    if not picture.texts:
        raise InvalidValue("An SVG picture without a badge inside.", hint="Download the badge itself, not a picture.")
    return picture.texts


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG)
    while at < len(content):
        if at + 8 > len(content):
            raise InvalidValue("A truncated PNG picture.", hint="Download the badge again.")
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        if at + 12 + length > len(content):
            raise InvalidValue("A truncated PNG picture.", hint="Download the badge again.")
        yield kind, content[at + 8 : at + 8 + length]
        if kind == b"IEND":
            return
        at += 12 + length


def _is_badge(kind: bytes, data: bytes) -> bool:
    return kind in (b"iTXt", b"tEXt", b"zTXt") and data.partition(b"\0")[0] in _KEYWORDS


def _decoded(kind: bytes, data: bytes) -> str:
    """The text of a chunk (https://www.w3.org/TR/png-3/#11textinfo)."""
    rest = data.partition(b"\0")[2]
    packed = kind == b"zTXt"
    if kind == b"iTXt":
        if len(rest) < 2:
            raise InvalidValue("A damaged badge in a PNG picture.", hint="Download the badge again.")
        packed = rest[0] == 1
        rest = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    elif packed:
        rest = rest[1:]
    try:
        return (_unpacked(rest) if packed else rest).decode("utf-8" if kind == b"iTXt" else "latin-1")
    except UnicodeDecodeError as error:
        raise InvalidValue("The badge in a PNG picture isn't UTF-8 text.", hint="Download the badge again.") from error


def _unpacked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(data, MAX_TEXT + 1)
    except zlib.error as error:
        raise InvalidValue("A damaged badge in a PNG picture.", hint="Download the badge again.") from error
    if len(text) > MAX_TEXT:
        raise InvalidValue(f"A badge that unpacks to more than {MAX_TEXT:,} bytes.")
    if not unpacker.eof:
        raise InvalidValue("A truncated badge in a PNG picture.", hint="Download the badge again.")
    return text


class _Picture:
    """Collects the texts of badge elements: their `verify` attribute where there is one, else what they contain."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] | None = None
        self._verify = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if _is_badge_element(name):
            self._parts, self._verify = [], attributes.get("verify", "").strip()

    def characters(self, text: str) -> None:
        if self._parts is not None:
            self._parts.append(text)

    def end(self, name: str) -> None:
        if self._parts is not None and _is_badge_element(name):
            if text := ("".join(self._parts).strip() or self._verify):
                self.texts.append(text)
            self._parts = None

    def entity(self, *_: object) -> None:
        raise InvalidValue("An SVG picture that declares entities isn't read.", hint="Download the badge again.")


def _is_badge_element(name: str) -> bool:
    namespace, _, local = name.rpartition(" ")
    return local in ("assertion", "credential") and any(known in namespace for known in _NAMESPACES)
