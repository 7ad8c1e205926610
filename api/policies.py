"""Lists of the records, asked again: what the recommender with other weights would have shown in their places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from api.engine import Engine
from api.errors import BadOption
from data.reading import Progress, silent
from graph.holdings import Holdings
from recommender.advise import advise
from recommender.errors import BadLog
from recommender.exploring import rate_of
from recommender.off_policy.recorded import Chosen, answers, rows_of
from recommender.query import Advice, Query
from recommender.weights import Weights

if TYPE_CHECKING:
    from data.records import Shown, Suggestion
    from recommender.off_policy import Judgement, Row

MOST_WEIGHT: Final = 10.0

CLOSE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Replayed:
    """The rows of a log, of how many lists, and how many lists couldn't be asked again as they were."""

    rows: tuple[Row, ...]
    lists: int
    left_out: int


def weights_of(given: Iterable[str], ran: Weights = Weights()) -> Weights:
    """The weights that `ran` with some of them changed, each given as ``name=number``; raises `BadOption`.

    >>> weights_of(["demand=0.3"]).demand
    0.3
    """
    known = ran.as_dict()
    changed: dict[str, float] = {}
    for one in given:
        name, _, said = one.partition("=")
        try:
            value = float(said)
        except ValueError:
            value = -1.0
        if name not in known or not (isfinite(value) and 0 <= value <= MOST_WEIGHT):
            raise BadOption(
                f"--weight is {one[:100]!r}.",
                hint=f"Give a name and a number from 0 to {MOST_WEIGHT:g}, such as demand=0.3. "
                f"Known: {', '.join(f'{name}={value:g}' for name, value in known.items())}.",
            )
        changed[name] = value
    return replace(ran, **changed)


def recorded(
    engine: Engine, *, reward: str, since: datetime | None, weights: Weights | None, progress: Progress = silent
) -> Replayed:
    """What was shown while exploration was on, as the rows of a log; raises `BadLog` where there is nothing.

    With `weights`, what the recommender would have shown by them. A list counts only where asking again, by the
    weights that ran, gives exactly the chances that were logged: that is so while the snapshot, the learner's awards
    and choices and the issuer's pins are what they were, and for questions whose every part the records hold.
    """
    shown = engine.records.explored(since)
    if not shown:
        raise BadLog(
            "The records hold no list that was shown with exploration on.",
            hint="Start with `stackway serve --explore 0.1`, and ask again when lists were shown.",
        )
    rows: list[Row] = []
    lists = left_out = 0
    for number, answer in enumerate(answers(shown), 1):
        progress("asking again", number, None)
        chosen = _replayed(engine, answer, weights) if weights is not None else None
        if weights is not None and chosen is None:
            left_out += 1
            continue
        lists += 1
        rows.extend(rows_of(answer, reward, chosen))
    if not lists:
        raise BadLog(
            f"None of {left_out:,} lists can be asked again as it was: the snapshot, awards or pins are others now.",
            hint="`stackway policies log FILE` writes them; fill in what the other policy would show.",
        )
    return Replayed(tuple(rows), lists, left_out)


def _replayed(engine: Engine, answer: Sequence[Shown], weights: Weights) -> Chosen | None:
    """What the weights would show in the list's places; None where the list can't be asked again as it was."""
    made = [one.suggestion for one in answer]
    if made[0].snapshot != engine.snapshot_name or [one.position for one in made] != list(range(1, len(made) + 1)):
        return None
    if made[0].after and made[0].after not in engine.snapshot.credential_index:
        return None
    query = _question(engine, made)
    if not _same(_advised(engine, query, engine.snapshot.weights), made):
        return None
    found = _advised(engine, replace(query, explore=0.0), weights)
    return {place: {one.credential: 1.0} for place, one in enumerate(found.recommendations, 1)}


def _advised(engine: Engine, query: Query, weights: Weights) -> Advice:
    return advise(engine.snapshot, query, engine.view(query.goal) if query.goal is not None else None, weights)


def _question(engine: Engine, made: Sequence[Suggestion]) -> Query:
    """The question, as far as the records hold it."""
    first, day = made[0], made[0].created.date()
    rate = max(rate_of([chance for _, chance in one.chances]) for one in made)
    learner = first.learner or ""
    held = engine.learner_holdings(learner, issuer=first.issuer) if learner else Holdings()
    before = tuple(award for award in held.awards if award.awarded is None or award.awarded <= day)
    pins, boosts = engine.pins(first.issuer, first.after or first.placement)
    return Query(
        today=day,
        request_id=first.answer,
        holdings=Holdings(before, held.skills),
        goal=engine.resolve_goal(first.goal) if first.goal else None,
        after=first.after,
        dismissed=engine.dismissed(learner),
        already_know=engine.already_known(learner),
        pins=pins,
        boosts=boosts,
        limit=len(made),
        explore=rate,
    )


def _same(advice: Advice, made: Sequence[Suggestion]) -> bool:
    """Whether the answer has the chances that were logged, place by place."""
    if len(advice.recommendations) != len(made):
        return False
    for one, there in zip(advice.recommendations, made, strict=True):
        said = {chance.credential: chance.propensity for chance in one.chances}
        logged = dict(there.chances)
        said = said or {one.credential: 1.0}
        if said.keys() != logged.keys() or any(abs(said[item] - logged[item]) > CLOSE for item in said):
            return False
    return True


def judgement_json(found: Judgement, **more: Any) -> Mapping[str, Any]:
    """A verdict with all its figures; what is infinite is null."""
    return {
        "outcome": found.outcome.value,
        "said": found.said,
        "places": found.places,
        "judged": found.judged,
        "deciding": found.deciding,
        "rewarded": found.rewarded,
        "clusters": found.clusters,
        "effective": round(found.effective, 6),
        "mean_weight": _wide(found.weight),
        "ran": _wide(found.ran),
        "estimates": [
            {"name": one.name, "value": _wide(one.value), "gain": _wide(one.gain)} for one in found.estimates
        ],
        **more,
    }


def _wide(wide: Sequence[float] | None) -> dict[str, float | None] | None:
    if wide is None:
        return None
    return {
        name: float(value) if isfinite(value) else None
        for name, value in zip(("estimate", "low", "high"), wide, strict=True)
    }
