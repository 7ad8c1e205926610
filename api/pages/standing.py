"""Where a person stands in the pathways that touch what they hold or are suggested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from api.engine import Engine
from api.pages import words
from graph.checker import Verdict
from graph.holdings import Holdings
from graph.pathways import Progress, StepProgress, StepState
from recommender.wording import in_words

MOST: Final = 3
LONGEST: Final = 40
"""Steps that are shown of one pathway; of a longer one it is said how many more there are."""


@dataclass(frozen=True, slots=True)
class WayStep:
    """One step: its name, how far the person is with it, whether it is optional and whether it is next."""

    credential: str
    name: str
    sign: words.Sign
    why: str
    optional: bool
    next: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One pathway with how many of its steps are done; `claimed` of them as the person says."""

    id: str
    name: str
    done: int
    total: int
    claimed: int
    reached: bool
    steps: tuple[WayStep, ...]
    more: int
    page_url: str


def ways(engine: Engine, holdings: Holdings, credentials: Sequence[str], today: date) -> tuple[Way, ...]:
    """The pathways of these credentials, in that order, each once."""
    found = dict.fromkeys(pathway.id for id_ in credentials for pathway in engine.pathways(credential=id_))
    return tuple(_way(engine, engine.progress(id_, holdings, today=today)) for id_ in list(found)[:MOST])


def _way(engine: Engine, progress: Progress) -> Way:
    counted = [one for one in progress.steps if not one.step.optional] or list(progress.steps)
    claimed = sum(one.state is StepState.CLAIMED for one in counted)
    return Way(
        id=progress.pathway.id,
        name=progress.pathway.name,
        done=claimed + sum(one.state is StepState.DONE for one in counted),
        total=len(counted),
        claimed=claimed,
        reached=progress.reached,
        steps=tuple(_step(engine, one, progress.next) for one in progress.steps[:LONGEST]),
        more=max(len(progress.steps) - LONGEST, 0),
        page_url=words.web_address(progress.pathway.page_url),
    )


def _step(engine: Engine, one: StepProgress, following: Sequence[str]) -> WayStep:
    doubtful = one.finding.verdict is not Verdict.YES and one.state in (StepState.LOCKED, StepState.UNCLEAR)
    return WayStep(
        credential=one.step.credential,
        name=engine.name_of(one.step.credential),
        sign=words.STEPS[one.state],
        why=" ".join(in_words(one.finding, engine.name_of)) if doubtful else "",
        optional=one.step.optional,
        next=one.step.credential in following and one.state is not StepState.CLAIMED,
    )
