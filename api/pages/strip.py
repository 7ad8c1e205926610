"""The strip: a picture (SVG) of what comes next after a credential, for pages that allow images and nothing else."""

from __future__ import annotations

from functools import cache
from typing import Final
from xml.sax.saxutils import escape

from api.pages import words
from api.pages.tokens import resolved
from recommender.query import Recommendation

WIDTH: Final = 640
ROW: Final = 44
TOP: Final = 52
BOTTOM: Final = 34
SHOWN: Final = 3
NAME_LENGTH: Final = 40
"""Characters of a name that fit into the row beside its standing, at the width of common fonts."""

_STYLE: Final = """
.ground { fill: var(--surface); stroke: var(--line) }
.title, .name { fill: var(--ink) } .quiet { fill: var(--muted) } .rule { stroke: var(--line) }
.yes { fill: var(--yes) } .unsure { fill: var(--unsure) } .no { fill: var(--no) } .mark { fill: var(--accent) }
"""

_FONT: Final = "font-family='system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif'"
_CONTROL: Final = dict.fromkeys((*range(32), 127, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)), " ")


def strip(name: str, steps: tuple[Recommendation, ...]) -> str:
    """The next steps after the credential of that name as one SVG picture with a text alternative.

    It loads nothing, runs nothing, follows the viewer's light or dark scheme, and every name in it is escaped.
    """
    shown = steps[:SHOWN]
    height = TOP + ROW * max(len(shown), 1) + BOTTOM
    said = "; ".join(f"{i}. {one.name}: {words.for_holders(one).words}" for i, one in enumerate(shown, 1))
    rows = [_row(i, one) for i, one in enumerate(shown)] or [
        _text(24, TOP + 26, "Nothing to suggest yet.", "quiet", 15)
    ]
    return "\n".join(
        [
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' width='{WIDTH}' height='{height}'"
            " role='img' aria-labelledby='t d' lang='en'>",
            f"<title id='t'>{_clean('What comes after ' + name)}</title>",
            f"<desc id='d'>{_clean(said or 'Nothing to suggest yet.')}</desc>",
            f"<style>{_style()}</style>",
            f"<rect class='ground' x='0.5' y='0.5' width='{WIDTH - 1}' height='{height - 1}' rx='10'/>",
            _text(24, 34, "What comes next", "title", 17, bold=True),
            *rows,
            _text(24, height - 14, "Follow the link to see why and to sign up", "quiet", 12.5),
            "</svg>",
            "",
        ]
    )


def _row(i: int, one: Recommendation) -> str:
    top = TOP + i * ROW
    sign = words.for_holders(one)
    return "\n".join(
        [
            f"<line class='rule' x1='24' x2='{WIDTH - 24}' y1='{top}' y2='{top}'/>",
            f"<rect class='mark' x='24' y='{top + 19}' width='7' height='7' rx='1.5'/>",
            _text(42, top + 28, _short(one.name), "name", 15, bold=True),
            _text(WIDTH - 24, top + 28, f"{sign.symbol} {sign.words}", sign.tone, 13, end=True),
        ]
    )


def _text(x: float, y: float, said: str, kind: str, size: float, *, bold: bool = False, end: bool = False) -> str:
    weight = " font-weight='600'" if bold else ""
    anchor = " text-anchor='end'" if end else ""
    return (
        f"<text class='{kind}' x='{x:g}' y='{y:g}' font-size='{size:g}' {_FONT}{weight}{anchor}>{_clean(said)}</text>"
    )


def _short(name: str) -> str:
    return name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1].rstrip() + "…"


def _clean(said: str) -> str:
    """Escaped, and without the characters that XML forbids."""
    return escape(said.translate(_CONTROL), {"'": "&apos;", '"': "&quot;"})


@cache
def _style() -> str:
    return f"{resolved(_STYLE)}@media (prefers-color-scheme: dark) {{{resolved(_STYLE, dark=True)}}}"
