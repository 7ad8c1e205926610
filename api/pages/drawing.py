"""A pathway as one picture (SVG) with a text alternative: it loads nothing, runs nothing, follows light and dark."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from itertools import pairwise
from textwrap import wrap
from typing import Final
from xml.sax.saxutils import escape

from api.pages import words
from api.pages.layering import Item, Layout, Point, Rect, layered
from api.pages.sketch import Box, Line, LineKind, Sketch, sketch
from api.pages.tokens import resolved
from graph.pathways import Pathway, StepState

WIDTH: Final = 220.0
HEIGHT: Final = 74.0
PILL: Final = 30.0
NAME: Final = 25
"""Characters of a name in one row of a box, at the width of common fonts."""

TOLD: Final = 150
"""Steps that the text alternative tells; of a longer pathway it says how many more there are."""

States = Mapping[str, StepState]
STATES: Final = {
    StepState.DONE: words.Sign("✓", "done", "yes"),
    StepState.CLAIMED: words.Sign("✓", "done, unconfirmed", "yes"),
    StepState.ENROLLED: words.Sign("◐", "under way", "unsure"),
    StepState.EXPIRED: words.Sign("↻", "expired", "no"),
    StepState.OPEN: words.Sign("→", "open", "plain"),
    StepState.UNCLEAR: words.Sign("?", "unclear", "unsure"),
    StepState.LOCKED: words.Sign("✕", "locked", "no"),
}
"""How far a learner is with a step, as a drawing says it: a symbol and words, coloured besides."""

_STYLE: Final = """
text { fill: var(--ink) } .small { fill: var(--muted) }
.ground { fill: var(--paper) } .box { fill: var(--surface); stroke: var(--edge) }
.optional { stroke-dasharray: 5 4 } .end { stroke: var(--accent); stroke-width: 3 }
.milestone { stroke: var(--accent); stroke-width: 1.5 }
.around { fill: var(--sunk); fill-opacity: .6; stroke: var(--edge) }
.pill { fill: var(--tint); stroke: var(--accent) }
.line { fill: none; stroke: var(--edge); stroke-width: 1.5 } .order { stroke: var(--ink) }
.advice { stroke-dasharray: 6 4 } .counts { stroke-dasharray: 2 3 } .tip { fill: var(--edge) }
.yes { fill: var(--yes) } .unsure { fill: var(--unsure) } .no { fill: var(--no) } .plain { fill: var(--ink) }
"""
_FONT: Final = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif"
_CONTROL: Final = dict.fromkeys((*range(32), 127, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)), " ")


def drawing(pathway: Pathway, name_of: Callable[[str], str] = str, *, states: States | None = None) -> str:
    """The pathway as an SVG; `states`, by step, are how far a learner is. Every name in it is escaped."""
    drawn = sketch(pathway, name_of)
    layout = layered([_item(box) for box in drawn.boxes], [(line.source, line.target) for line in drawn.lines])
    width, height = max(layout.width, 2 * WIDTH), max(layout.height, HEIGHT)
    aside = (width - layout.width) / 2
    shapes = [
        *(_box(box, layout.rects[box.id], states or {}) for box in drawn.boxes if box.around),
        *(_line(line, number, layout) for number, line in enumerate(drawn.lines)),
        *(_box(box, layout.rects[box.id], states or {}) for box in drawn.boxes if not box.around),
    ]
    return "\n".join(
        [
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='{-aside:.0f} 0 {width:.0f} {height:.0f}'"
            f" width='{width:.0f}' height='{height:.0f}' role='img' aria-labelledby='t d' lang='en'"
            f" font-family='{_FONT}' font-size='12'>",
            f"<title id='t'>{clean('Pathway: ' + (pathway.name or pathway.id))}</title>",
            f"<desc id='d'>{clean(told(pathway, drawn, states or {}))}</desc>",
            f"<style>{_style()}</style>",
            "<defs><marker id='tip' viewBox='0 0 8 8' refX='7' refY='4' markerWidth='7' markerHeight='7' orient='auto'>"
            "<path class='tip' d='M0 0 8 4 0 8z'/></marker></defs>",
            f"<rect class='ground' x='{-aside:.0f}' width='{width:.0f}' height='{height:.0f}' rx='10'/>",
            *shapes,
            "</svg>",
            "",
        ]
    )


def told(pathway: Pathway, drawn: Sketch, states: States) -> str:
    """The drawing in words: every step with what it is, what it stands in and what comes before it."""
    named = {box.id: box.name or f"“{box.said}”" for box in drawn.boxes}
    before: dict[str, list[str]] = {}
    for line in drawn.lines:
        before.setdefault(line.target, []).append(named[line.source])
    steps = sorted((box for box in drawn.boxes if box.step is not None), key=lambda box: box.position)
    parts = [_told(box, named, before.get(box.id, []), states) for box in steps[:TOLD]]
    more = [f"And {len(steps) - TOLD} more steps."] if len(steps) > TOLD else []
    return " ".join([*parts, *more]) or "It has no steps yet."


def _told(box: Box, named: Mapping[str, str], before: list[str], states: States) -> str:
    said = f"{box.name} ({box.said.translate({ord(c): None for c in '⚑↪◎'})})"
    said += f", {STATES[states[box.step.id]].words}" if box.step is not None and box.step.id in states else ""
    said += f", part of {named[box.parent]}" if box.parent else ""
    return said + (f", after {words.listed(before, 12)}." if before else ".")


def _item(box: Box) -> Item:
    if box.step is None and not box.around:
        return Item(box.id, box.parent, 26 + 7.2 * len(_pill(box)), PILL, box.position)
    return Item(box.id, box.parent, WIDTH, HEIGHT, box.position)


def _pill(box: Box) -> str:
    return box.said


def _box(box: Box, rect: Rect, states: States) -> str:
    """One box with its words; its whole name stands in its title."""
    if box.step is None and not box.around:
        return _condition(box, rect)
    marks = [box.step.role.value, "optional" if box.step.optional else ""] if box.step is not None else []
    kinds = " ".join(["around" if box.around else "box", *(mark for mark in marks if mark)])
    kinds += " end" if "◎" in box.said else ""
    state = STATES.get(states[box.step.id]) if box.step is not None and box.step.id in states else None
    return "".join(
        [
            f"<g><title>{clean(box.name or box.said)}</title>",
            f"<rect class='{kinds}' x='{rect.x:.1f}' y='{rect.y:.1f}' width='{rect.width:.1f}'"
            f" height='{rect.height:.1f}' rx='8'/>",
            *_words(box, rect, state),
            "</g>",
        ]
    )


def _words(box: Box, rect: Rect, state: words.Sign | None) -> list[str]:
    """Name, small words, and how far a learner is."""
    room = int(NAME * rect.width / WIDTH)
    rows = _broken(box.name, room, 1 if box.around or state is not None else 2)
    x, y = rect.x + 12, rect.y + (21 if len(rows) + (state is not None) > 1 or box.around else 30)
    found = [_text(x, y + 17 * at, row, "", " font-size='13.5' font-weight='600'") for at, row in enumerate(rows)]
    y += 17 * len(rows) + (2 if rows else 0)
    found.append(_text(x, y, _cut(box.said, room + 8), "small"))
    if state is not None:
        at = (rect.x + rect.width - 12, rect.y + 21, " text-anchor='end'") if box.around else (x, y + 18, "")
        found.append(_text(at[0], at[1], f"{state.symbol} {state.words}", state.tone, f"{at[2]} font-weight='600'"))
    return found


def _condition(box: Box, rect: Rect) -> str:
    name = f"<title>{clean(box.name)}</title>" if box.name else ""
    middle = " text-anchor='middle' font-weight='600'"
    return (
        f"<g>{name}<rect class='pill' x='{rect.x:.1f}' y='{rect.y:.1f}' width='{rect.width:.1f}'"
        f" height='{rect.height:.1f}' rx='15'/>{_text(rect.middle, rect.y + 19.5, _pill(box), '', middle)}</g>"
    )


def _line(line: Line, number: int, layout: Layout) -> str:
    source, target = layout.rects[line.source], layout.rects[line.target]
    tip = "" if line.kind is LineKind.COUNTS else " marker-end='url(#tip)'"
    return f"<path class='line {line.kind}' d='{_path(source, target, layout.bends.get(number, ()))}'{tip}/>"


def _path(source: Rect, target: Rect, bends: tuple[Point, ...]) -> str:
    """From the lower edge of one box over the bends to the upper edge of the other, or upwards, or across."""
    if target.y >= source.bottom:
        points = [(source.middle, source.bottom), *bends, (target.middle, target.y)]
    elif source.y >= target.bottom:
        points = [(source.middle, source.y), *reversed(bends), (target.middle, target.bottom)]
    elif target.x >= source.x:
        points = [(source.x + source.width, source.y + source.height / 2), (target.x, target.y + target.height / 2)]
    else:
        points = [(source.x, source.y + source.height / 2), (target.x + target.width, target.y + target.height / 2)]
    said = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for (x, y), (right, down) in pairwise(points):
        half = (y + down) / 2
        said.append(
            f"V{down:.1f}" if x == right else f"C{x:.1f} {half:.1f} {right:.1f} {half:.1f} {right:.1f} {down:.1f}"
        )
    return "".join(said)


def _text(x: float, y: float, said: str, kind: str, more: str = "") -> str:
    named = f" class='{kind}'" if kind else ""
    return f"<text{named} x='{x:.1f}' y='{y:.1f}'{more}>{clean(said)}</text>"


def _broken(name: str, room: int, rows: int) -> list[str]:
    return wrap(name, room, max_lines=rows, placeholder="…") if name.strip() else []


def _cut(said: str, room: int) -> str:
    return said if len(said) <= room else said[: room - 1].rstrip() + "…"


def clean(said: str) -> str:
    """Escaped, and without the characters that XML forbids."""
    return escape(said.translate(_CONTROL), {"'": "&apos;", '"': "&quot;"})


@cache
def _style() -> str:
    return f"{resolved(_STYLE)}@media (prefers-color-scheme: dark) {{{resolved(_STYLE, dark=True)}}}"
