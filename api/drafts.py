"""A draft as an issuer looks at it: its flaws, its drawing, and how far the issuer's learners already are on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from api.designing import histories
from api.engine import Engine
from api.linting import Linted, flaw_json
from api.pages import render
from api.pages.drawing import drawing
from api.pages.tokens import resolved
from graph.drafting import Draft
from graph.pathways import Pathway, Progress, StepState


@dataclass(frozen=True, slots=True)
class OnIt:
    """One learner: how far on a pathway, and what is next there."""

    learner: str
    progress: Progress
    done: tuple[str, ...]
    next: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """As plain JSON values; names as people read them."""
        return {
            "learner": self.learner,
            "share": round(self.progress.share, 4),
            "reached": self.progress.reached,
            "done": list(self.done),
            "next": list(self.next),
        }


@dataclass(frozen=True, slots=True)
class Looked:
    """A draft with everything that is shown of it."""

    made: Draft
    gaps: tuple[str, ...]
    linted: Linted
    learners: tuple[OnIt, ...]
    svg: str
    page: str

    def as_json(self) -> dict[str, Any]:
        """What the draft itself doesn't say, as plain JSON values."""
        return {
            "flaws": [flaw_json(one) for one in self.linted.flaws],
            "learners": [one.as_json() for one in self.learners],
        }


def looked_at(
    engine: Engine, made: Draft, gaps: Sequence[str], linted: Linted, *, learners: int, today: date
) -> Looked:
    """The draft with its drawing and its page; `learners`: how many of the issuer's are put on it."""
    rows = tuple(on_it(engine, made.pathway, learners, today=today))
    svg = drawing(made.pathway, engine.name_of)
    steps = [
        (step, made.reasons.get(step.id, ()))
        for step in sorted(made.pathway.steps, key=lambda one: (one.position, one.id))
    ]
    page = render.html(
        "draft.html", pathway=made.pathway, steps=steps, gaps=gaps, unknown=made.unknown, flaws=linted.flaws,
        learners=rows, svg=render.trusted(svg), today=today.isoformat(), name_of=engine.name_of,
        styles=render.trusted(resolved((render.TEMPLATES / "preview.css").read_text("utf-8"))),
    )  # fmt: skip
    return Looked(made, tuple(gaps), linted, rows, svg, page)


def on_it(engine: Engine, pathway: Pathway, most: int, *, today: date) -> Iterator[OnIt]:
    """The issuer's learners who have earned most of a pathway, those who aren't done first; at most so many."""
    wanted = {step.credential for step in pathway.steps}
    counted = [(len(wanted.intersection(earned)), learner) for learner, earned in histories(engine).items()]
    begun = (learner for _, learner in sorted((-count, learner) for count, learner in counted if count))
    theirs = (learner for learner in begun if engine.learner_holdings(learner, issuer=pathway.issuer).awards)
    rows = [_row(engine, pathway, learner, today) for learner in islice(theirs, most)]
    yield from sorted(rows, key=lambda row: (row.progress.reached, -row.progress.share, row.learner))


def _row(engine: Engine, pathway: Pathway, learner: str, today: date) -> OnIt:
    found = engine.progress(pathway, engine.learner_holdings(learner, issuer=pathway.issuer), today=today)
    done = [one.step for one in found.steps if one.state is StepState.DONE and one.step.is_earned]
    return OnIt(
        learner,
        found,
        tuple(step.name or engine.name_of(step.credential) for step in done),
        tuple(engine.name_of(name) for name in found.next),
    )
