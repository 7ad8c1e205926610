"""One question put to two snapshots, each with its own index of names: why the lists differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from api.opened import Opened
from graph.errors import UnknownNode
from graph.holdings import Award, Holdings, Known
from recommender.changes import AdviceChange, Asked, compared
from recommender.query import Query
from skills_taxonomy.versions import VocabularyChange
from skills_taxonomy.versions.changes import CLASSES


@dataclass(frozen=True, slots=True)
class Question:
    """What a learner asks, in words that each snapshot understands for itself.

    `skills` are identifiers or exact names. What is held is taken as verified.
    """

    today: date
    goal: str = ""
    holds: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    limit: int = 10


def why(before: Opened, after: Opened, question: Question, changes: Sequence[VocabularyChange]) -> AdviceChange:
    """Why the answer to one question differs; raises `UnknownNode` for what neither snapshot knows, `InvalidQuery`."""
    change = together(changes)
    for id_ in question.holds:
        if id_ not in before.snapshot.credential_index and id_ not in after.snapshot.credential_index:
            raise UnknownNode(f"No credential is called {id_!r}.", hint="`stackway search` finds identifiers by name.")
    skills = [tuple(_skill(side, name) for name in question.skills) for side in (before, after)]
    for name, was, now in zip(question.skills, *skills, strict=True):
        if not was and not now:
            raise UnknownNode(
                f"No skill is called {name[:200]!r}.", hint="`stackway search --kind skill` finds skills."
            )
    sides = [_asked(side, question, had) for side, had in zip((before, after), skills, strict=True)]
    return compared(sides[0], sides[1], change)


def together(changes: Sequence[VocabularyChange]) -> VocabularyChange | None:
    """Several vocabularies' differences as one; None where there are none."""
    if len(changes) < 2:
        return changes[0] if changes else None
    names = [", ".join(getattr(change, name) for change in changes) for name in ("before", "after")]
    rows: dict[str, Any] = {
        name: tuple(chain.from_iterable(getattr(change, name) for change in changes)) for name in CLASSES
    }
    labels = {id_: label for change in changes for id_, label in change.labels.items()}
    return VocabularyChange(names[0], names[1], **rows, labels=labels)


def _asked(side: Opened, question: Question, skills: tuple[str, ...]) -> Asked:
    goal = side.understood(question.goal) if question.goal else None
    had = tuple((skill, 1.0, Known.VERIFIED) for skill in skills if skill)
    query = Query(
        today=question.today,
        request_id="why",
        holdings=Holdings(tuple(Award(id_) for id_ in question.holds), had),
        goal=goal,
        limit=question.limit,
    )
    return Asked(side.snapshot, query, side.view(goal))


def _skill(side: Opened, name: str) -> str:
    """A skill by identifier or exact name; empty where this snapshot knows none."""
    name = side.forwards.get(name, name)
    if name in side.snapshot.skill_place:
        return name
    hits = side.index.search(name, kind="skill", limit=5)
    return next((hit.id for hit in hits if hit.how in ("exact", "alias")), "")
