"""The words of a text with HTML in it, read with the standard parser: nothing is run, nothing is fetched."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = frozenset(
    ("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4", "h5",
     "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul")
)  # fmt: skip
_HIDDEN: Final = frozenset({"script", "style", "template", "noscript"})
_INLINE: Final = (
    "a",
    "abbr",
    "b",
    "em",
    "i",
    "font",
    "html",
    "body",
    "small",
    "span",
    "strong",
    "u",
    "script",
    "style",
)
_TAG: Final = re.compile(rf"</?(?:{'|'.join(sorted((*_BLOCKS, *_INLINE)))})(?:\s[^<>]*)?/?>", re.IGNORECASE)


def plain(text: str) -> str:
    r"""The text's words, a line for each block; a text without HTML tags only has its blanks tidied.

    >>> plain("<p>Tie <b>knots</b> &amp; bends</p><ul><li>often</li></ul>")
    'Tie knots & bends\noften'
    >>> plain("pay < 50 and x<y")
    'pay < 50 and x<y'
    """
    if not _TAG.search(text) and _TAG.search(unescape(text)):
        text = unescape(text)
    if not _TAG.search(text):
        return _tidy(unescape(text) if re.search(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+);", text, re.IGNORECASE) else text)
    words = _Words()
    words.feed(text)
    words.close()
    return _tidy("".join(words.parts))


def scripts(html: str, kind: str) -> list[str]:
    """The contents of a page's ``<script>`` elements of the given type.

    >>> scripts('<script type="application/ld+json">{}</script><script>x</script>', "application/ld+json")
    ['{}']
    """
    page = _Scripts(kind)
    page.feed(html)
    page.close()
    return ["".join(parts) for parts in page.found]


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden = self._hidden or tag
        self.parts.append("\n" if tag in _BLOCKS else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._hidden:
            self._hidden = ""
        self.parts.append("\n" if tag in _BLOCKS else "")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(re.sub(r"\s", " ", data))


class _Scripts(HTMLParser):
    def __init__(self, kind: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list[str]] = []
        self._kind = kind
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = (dict(attrs).get("type") or "").partition(";")[0].strip().lower()
        if tag == "script" and given == self._kind:
            self._inside = True
            self.found.append([])

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1].append(data)
