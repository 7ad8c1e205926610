"""The design tokens, read from the style sheet: one place of colours and sizes for page, fragment, strip, e-mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

STYLES: Final = Path(__file__).parent / "static" / "stackway.css"

_BLOCK: Final = re.compile(r":root\s*\{(.*?)\}", re.DOTALL)
_TOKEN: Final = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")
_USE: Final = re.compile(r"var\(--([a-z0-9-]+)\)")


@cache
def tokens(*, dark: bool = False) -> Mapping[str, str]:
    """Every token's value by name; with `dark`, those of the dark scheme where they differ.

    >>> tokens()["surface"]
    '#ffffff'
    """
    light, night = (dict(_TOKEN.findall(block)) for block in _BLOCK.findall(STYLES.read_text("utf-8"))[:2])
    return {**light, **night} if dark else light


def resolved(css: str, *, dark: bool = False) -> str:
    """Style rules with each ``var(--token)`` replaced by its value, for what knows no variables: images and e-mails.

    >>> resolved("p { background: var(--surface) }")
    'p { background: #ffffff }'
    """
    known = tokens(dark=dark)
    return _USE.sub(lambda use: known[use.group(1)], css)


@cache
def version() -> str:
    """A short name of the style sheet's content, so that a browser never keeps an old one."""
    return blake2b(STYLES.read_bytes(), digest_size=5).hexdigest()
