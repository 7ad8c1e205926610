"""What is authored of pathways lies on top of what was imported: in tables, in a snapshot, in advice; all the same."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.records import Edit
from graph.from_tables import pathways_from_tables
from graph.pathways import Condition, Pathway, Step, StepKind, progress
from graph.requirements import AllOf, HasSkill
from recommender.authored import MOST_STEPS, Authored, body_of, faults, merged, pathway_of
from recommender.snapshot import Snapshot
from tests import world
from tests.graph.test_pathway_laws import held, pathway
from tests.recommender.asking import ask, one, suggested
from tests.recommender.conftest import compiled
from tests.world import DECKHAND, RADIO, SKIPPER, TO_SKIPPER

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def edit(body: Any, key: str = TO_SKIPPER, version: int = 1, number: int = 1) -> Edit:
    return Edit("pathway", key, version, body, "sea", NOW, number)


def way(*credentials: str, **fields: Any) -> dict[str, Any]:
    """The body of a pathway with these steps, one after the other."""
    steps = [Step(str(i), i, credential) for i, credential in enumerate(credentials, 1)]
    made = body_of(replace(pathway(0), name="Made", issuer="sea", steps=tuple(steps), ends=(), extra=(), ordered=False))
    return {**made, **fields}


IMPORTED = pathways_from_tables(world.tables())


def told(tables: world.Tables) -> tuple[Pathway, ...]:
    return tuple(sorted(pathways_from_tables(tables), key=lambda one: one.id))


@given(
    st.lists(st.tuples(st.sampled_from([TO_SKIPPER, "sea:a", "sea:b"]), st.none() | st.integers(0, 10**9)), max_size=6)
)
@settings(max_examples=25, deadline=None)
def test_a_build_makes_of_any_edits_what_lies_on_top_without_one(history: list[tuple[str, int | None]]) -> None:
    versions: dict[str, int] = {}
    edits = []
    for number, (key, seed) in enumerate(history, 1):
        versions[key] = versions.get(key, 0) + 1
        edits.append(edit(None if seed is None else body_of(pathway(seed)), key, versions[key], number))
    authored = Authored()
    for one_ in edits:
        authored = authored.with_edits([one_])
    built = merged(world.tables(), authored)
    assert told(built) == authored.over(IMPORTED)
    assert told(merged(built, authored)) == told(built)
    last = {one_.key: one_ for one_ in edits}
    assert Authored().with_edits(last.values()) == authored
    there = {one_.id: one_ for one_ in told(built)}
    assert there.keys() == ({TO_SKIPPER} - last.keys()) | {key for key, one_ in last.items() if one_.body is not None}
    for key, one_ in last.items():
        assert key not in there or there[key].provenance.locator == f"pathways/{key}@{one_.version}"


def test_importing_again_overwrites_nothing_and_what_was_withdrawn_stays_out() -> None:
    authored = Authored().with_edits([edit(way(DECKHAND, SKIPPER)), edit(None, "sea:other", 2, 2)])
    other = {"id": "sea:other", "name": "Other"}
    step = {"pathway": "sea:other", "step": "1", "position": 1, "credential": RADIO}
    again = merged(world.tables(pathways=[other], pathway_steps=[step]), authored)
    assert [one_.name for one_ in told(again)] == ["Made"]
    assert list(again["pathway_steps"]["pathway"].unique()) == [TO_SKIPPER]


def test_a_snapshot_answers_with_what_is_on_top_and_says_so_in_its_name(sea: Snapshot) -> None:
    assert suggested(ask(sea, holds=(RADIO,)))
    assert one(ask(sea, holds=(RADIO,)), DECKHAND).pathways == (TO_SKIPPER,)
    on_top = sea.with_authored(Authored().with_edits([edit(None), edit(way(RADIO, DECKHAND), "sea:new", 1, 7)]))
    advice = ask(on_top, holds=(RADIO,))
    assert advice.snapshot == on_top.name == f"{sea.name}+p7"
    assert one(advice, DECKHAND).pathways == ("sea:new",)
    assert any("Made" in why.text for why in one(advice, DECKHAND).reasons)
    assert not any("Made" in why.text for why in one(ask(sea, holds=(RADIO,)), DECKHAND).reasons)
    back = on_top.with_authored(Authored())
    assert (back.name, back.pathways) == (sea.name, sea.pathways)


def test_a_snapshot_that_was_built_with_the_edits_answers_as_one_with_them_on_top(
    sea: Snapshot, tmp_path: Path
) -> None:
    authored = Authored().with_edits([edit(way(RADIO, DECKHAND)), edit(way(DECKHAND, RADIO, SKIPPER), "sea:new", 3, 9)])
    built = compiled(tmp_path, merged(world.tables(), authored))
    assert built.pathways == sea.with_authored(authored).pathways
    for holds in ((), (DECKHAND,), (RADIO,), (DECKHAND, RADIO)):
        before, after = ask(sea.with_authored(authored), holds=holds), ask(built, holds=holds)
        told_ = [(r.credential, r.score, r.reasons, r.pathways) for r in before.recommendations]
        assert told_ == [(r.credential, r.score, r.reasons, r.pathways) for r in after.recommendations]


@pytest.mark.parametrize("body", [7, [], {}, {"steps": 3}, way(DECKHAND, steps=[{"id": 1}]), way(ends=None)])
def test_an_edit_that_cant_be_read_leaves_the_import_and_is_told(body: Any) -> None:
    authored = Authored().with_edits([edit(body)])
    assert authored.over(IMPORTED) == IMPORTED
    assert [TO_SKIPPER in remark for remark in authored.remarks()] == [True]
    assert authored.number == 1
    assert Authored().with_edits([edit(body), edit(None, version=2, number=2)]).remarks() == []


def test_what_was_merged_is_named_as_what_it_has_become() -> None:
    asks = AllOf((HasSkill("esco:skill/old"), HasSkill(world.KNOTS)))
    steps = (Step("1", 1, "esco:skill/old", kind=StepKind.SKILL), Step("2", 2, DECKHAND, requirement=asks))
    made = replace(pathway(0), steps=steps, destination="esco:occupation/old")
    authored = Authored().with_edits([edit(body_of(made))])
    forwards = {"esco:skill/old": world.ROWING, "esco:occupation/old": world.SKIPPER_JOB}
    found = authored.carried_on(forwards).pathways[TO_SKIPPER]
    assert found is not None
    assert found.destination == world.SKIPPER_JOB
    assert found.steps[0].credential == world.ROWING
    assert found.steps[1].requirement == AllOf((HasSkill(world.ROWING), HasSkill(world.KNOTS)))
    assert authored.carried_on({"x:1": "x:2"}) == authored


def test_what_is_kept_is_read_back_whole() -> None:
    for seed in range(50):
        made = pathway(seed)
        kept = json.loads(json.dumps(body_of(made)))
        assert pathway_of(edit(kept, made.id)) == replace(made, provenance=pathway_of(edit(kept, made.id)).provenance)


GROUP = StepKind.GROUP


def made_of(*steps: Step, **fields: Any) -> Pathway:
    return replace(pathway(0), steps=steps, **{"ends": (), "ordered": False, **fields})


def nested(depth: int) -> Condition:
    found = Condition(("a",))
    for _ in range(depth):
        found = Condition(parts=(found,))
    return found


A = Step("a", 1, "x:a")


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        (made_of(A, A), ["steps.1.id"]),
        (made_of(A, ends=("b",)), ["ends.0"]),
        (made_of(replace(A, after=("a", "c"))), ["steps.0.after.1"]),
        (made_of(A, Step("g", 2, "g", kind=GROUP, condition=Condition(("a", "z")))), ["steps.1.condition.steps.1"]),
        (made_of(replace(A, condition=Condition(parts=(Condition(("y",)),)))), ["steps.0.condition.parts.0.steps.0"]),
        (made_of(*(Step(str(i), i, f"x:{i}") for i in range(MOST_STEPS + 1))), ["steps"]),
        (made_of(A, Step("g", 2, "g", kind=GROUP, condition=nested(25))), ["steps.1.condition" + ".parts.0" * 20]),
    ],
)
def test_what_leads_nowhere_or_is_beyond_the_bounds_is_told_by_its_field(wrong: Pathway, fields: list[str]) -> None:
    assert [fault.field for fault in faults(wrong)] == fields


def groups(number: int, *, wide: int) -> tuple[Step, ...]:
    """Each group asks for the next ones, the last for a step."""
    names = [f"g{i}" for i in range(number)]
    return (
        A,
        *(
            Step(name, 2, name, kind=GROUP, condition=Condition(tuple(names[i + 1 : i + 1 + wide]) or ("a",)))
            for i, name in enumerate(names)
        ),
    )


@pytest.mark.parametrize(
    "steps",
    [
        groups(30, wide=2),
        groups(1000, wide=1),
        tuple(Step(str(i), 1, str(i), kind=GROUP, condition=Condition(tuple(map(str, range(12))))) for i in range(12)),
    ],
)
def test_conditions_that_lead_on_without_bound_are_refused_in_bounded_time(steps: tuple[Step, ...]) -> None:
    assert [fault.field.endswith(".condition") for fault in faults(made_of(*steps))] == [True]


@pytest.mark.parametrize("steps", [groups(10, wide=2), groups(40, wide=1)])
def test_conditions_within_the_bounds_are_saved_and_worked_out(steps: tuple[Step, ...]) -> None:
    assert faults(made_of(*steps)) == ()
    assert progress(made_of(*steps), held(set()), world.TODAY, {}).share == 0.0


def test_a_long_pathway_is_checked() -> None:
    steps = [Step(str(i), i, f"x:{i}", after=(str(i - 1),) if i else ()) for i in range(MOST_STEPS)]
    assert faults(made_of(*steps, ordered=True)) == ()


@given(st.integers(0, 10**9))
@settings(max_examples=100, deadline=None)
def test_what_may_be_saved_may_be_unwise(seed: int) -> None:
    assert faults(pathway(seed)) == ()
