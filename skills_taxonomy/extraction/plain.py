"""A text as it is read, character for character as long as the text that was given, so that places fit both."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

from skills_taxonomy.errors import DocumentTooLong, NotAText

MOST: Final = 200_000
"""Characters of one document that are read."""

_TAG: Final = re.compile(
    r"</?(?P<name>[a-zA-Z][a-zA-Z0-9]{0,15})\b[^<>]{0,2000}>|<!--.{0,20000}?-->|<![^<>]{0,200}>", re.S
)
_MARKUP: Final = re.compile(
    r"</?(?:p|br|li|ul|ol|div|span|b|i|strong|em|h[1-6]|table|tr|td|a|body|html|script)\b[^<>]*>", re.I
)
_UNSEEN: Final = re.compile(r"<(script|style)\b[^<>]{0,2000}>.*?</\1\s*>", re.I | re.S)
_BLOCKS: Final = frozenset({
    "p", "br", "li", "ul", "ol", "div", "tr", "table", "section", "article", "header", "footer", "hr", "body", "html",
    "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "title", "main",
})  # fmt: skip
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});")
_ENDLESS: Final = re.compile(r"\S{200,}|([^\w\s])\1{9,}")
_ODD: Final = re.compile(r"[^\n\t\x20-\x7e]")
_CUT: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def checked(text: str, most: int = MOST) -> str:
    """The text, if it can be read; raises `DocumentTooLong` and `NotAText`.

    >>> checked("%PDF-1.7 ...")
    Traceback (most recent call last):
    skills_taxonomy.errors.NotAText: This is a PDF file, not its text. Save it as plain text and send that.
    """
    if len(text) > most:
        raise DocumentTooLong(
            f"The document has {len(text):,} characters; at most {most:,} are read.",
            hint="Cut it into documents, say one for each job or course.",
        )
    kind = _KINDS.get(text[:4]) or ("binary" if text.count("\0") + text.count("�") > len(text) / 50 else "")
    if kind:
        raise NotAText(f"This is a {kind} file, not its text.", hint="Save it as plain text and send that.")
    return text


_KINDS: Final = {"%PDF": "PDF", "PK\x03\x04": "zipped (Word, ODF or ZIP)", "{\\rt": "RTF", "\x89PNG": "PNG"}


def plain(text: str) -> str:
    r"""The text without markup, control characters and marks of direction: blanks stand where they stood.

    >>> plain("<p>R&amp;D</p>")
    '\n  R&    D\n   '
    """
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    if "<" in text and _MARKUP.search(text):
        text = _UNSEEN.sub(_blank, text)
        text = _TAG.sub(_without_tag, text)
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    return _ENDLESS.sub(_blank, _ODD.sub(_mild, text))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _without_tag(found: re.Match[str]) -> str:
    first = "\n" if (found["name"] or "").lower() in _BLOCKS else " "
    return first + " " * (len(found[0]) - 1)


def _entity(found: re.Match[str]) -> str:
    sign = html.unescape(found[0])
    return sign + " " * (len(found[0]) - 1) if len(sign) == 1 and sign not in "<>" else " " * len(found[0])


def _mild(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in "\x85\u2028\u2029":
        return "\n"
    return " " if unicodedata.category(sign) in _CUT or sign == "\xa0" else sign
