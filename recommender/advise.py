"""One question in, one answer out: sources, scores, rules, variety, reasons."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from recommender.errors import InvalidQuery
from recommender.exploring import WHY, Place, Ranked, check_rate, places, spare
from recommender.goal_view import GoalView
from recommender.offers import offer
from recommender.outlook import with_outlook
from recommender.query import Advice, Chance, Contribution, Query, Reason, Recommendation, Refusal, Verdict
from recommender.ranking import Scored, score, varied
from recommender.reasons import gains, reasons
from recommender.rules import NOTHING_ASKED, Eligibility, eligibility, refusals
from recommender.situation import Situation, situation
from recommender.snapshot import Snapshot
from recommender.weights import Weights

MOST: Final = 100
"""The most recommendations that one question may ask for."""

POOL: Final = 2
"""Variety chooses among this many times the limit."""

MOST_REFUSALS: Final = 10
"""How many refusals are told: what lacks least first, then the best."""

LOOK_FURTHER: Final = 15
"""How many more credentials that ask for something are looked at, so that what is only locked isn't passed over."""


@dataclass(frozen=True, slots=True)
class _Walk:
    """What came of walking down the ranking: who passed the rules, and who was refused, by which rules."""

    passed: dict[int, Eligibility]
    refused: dict[int, tuple[Eligibility, tuple[Reason, ...]]]

    def nearest(self) -> list[int]:
        """The refused that lack the fewest credentials or skills, else as ranked."""
        return sorted(self.refused, key=lambda i: self.refused[i][0].lacking)[:MOST_REFUSALS]


def advise(snapshot: Snapshot, query: Query, goal: GoalView | None, weights: Weights | None = None) -> Advice:
    """The next steps for one question; raises `InvalidQuery` for a limit outside 1..100.

    `goal` is the compiled form of ``query.goal`` (`goal_view`), kept apart so that it can be made once and used often.
    `weights` are the snapshot's unless others are given.
    """
    if not 1 <= query.limit <= MOST:
        raise InvalidQuery(
            f"limit is {query.limit}; it must be from 1 to {MOST}.", hint=f"Ask for at most {MOST} at a time."
        )
    weights = weights or snapshot.weights
    now = situation(snapshot, query, goal)
    scored = score(now, weights)
    walk = _walk(now, scored)
    shown = tuple(
        _explored(now, place, _recommendation(now, scored, i, place.shown.less, walk.passed[i]))
        for place in _places(now, scored, list(walk.passed), weights.variety)
        for i in [place.shown.number]
    )
    return Advice(
        snapshot=snapshot.name,
        goal=query.goal,
        recommendations=with_outlook(now, shown),
        refusals=tuple(_refusal(now, i, *walk.refused[i]) for i in walk.nearest()),
        notes=tuple(_notes(now)),
        id=suggestion_id(snapshot.name, query.request_id, ""),
    )


def _places(now: Situation, scored: Scored, passed: list[int], variety: float) -> list[Place]:
    """The list, with variety, and where exploration is on with what may stand in its lower places."""
    query, pinned = now.query, scored.parts.get("pin")
    rate = check_rate(query.explore)
    chosen = varied(now, scored, passed, query.limit + spare(query.limit, rate), variety)
    ranked = [
        Ranked(i, float(scored.total[i]) + less, less, pinned is not None and bool(pinned[i])) for i, less in chosen
    ]
    return places(ranked, query.limit, rate, f"{now.snapshot.name}\0{query.request_id}")


def _explored(now: Situation, place: Place, one: Recommendation) -> Recommendation:
    """The recommendation with the chances of its place; as it is where exploration is off."""
    if not now.query.explore:
        return one
    keys = now.snapshot.credential_documents.keys
    return replace(
        one,
        propensity=place.chance,
        explored=place.explored,
        chances=tuple(Chance(keys[i], chance) for i, chance in place.chances),
        reasons=(*one.reasons, Reason(WHY, (), "explored")) if place.explored else one.reasons,
    )


def _walk(now: Situation, scored: Scored) -> _Walk:
    """Down the ranking until variety has enough to choose from, then a little further for what is locked."""
    walk = _Walk({}, {})
    for i in scored.ranked():
        met, why = _judged(now, i)
        if why or met.verdict is Verdict.NO:
            walk.refused[i] = (met, why)
            continue
        walk.passed[i] = met
        if len(walk.passed) >= POOL * now.query.limit:
            break
    asking = scored.among(now.snapshot.arrays["asks"])
    for i in islice((i for i in asking if i not in walk.passed and i not in walk.refused), LOOK_FURTHER):
        met, why = _judged(now, i)
        if why or met.verdict is Verdict.NO:
            walk.refused[i] = (met, why)
    return walk


