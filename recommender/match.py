"""Held skills or credentials against an occupation: had, lacking, and what closes the gap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np

from graph.holdings import Holdings
from recommender.advise import MOST
from recommender.errors import InvalidQuery
from recommender.goal_view import GoalView
from recommender.match_types import Closing, Match, SkillNeed, Wage
from recommender.query import Query
from recommender.rows import Floats
from recommender.situation import Situation, situation
from recommender.snapshot import Snapshot
from skills_taxonomy.types import Goal, Provenance

HAD: Final = 0.3
"""A skill counts as had from this strength on; weaker evidence leaves it in the gap, in part."""

WHOLE_COUNTRY: Final = "0000000"


def match(
    snapshot: Snapshot, goal: Goal, view: GoalView | None, holdings: Holdings, *, today: date, limit: int = 10
) -> Match:
    """Compare what is held with what the goal asks for; raises `InvalidQuery` for a limit outside 1..100.

    The share had is the sum of weight x how well each needed skill is had, over the sum of weights.
    """
    if not 1 <= limit <= MOST:
        raise InvalidQuery(f"limit is {limit}; it must be from 1 to {MOST}.", hint=f"Ask for at most {MOST} at a time.")
    if view is None or not view.position:
        note = "Nothing is known of the skills that this goal asks for."
        return Match(goal, 0.0, (), (), (), wages(snapshot, view), (note,))
    now = situation(snapshot, Query(today=today, request_id="match", holdings=holdings), view)
    concepts = sorted(view.position, key=lambda concept: (-view.need[concept], concept))
    have = tuple(_need(now, view, concept) for concept in concepts if now.had[concept] >= HAD)
    lack = tuple(_need(now, view, concept) for concept in concepts if now.had[concept] < HAD)
    total = float(view.need.sum())
    share = float((view.need * now.had).sum()) / total
    notes = tuple(f"{id_} isn't in the catalogue, so it wasn't counted." for id_ in now.unknown)
    return Match(goal, round(share, 4), have, lack, _closing(now, view, total, limit), wages(snapshot, view), notes)


def _need(now: Situation, view: GoalView, concept: int) -> SkillNeed:
    snapshot, at = now.snapshot, view.position[concept]
    skill = int(snapshot.arrays["need.skill"][at])
    through = tuple(snapshot.credential_documents.keys[i] for i in now.history if concept in snapshot.teaches.row(i)[0])
    return SkillNeed(
        snapshot.skills[skill],
        snapshot.skill_labels[skill],
        round(float(view.need[concept]), 4),
        snapshot.asked(at),
        snapshot.need_place(at),
        through,
    )


def _closing(now: Situation, view: GoalView, total: float, limit: int) -> tuple[Closing, ...]:
    """Credentials by how much of the gap each would close alone, ties by identifier."""
    gain: Floats = now.snapshot.teaches.dot(now.gap)
    gain[list(now.held)] = 0.0
    gain[now.snapshot.arrays["withdrawn"]] = 0.0
    order: Sequence[int] = np.argsort(-np.round(gain, 9), kind="stable")[:limit].tolist()
    had = float((view.need * now.had).sum())
    return tuple(_close(now, i, (had + float(gain[i])) / total) for i in order if gain[i] > 0)


def _close(now: Situation, i: int, share: float) -> Closing:
    columns, strengths = now.snapshot.teaches.row(i)
    values = strengths * now.gap[columns]
    order = np.lexsort((columns, -values))[:8]
    gains = tuple(now.label(int(columns[j])) for j in order if values[j] > 0)
    credential = now.snapshot.credential(i)
    return Closing(credential.id, credential.name, gains, round(min(share, 1.0), 4))


def wages(snapshot: Snapshot, view: GoalView | None, *, areas: Sequence[str] = (WHOLE_COUNTRY,)) -> tuple[Wage, ...]:
    """Wages of the goal's occupations that have an O*NET or SOC code, by area; employment is a stock, not vacancies."""
    found = []
    occupations = sorted(view.occupations.items(), key=lambda item: (-item[1], item[0])) if view is not None else []
    for occupation, _ in occupations:
        code = soc(snapshot.occupations[occupation])
        if code and code in snapshot.wage_documents:
            found += [
                _wage(row, code, _group(snapshot, occupation, code))
                for row in snapshot.wage_documents[code]
                if not areas or row["area"] in areas
            ]
    return tuple(dict.fromkeys(found))


def _group(snapshot: Snapshot, occupation: int, code: str) -> str:
    """What the wages are of: O*NET splits some SOC occupations, whose figures then are those of the whole group."""
    label, identifier = snapshot.occupation_labels[occupation], snapshot.occupations[occupation]
    split = identifier.startswith("onet:") and not identifier.endswith(".00")
    return f"the group SOC {code.removeprefix('soc:')}, to which {label} belong" if split else label


def soc(occupation: str) -> str:
    """The SOC code behind an O*NET occupation.

    >>> soc("onet:15-1252.00"), soc("esco:occupation/1")
    ('soc:15-1252', '')
    """
    prefix, _, code = occupation.partition(":")
    return f"soc:{code.partition('.')[0]}" if prefix in ("onet", "soc") else ""


def _wage(row: dict[str, object], code: str, label: str) -> Wage:
    def money(name: str) -> float | None:
        value = row.get(name)
        return float(value) if isinstance(value, int | float) else None

    def text(name: str) -> str:
        return str(row.get(name) or "")

    return Wage(
        code, label, text("area_name"), text("period"), text("currency"), money("employment"),
        money("p10"), money("p25"), money("median"), money("p75"), money("p90"), text("note"),
        Provenance(text("source"), text("locator"), text("origin")),
    )  # fmt: skip
