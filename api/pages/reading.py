"""The page where a text is pasted and seen again with its skills marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fastapi.responses import Response

from api.pages.render import page
from data.errors import StackwayError

if TYPE_CHECKING:
    from skills_taxonomy.extraction.types import Document, Mention

EXAMPLE: Final = """Data analyst

What you'll do
- Build dashboards and explain them to colleagues
- Clean data in Python and Excel

What you'll need
- At least 3 years of experience with SQL
- Good communication skills, fluent English; German (B2) is a plus
- No experience in machine learning needed

What we offer
- Free lunch, a pension scheme and a yoga class
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the text; `mention` where it names a skill."""

    text: str
    mention: Mention | None = None


def pieces(text: str, document: Document) -> Iterator[Piece]:
    """The whole text in pieces; of mentions that overlap the first and longest is marked."""
    at = 0
    for one in document.mentions:
        if one.start >= at:
            yield Piece(text[at : one.start])
            yield Piece(text[one.start : one.end], one)
            at = one.end
    yield Piece(text[at:])


def read_page(text: str, document: Document | None = None, *, fault: StackwayError | None = None) -> Response:
    """The form with the text, and below it what was found or what is wrong."""
    marked = list(pieces(text, document)) if document is not None else []
    return page("read.html", status=422 if fault else 200, text=text, document=document, marked=marked, fault=fault)