def _judged(now: Situation, i: int) -> tuple[Eligibility, tuple[Reason, ...]]:
    """The rules first: what they refuse needn't be checked for its requirement."""
    credential = now.snapshot.credential(i)
    why = tuple(refusals(now, i, credential))
    return (NOTHING_ASKED if why else eligibility(now, credential)), why


def _recommendation(now: Situation, scored: Scored, i: int, less: float, met: Eligibility) -> Recommendation:
    credential = now.snapshot.credential(i)
    parts = {name: float(values[i]) for name, values in scored.parts.items() if values[i] > 0}
    contributions = _contributions(parts, less)
    best = offer(credential, now.query.today, now.query.limits)
    return Recommendation(
        id=suggestion_id(now.snapshot.name, now.query.request_id, credential.id),
        credential=credential.id,
        name=credential.name,
        issuer=credential.issuer,
        issuer_name=credential.issuer_name,
        score=round(sum(round(part.contribution * 1e6) for part in contributions) / 1e6, 6),
        contributions=contributions,
        eligible=met.verdict,
        eligibility=met.words(now.name_of),
        available=credential.availability(now.query.today),
        reasons=reasons(now, i, parts),
        signup_url=best.signup_url,
        signup_note=best.signup_note,
        page_url=credential.page_url,
        cost=best.cost,
        currency=best.currency,
        hours=best.hours,
        level=credential.level,
        mode=best.mode,
        language=best.language,
        teaches=tuple(taught.label for taught in credential.teaches[:12]),
        gains=tuple(now.label(concept) for concept, _ in gains(now, i, 12)),
        pathways=tuple(pathway.id for pathway in now.snapshot.pathways_of.get(credential.id, ())),
    )


def _contributions(parts: dict[str, float], less: float) -> tuple[Contribution, ...]:
    """The parts to the millionth, largest first; what variety took away comes last."""
    rounded = sorted(((name, round(value, 6)) for name, value in parts.items()), key=lambda item: (-item[1], item[0]))
    if round(less, 6):
        rounded.append(("variety", round(less, 6)))
    return tuple(Contribution(name, value) for name, value in rounded if value)


def _refusal(now: Situation, i: int, met: Eligibility, why: tuple[Reason, ...]) -> Refusal:
    """What speaks against it: the rules, else the requirement that isn't met."""
    credential = now.snapshot.credential(i)
    why = why or (Reason(" ".join(met.words(now.name_of)), (credential.provenance,), "ineligible"),)
    return Refusal(credential.id, credential.name, why[0].code, why)


def _notes(now: Situation) -> list[str]:
    notes = []
    if now.unknown:
        some = ", ".join(now.unknown[:5])
        notes.append(f"Held but not in the catalogue, so not counted: {some}{' ...' if len(now.unknown) > 5 else ''}.")
    if now.query.goal is not None and (now.goal is None or now.goal.empty):
        notes.append("Nothing is known of what this goal asks for; the suggestions go by what you hold and by demand.")
    return notes


def suggestion_id(snapshot: str, request_id: str, credential: str) -> str:
    """One identifier for one suggestion, 16 letters and digits; it says nothing about the learner.

    >>> suggestion_id("s", "r", "x:a") == suggestion_id("s", "r", "x:a") != suggestion_id("s", "r", "x:b")
    True
    """
    digest = hashlib.blake2b(f"{snapshot}\0{request_id}\0{credential}".encode(), digest_size=10).digest()
    return base64.b32encode(digest).decode().lower()


def explain(
    snapshot: Snapshot, query: Query, goal: GoalView | None, place: int, weights: Weights | None = None
) -> Advice:
    """One credential (by number) alone: as it would be suggested, or why it is refused. Variety plays no part."""
    now = situation(snapshot, query, goal)
    scored = score(now, weights or snapshot.weights)
    credential = snapshot.credential(place)
    met, why = eligibility(now, credential), tuple(refusals(now, place, credential))
    shown = _recommendation(now, scored, place, 0.0, met)
    refused = (_refusal(now, place, met, why),) if why or met.verdict is Verdict.NO else ()
    return Advice(snapshot.name, query.goal, with_outlook(now, [shown]), refused, tuple(_notes(now)))
