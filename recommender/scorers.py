"""The scorers: each says of all credentials at once, 0..1, how far one consideration speaks for them.

A scorer that has nothing to go by (no goal, no history) gives None. None of them judges whether a credential may be
started: that is for the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from recommender.learning.shares import SHRINK
from recommender.rows import Floats
from recommender.situation import Situation

FEW: Final = 20.0
"""A credential or issuer that so many learners have anything of is half as little known as one that nobody has."""

Scorer = Callable[[Situation], Floats | None]

NEEDED_WELL: Final = 3.0
"""Teaching skills with this much weight of an occupation's needs counts as closing a good part of its gap."""


def goal_skills(situation: Situation) -> Floats | None:
    """How much of what the goal still lacks a credential teaches, and how much of what it teaches that is.

    ``(1 - exp(-covered / enough)) x asked / (taught + 0.5)``. covered: the sum of gap x strength; enough: 3, or the
    whole gap where that is less; taught: the strength of all skills that any occupation asks for; asked: that of those
    which the goal asks for. The 0.5 keeps a credential of which a single skill is known from looking as if it taught
    nothing else.
    """
    if situation.goal is None or not situation.gap.any():
        return None
    snapshot = situation.snapshot
    covered = snapshot.teaches.dot(situation.gap)
    enough = min(NEEDED_WELL, float(situation.gap.sum()))
    value: Floats = (1.0 - np.exp(-covered / enough)) * situation.goal.asked / (snapshot.arrays["strength"] + 0.5)
    return value


def goal_title(situation: Situation) -> Floats | None:
    """Whether the credential names the goal among the jobs it leads to, or is called like it."""
    return situation.goal.titles if situation.goal is not None else None


def goal_text(situation: Situation) -> Floats | None:
    """How alike the words of the credential and of the goal are: twice the cosine of their TF-IDF vectors, at most 1.

    The goal's words are the occupation's, or those that were typed, whichever is nearer.
    """
    return situation.goal.text if situation.goal is not None else None


def next_step(situation: Situation) -> Floats | None:
    """1 where something held is asked for by the credential's requirement, 0.7 where it comes next in a pathway."""
    if not situation.history:
        return None
    value = np.zeros(situation.snapshot.size)
    for i in situation.follows:
        value[i] = 0.7
    for i in situation.history:
        value[situation.snapshot.unlocks.row(i)[0]] = 1.0
    return value


def builds_on(situation: Situation) -> Floats | None:
    """How alike the skills of the credential and of what is held are: the cosine of their profiles."""
    had = situation.had * situation.snapshot.arrays["rarity"]
    length = float(np.sqrt((had**2).sum()))
    return situation.snapshot.profile.dot(had / length) if length else None


def co_awards(situation: Situation) -> Floats | None:
    """How surely learners with such a history went on to this, 0..1.

    Where the build learned from histories: the sum over what is held of recency x association, ``sum / (sum + half)``.
    Else the largest share of learners who earned something held and then this: ``both / (earned + 10)``.
    """
    snapshot = situation.snapshot
    if not situation.history or not len(snapshot.after.values):
        return None
    value = np.zeros(snapshot.size)
    if len(snapshot.learned.values):
        for i, recency in situation.recencies.items():
            columns, parts = snapshot.learned.row(i)
            value[columns] += recency * parts
        value = np.maximum(value, 0.0)
        return np.asarray(value / (value + float(snapshot.arrays["half"])))
    for i in situation.history:
        columns, both = snapshot.after.row(i)
        value[columns] = np.maximum(value[columns], both / (snapshot.arrays["earned"][i] + SHRINK))
    return value


def demand(situation: Situation) -> Floats | None:
    """How much jobs ask for what the credential teaches (`compiling.demand`)."""
    value: Floats = situation.snapshot.arrays["demand.credential"]
    return value


def startable(situation: Situation) -> Floats | None:
    """1 where a sign-up link is known, 0.6 where a page of the credential is, else 0: a step one can't take is none."""
    value: Floats = situation.snapshot.arrays["startable"]
    return value


def little_known(situation: Situation) -> Floats | None:
    """How few learners have it, and anything of its issuer: the mean of ``20 / (20 + learners)`` of both, 0..1.

    It gives new credentials and small issuers a fairer place than histories do, which only know what was taken. Off
    unless its weight is set; what it costs is measured (`tests.benchmarks.variety`).
    """
    arrays = situation.snapshot.arrays
    earned = arrays["earned"].astype(np.float64)
    issued = np.bincount(arrays["issuer"], weights=earned)[arrays["issuer"]]
    value: Floats = (FEW / (FEW + earned) + FEW / (FEW + issued)) / 2
    return value


def pin(situation: Situation) -> Floats | None:
    """1 where the issuer has pinned the credential to this place."""
    return _marked(situation, dict.fromkeys(situation.query.pins, 1.0))


def boost(situation: Situation) -> Floats | None:
    """The issuer's boost, 0..1."""
    return _marked(situation, situation.query.boosts)


def _marked(situation: Situation, marks: Mapping[str, float]) -> Floats | None:
    if not marks:
        return None
    value = np.zeros(situation.snapshot.size)
    for credential, mark in marks.items():
        place = situation.snapshot.credential_index.get(credential)
        if place is not None:
            value[place] = min(max(mark, 0.0), 1.0)
    return value


SCORERS: Final[Mapping[str, Scorer]] = {
    scorer.__name__: scorer
    for scorer in (
        goal_skills, goal_title, goal_text, next_step, builds_on, co_awards, demand, startable, little_known, pin,
        boost,
    )
}  # fmt: skip

MODIFIERS: Final = ("demand", "startable", "little_known")
"""Scorers that speak for a credential only as far as it is relevant at all."""

SOURCES: Final = ("goal_skills", "goal_title", "goal_text", "next_step", "builds_on", "co_awards", "pin", "boost")
"""The scorers that put a credential forward; the others only order what has been put forward."""
