"""What is said of a goal: how it was understood, what else it could mean, what it pays, and what is still lacking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from api.engine import Engine
from api.pages import words
from data.shipping import source
from graph.holdings import Holdings
from recommender.match_types import Match, Wage
from skills_taxonomy.types import Goal, Hit

NAMED_SKILLS: Final = 8
VOCABULARIES: Final = {"onet": "O*NET", "esco": "ESCO", "gdad": "UK digital roles"}


@dataclass(frozen=True, slots=True)
class WageBar:
    """Yearly wages of one occupation, whose figures they are, and a bar from p10 to p90 on a scale of 0..100."""

    wage: Wage
    source: str
    low: float
    middle: float
    width: float


@dataclass(frozen=True, slots=True)
class GoalPanel:
    """A goal as understood; `label` is empty where nothing was."""

    typed: str
    label: str
    vocabulary: str
    matched: str
    others: tuple[Hit, ...]
    also: tuple[str, ...]
    wages: tuple[WageBar, ...]
    share: int | None
    lacking: tuple[str, ...]


def goal_panel(engine: Engine, goal: Goal, holdings: Holdings, today: date) -> GoalPanel:
    """What there is to say of a goal, for somebody who holds these."""
    found = goal.occupation
    match = engine.match(goal, holdings, today=today, limit=1) if found is not None else None
    matched = goal.matched if found is not None and goal.matched.casefold() != found.label.casefold() else ""
    return GoalPanel(
        typed=goal.typed,
        label=found.label if found is not None else "",
        vocabulary=VOCABULARIES.get(found.vocabulary, found.vocabulary) if found is not None else "",
        matched=matched,
        others=goal.alternatives[:3],
        also=tuple(job.label for job, _ in goal.also if found is not None and job.label != found.label),
        wages=tuple(_bar(wage) for wage in (match.wages[:2] if match is not None else ())),
        share=_share(match),
        lacking=tuple(need.label for need in match.lack[:NAMED_SKILLS]) if match is not None else (),
    )


def _share(match: Match | None) -> int | None:
    """How much of what the job asks for is had, in whole percent; none where nothing is known of it."""
    return round(match.share * 100) if match is not None and (match.have or match.lack) else None


def _bar(wage: Wage) -> WageBar:
    known = source(wage.provenance.source)
    named = f"{known.publisher}, {known.title}" if known is not None else wage.provenance.source
    when = words.year(wage.period)
    said = named if when in named else f"{named}, {when}"
    top = max((value for value in (wage.p90, wage.p75, wage.median) if value is not None), default=0.0)
    low = _percent(wage.p10 or wage.p25, top)
    return WageBar(wage, said, low, _percent(wage.median, top), max(100.0 - low, 0.0))


def _percent(value: float | None, top: float) -> float:
    return round(100 * value / top, 1) if value is not None and top else 0.0
