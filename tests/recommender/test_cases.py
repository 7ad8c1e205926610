"""Experts' cases over the shipped data: what must come first, what must be refused, and in which words.

Each `tests/cases/*.toml` file (but goals.toml) holds cases that need no Python to be read or written. Keys of a case:

* `name`, a sentence; `why`, what the expert knows that makes it so;
* who asks: `holds` (verified, undated), `awards` (tables as of `graph.holdings.Award`), `skills`, `goal`, `after`,
  `modes`, `dismissed`, `knows`, `issuers`, `today`, `limit` (10);
* what must be: `first`; `among`, a table of credential to N; `never`, not among the suggestions; `eligible`, a table of
  credential to yes, no, unknown; `told`, credentials among the refusals;
* `refused`, a table of credential to the words that its refusal must have; `code`, one of credential to the rule.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.engine import Engine
from graph.holdings import Award, Holdings, Known, State
from recommender.query import Advice, Limits, Query, Scope

CASES = Path(__file__).parents[1] / "cases"
TODAY = date(2026, 3, 31)
NOT_CASES = ("goals.toml",)

Case = Mapping[str, Any]


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}: {case['name']}")
        for file in sorted(CASES.glob("*.toml"))
        if file.name not in NOT_CASES
        for case in tomllib.loads(file.read_text("utf-8"))["case"]
    ]


@pytest.fixture(scope="module")
def engine(default_workspace: Path) -> Iterator[Engine]:
    with Engine.open(default_workspace) as opened:
        yield opened


@pytest.mark.slow
@pytest.mark.parametrize("case", cases())
def test_the_recommender_agrees_with_the_expert(engine: Engine, case: Case) -> None:
    query = asked(engine, case)
    advice = engine.advise(query)
    assert suggested_wrongly(advice, case) == []
    assert refused_wrongly(engine, query, case) == []
    assert set(case.get("told", ())) <= {refusal.credential for refusal in advice.refusals}


@pytest.mark.slow
def test_every_credential_that_a_case_names_is_in_the_catalogue(engine: Engine) -> None:
    named = {id_ for case in cases() for id_ in identifiers(case.values[0])}
    assert sorted(named - set(engine.credential_ids())) == []


def test_every_goal_of_the_document_has_a_verdict_with_its_reason_and_what_was_seen() -> None:
    goals = tomllib.loads((CASES / "goals.toml").read_text("utf-8"))["goal"]
    assert len({goal["typed"] for goal in goals}) == 20
    assert all(goal["verdict"] in ("good", "doubtful", "wrong") and goal["why"] and goal["saw"] for goal in goals)


def asked(engine: Engine, case: Case) -> Query:
    verified = engine.holdings(credentials=case.get("holds", ()), skills=case.get("skills", ()))
    return Query(
        today=case.get("today", TODAY),
        request_id="case",
        holdings=Holdings((*verified.awards, *map(award, case.get("awards", ()))), verified.skills),
        goal=engine.resolve_goal(case["goal"]) if "goal" in case else None,
        after=case.get("after", ""),
        limits=Limits(modes=frozenset(case.get("modes", ()))),
        scope=Scope(frozenset(case.get("issuers", ()))),
        dismissed=frozenset(case.get("dismissed", ())),
        already_know=engine.known_ids(case.get("knows", ())),
        limit=case.get("limit", 10),
    )


def award(stated: Mapping[str, Any]) -> Award:
    return Award(
        stated["credential"],
        State(stated.get("state", "awarded")),
        Known(stated.get("known", "verified")),
        stated.get("awarded"),
        stated.get("expires"),
    )


def suggested_wrongly(advice: Advice, case: Case) -> list[str]:
    """What the suggestions lack or shouldn't have, in words."""
    listed = [one.credential for one in advice.recommendations]
    verdicts = {one.credential: one.eligible.value for one in advice.recommendations}
    wrong = []
    if "first" in case and listed[:1] != [case["first"]]:
        wrong.append(f"first is {listed[:1]}, not {case['first']}")
    wrong += [f"{id_} isn't among {listed[:n]}" for id_, n in case.get("among", {}).items() if id_ not in listed[:n]]
    wrong += [f"{id_} is suggested" for id_ in case.get("never", ()) if id_ in listed]
    return wrong + [
        f"{id_} is {verdicts.get(id_, 'not listed')}, not {said}"
        for id_, said in case.get("eligible", {}).items()
        if verdicts.get(id_) != said
    ]


def refused_wrongly(engine: Engine, query: Query, case: Case) -> list[str]:
    """Credentials that aren't refused, or not by the rule and in the words that the case has."""
    wrong = []
    for id_, words in case.get("refused", {}).items():
        refusals = engine.explain(query, id_).refusals
        told = " ".join(reason.text for refusal in refusals for reason in refusal.reasons)
        if words not in told:
            wrong.append(f"{id_} is told {told!r}, not {words!r}")
        code = case.get("code", {}).get(id_)
        if code and code not in [refusal.code for refusal in refusals]:
            wrong.append(f"{id_} isn't refused by {code}")
    return wrong


def identifiers(case: Case) -> Iterator[str]:
    yield from (case["first"],) if "first" in case else ()
    yield from (stated["credential"] for stated in case.get("awards", ()))
    for key in ("holds", "never", "told", "dismissed", "among", "eligible", "refused", "code"):
        yield from case.get(key, ())
