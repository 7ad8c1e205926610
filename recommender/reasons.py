"""Reasons, rendered from what the scorers found: each with its evidence, none for a part that was nought."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import numpy as np

from graph.credentials import Credential
from graph.holdings import Known
from graph.requirements import Holds, leaves
from recommender.goal_view import GoalView
from recommender.learning.shares import SHRINK
from recommender.query import Reason
from recommender.situation import Situation
from skills_taxonomy.types import Provenance

Explainer = Callable[[Situation, int, Credential], Reason | None]

NAMED: Final = 3
"""How many skills a reason names."""

TELLING: Final = 0.015
"""A part of a score below this isn't worth a sentence."""


def reasons(situation: Situation, i: int, parts: Mapping[str, float]) -> tuple[Reason, ...]:
    """The reasons of one credential, the weightiest part first."""
    credential = situation.snapshot.credential(i)
    found = []
    for name, part in sorted(parts.items(), key=lambda item: (-item[1], item[0])):
        explain = EXPLAINERS.get(name)
        if explain is not None and part >= TELLING and (reason := explain(situation, i, credential)) is not None:
            found.append(reason)
    return tuple(found)


def gains(situation: Situation, i: int, limit: int = NAMED) -> list[tuple[int, float]]:
    """Concepts that the goal lacks and the credential teaches, with gap x strength, largest first."""
    columns, strengths = situation.snapshot.teaches.row(i)
    values = strengths * situation.gap[columns]
    order = np.lexsort((columns, -values))[:limit]
    return [(int(columns[j]), float(values[j])) for j in order if values[j] > 0]


def _goal_skills(situation: Situation, i: int, credential: Credential) -> Reason | None:
    snapshot, goal = situation.snapshot, situation.goal
    found = gains(situation, i)
    if goal is None or not found:
        return None
    positions = [_stated(goal, concept) for concept, _ in found]
    named = [
        f"{situation.label(concept)} ({'; '.join(snapshot.asked(at) for at in some)})"
        for (concept, _), some in zip(found, positions, strict=True)
    ]
    evidence = [snapshot.need_place(at) for some in positions for at in some]
    evidence += [taught for concept, _ in found for taught in _taught(situation, credential, concept)]
    text = f"Teaches what jobs as {goal.label} ask for and you don't show yet: {listed(named)}."
    return Reason(text, tuple(dict.fromkeys(evidence)), "goal_skills")


def _stated(goal: GoalView, concept: int) -> list[int]:
    """Where a need is stated: the strongest statement, and the postings, if any were counted."""
    strongest, posted = goal.position[concept], goal.posted.get(concept)
    return [strongest] if posted is None or posted == strongest else [strongest, posted]


def _taught(situation: Situation, credential: Credential, concept: int) -> Iterator[Provenance]:
    snapshot = situation.snapshot
    for taught in credential.teaches:
        place = snapshot.skill_place.get(taught.skill)
        if place is not None and int(snapshot.arrays["concept"][place]) == concept:
            yield taught.provenance


def _goal_title(situation: Situation, i: int, credential: Credential) -> Reason | None:
    goal = situation.goal
    if goal is None:
        return None
    named = situation.snapshot.titles.row(i)[0].tolist()
    itself = goal.named_as_typed(i) or any(goal.occupations.get(job) == 1.0 for job in named)
    what = "the job you aim for" if itself else "a job that is matched with the one you aim for"
    text = f"Its name, or a job title that it states, is {what}: {goal.label}."
    return Reason(text, (credential.provenance,), "goal_title")


def _goal_text(situation: Situation, i: int, credential: Credential) -> Reason | None:
    if situation.goal is None:
        return None
    return Reason(
        f"Its description has much in common with that of {situation.goal.label}.",
        (credential.provenance,),
        "goal_text",
    )


def _next_step(situation: Situation, i: int, credential: Credential) -> Reason | None:
    required = [
        leaf.credential
        for leaf in (leaves(credential.requirement) if credential.requirement is not None else ())
        if isinstance(leaf, Holds) and situation.snapshot.credential_index.get(leaf.credential) in situation.history
    ]
    if required:
        names = listed([situation.name_of(id_) for id_ in dict.fromkeys(required)])
        having = "which you hold" if not situation.anonymous else "the credential of this page"
        if any(situation.held[i].known is not Known.VERIFIED for i in situation.history if i in situation.held):
            having = having.replace("which you hold", "which you say you hold")
        return Reason(f"Asks for {names}, {having}.", (credential.provenance,), "next_step")
    pathways = situation.follows.get(i, ())
    if pathways:
        return Reason(f"Comes next in the pathway {pathways[0].name}.", (pathways[0].provenance,), "next_step")
    return None


