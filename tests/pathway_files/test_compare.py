"""Descriptions of a pathway compared: what is the same is found under any identifiers, what differs is named."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.pathway_files import pathways_of
from graph.pathways.comparing import By, compare
from graph.pathways.model import Condition, Pathway, Step, StepKind
from skills_taxonomy.types import Provenance

BENCH = Path(os.environ.get("STACKWAY_BENCH_DATA") or Path(__file__).parents[3] / "shared" / "data" / "bench")
FRENCH = BENCH / "ctdl-samples/Schema-Development/PathwaysConditionsAndConstraints/Pathway-Examples/Badgr"


def tree(names: tuple[str, ...]) -> Pathway:
    """Two choices of two and three leaves under an end; the leaves have the names that are given."""
    leaves = tuple(Step(f"l{n}", 1, f"x:l{n}", name=name) for n, name in enumerate(names))
    choices = (
        Step("c1", 2, "x:c1", kind=StepKind.GROUP, name="Knots", condition=Condition(("l0", "l1"), least=1)),
        Step("c2", 2, "x:c2", kind=StepKind.GROUP, name="Charts", condition=Condition(("l2", "l3", "l4"), least=2)),
    )
    end = Step("end", 3, "x:end", name="Mate", condition=Condition(("c1", "c2")))
    return Pathway("x:p", "P", "x", (*leaves, *choices, end), Provenance("", ""), ends=("end",))


NAMED = tree(("Reef", "Bowline", "Tides", "Currents", "Buoys"))
NAMELESS = tree(("",) * 5)


def renamed(pathway: Pathway, seed: int) -> tuple[Pathway, dict[str, str]]:
    """The same under other identifiers and in another order."""
    chance = random.Random(seed)
    new = dict(zip(pathway.by_id, chance.sample([f"n{n}" for n in range(100)], len(pathway.steps)), strict=True))

    def put(condition: Condition | None) -> Condition | None:
        if condition is None:
            return None
        parts = tuple(part for one in condition.parts if (part := put(one)) is not None)
        return replace(condition, steps=tuple(new[one] for one in condition.steps), parts=parts)

    steps = [
        replace(step, id=new[step.id], credential=f"y:{new[step.id]}", condition=put(step.condition))
        for step in pathway.steps
    ]
    chance.shuffle(steps)
    return replace(pathway, id="y:p", steps=tuple(steps), ends=tuple(new[end] for end in pathway.ends)), new


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_other_identifiers_and_another_order_are_no_difference(seed: int) -> None:
    other, new = renamed(NAMED, seed)
    found = compare(NAMED, other)
    assert found.same
    assert {pair.one: pair.other for pair in found.pairs} == new


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_steps_without_a_name_are_told_by_where_they_stand(seed: int) -> None:
    other, new = renamed(NAMED, seed)
    found = compare(NAMELESS, other)
    by = {pair.one: pair for pair in found.pairs}
    assert {by["l0"].other, by["l1"].other} == {new["l0"], new["l1"]}
    assert by["l0"].by is By.PLACE
    assert {one.field for one in found.differences} == {"name"}
    assert len(found.of("name")) == 5


def test_what_stands_on_one_side_only_and_what_a_condition_asks_for_is_named() -> None:
    other, new = renamed(NAMED, 1)
    less = replace(other, steps=tuple(step for step in other.steps if step.id != new["l4"]))
    found = compare(NAMED, less)
    assert found.only_one == ("l4",)
    assert found.only_other == ()
    changed = tuple(
        replace(step, condition=replace(step.condition, least=1)) if step.name == "Charts" and step.condition else step
        for step in other.steps
    )
    (difference,) = compare(NAMED, replace(other, steps=changed)).differences
    assert (difference.field, difference.step) == ("condition", "c2")
    assert difference.one.startswith("2 of 3")
    assert difference.other.startswith("1 of 3")


def test_different_things_in_the_same_place_arent_the_same() -> None:
    one = Pathway("x:p", "P", "x", (Step("a", 1, "x:a", name="Welding"),), Provenance("", ""))
    other = Pathway("x:q", "P", "x", (Step("b", 1, "x:b", name="Baking bread"),), Provenance("", ""))
    found = compare(one, other)
    assert (found.pairs, found.only_one, found.only_other) == ((), ("a",), ("b",))


def test_a_pathway_is_the_same_as_itself_even_without_steps() -> None:
    assert compare(NAMELESS, NAMELESS).same
    empty = replace(NAMED, steps=(), ends=())
    assert compare(empty, empty).same


@pytest.mark.bench_data
def test_a_published_pathway_in_two_systems_is_one_pathway() -> None:
    """A degree's badges as its badge platform exports them and as they stand in a registry's sandbox."""
    files = ("French-B-A-Marketable-Skills.json", "Badgr_French_B.A.MarketableSkills_CR_sandbox.json")
    one, other = (pathways_of(FRENCH / file)[1][0] for file in files)
    found = compare(one, other)
    assert (len(found.pairs), found.only_one, found.only_other) == (53, (), ())
    assert found.of("condition") == ()