def _builds_on(situation: Situation, i: int, credential: Credential) -> Reason | None:
    concepts = shared(situation, i)
    if not concepts:
        return None
    evidence = [taught for concept in concepts for taught in _taught(situation, credential, concept)]
    words = "what you hold" if not situation.anonymous else "this credential"
    return Reason(f"Builds on {words}: {listed([situation.label(c) for c in concepts])}.", tuple(evidence), "builds_on")


def shared(situation: Situation, i: int) -> list[int]:
    """The concepts, three at most, by which what is held and what the credential teaches are most alike."""
    columns, values = situation.snapshot.profile.row(i)
    both = values * situation.had[columns] * situation.snapshot.arrays["rarity"][columns]
    order = np.lexsort((columns, -both))[:NAMED]
    return [int(columns[j]) for j in order if both[j] > 0]


def _co_awards(situation: Situation, i: int, credential: Credential) -> Reason | None:
    snapshot = situation.snapshot
    j = weightiest(situation, i)
    if j is None:
        return None
    columns, counts = snapshot.after.row(j)
    both = int(counts[np.searchsorted(columns, i)])
    earned = int(snapshot.arrays["earned"][j])
    name = snapshot.credential(j).name
    text = f"{both} of {earned} learners who earned {name} earned this with it or after it."
    return Reason(text, (Provenance("records", "awards", f"{both} of {earned}"),), "co_awards")


def weightiest(situation: Situation, i: int) -> int | None:
    """What is held that has the largest part in the score that histories give; None where nothing has one."""
    snapshot, recencies = situation.snapshot, situation.recencies
    learned = len(snapshot.learned.values) > 0
    best: tuple[float, int] | None = None
    for j in situation.history:
        columns, values = (snapshot.learned if learned else snapshot.after).row(j)
        at = int(np.searchsorted(columns, i))
        if at < len(columns) and columns[at] == i:
            fade = recencies[j] if learned else 1.0 / float(snapshot.arrays["earned"][j] + SHRINK)
            best = max(best or (0.0, j), (fade * float(values[at]), j))
    return best[1] if best is not None else None


def _demand(situation: Situation, i: int, credential: Credential) -> Reason | None:
    snapshot = situation.snapshot
    concept = most_asked(situation, i)
    if concept is None:
        return None
    flagged = int(snapshot.arrays["demand.occupations"][concept])
    posted = int(snapshot.arrays["demand.postings"][concept])
    said, evidence = [], []
    if flagged:
        said.append(f"in demand in {flagged} {'occupation' if flagged == 1 else 'occupations'} (O*NET)")
        at = int(snapshot.arrays["demand.need"][concept])
        evidence += [snapshot.need_place(at)] if at >= 0 else []
    if posted:
        examples = snapshot.postings.get(concept, ())
        sets = listed(sorted({place.source for place in examples}))
        said.append(f"asked for in {posted} of {int(snapshot.arrays['demand.total'])} postings read ({sets})")
        evidence += examples
    return Reason(f"{situation.label(concept)} is {listed(said)}.", tuple(evidence), "demand")


def most_asked(situation: Situation, i: int) -> int | None:
    """The concept for which jobs ask most of those that the credential teaches; None where they ask for none.

    Where there is a goal, of those that it needs: what it doesn't need makes the credential fit it less.
    """
    columns, strengths = situation.snapshot.teaches.row(i)
    asked = strengths * situation.snapshot.arrays["demand.concept"][columns]
    if situation.goal is not None and situation.goal.need.any():
        asked = asked * (situation.goal.need[columns] > 0)
    if not len(asked) or asked.max() <= 0:
        return None
    return int(columns[np.lexsort((columns, -asked))[0]])


def _little_known(situation: Situation, i: int, credential: Credential) -> Reason | None:
    text = "New, or of a small issuer: few learners have it yet, so it is given a place."
    return Reason(text, (credential.provenance,), "little_known")


def _pin(situation: Situation, i: int, credential: Credential) -> Reason | None:
    note = situation.query.pins.get(credential.id, "")
    text = f"Chosen for this place by the issuer{': ' + note if note else ''}."
    return Reason(text, (Provenance("records", "pins"),), "pin")


def _boost(situation: Situation, i: int, credential: Credential) -> Reason | None:
    return Reason("Put forward by the issuer.", (Provenance("records", "pins"),), "boost")


EXPLAINERS: Final[Mapping[str, Explainer]] = {
    "goal_skills": _goal_skills,
    "goal_title": _goal_title,
    "goal_text": _goal_text,
    "next_step": _next_step,
    "builds_on": _builds_on,
    "co_awards": _co_awards,
    "demand": _demand,
    "little_known": _little_known,
    "pin": _pin,
    "boost": _boost,
}


def listed(words: list[str]) -> str:
    """Words as an English list.

    >>> listed(["knots", "ropes", "sails"])
    'knots, ropes and sails'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
