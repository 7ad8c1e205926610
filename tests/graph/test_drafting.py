"""A draft from a catalogue: the fewest steps, alternatives, options, reasons for each, and gaps told aloud."""

from __future__ import annotations

from datetime import date

from graph.credentials import Credential, Offering
from graph.drafting import Draft, Wanted, draft
from graph.holdings import Award, Holdings
from graph.pathways import Role, StepKind, progress
from graph.planning import Way, Ways
from graph.requirements import HasSkill, Holds, Leaf, Requirement
from skills_taxonomy.types import Provenance

PLACE = Provenance("s", "f:1")
TODAY = date(2026, 11, 23)


def proposed(
    offered: dict[str, tuple[list[str], Requirement | None, float | None]],
    needed: list[Leaf],
    nice: list[Leaf] | None = None,
    learners: list[list[str]] | None = None,
    destination: str = "x:job",
) -> Draft:
    """A draft over credentials given as what they teach, what they ask for and their level."""
    ways = Ways([Way(name, asks, dict.fromkeys(skills, 0.0)) for name, (skills, asks, _) in offered.items()])
    known = {
        name: Credential(name, name[2:].title(), "x", "X", PLACE, level_rank=level, requirement=asks)
        for name, (_, asks, level) in offered.items()
    }
    wanted = Wanted(destination, tuple(needed), tuple(nice or ()))
    return draft("x:way", "Way", "x", wanted, ways=ways, credentials=known, learners=learners or [])


def earned(found: Draft) -> list[tuple[str, bool]]:
    return [(step.credential, step.optional) for step in found.pathway.steps if step.kind is not StepKind.GROUP]


def test_the_fewest_steps_that_show_what_is_needed_in_an_order_that_can_be_followed() -> None:
    found = proposed(
        {
            "x:both": (["knots", "ropes"], Holds("x:first"), None),
            "x:first": (["stars"], None, None),
            "x:knots": (["knots"], None, None),
            "x:ropes": (["ropes"], None, None),
        },
        [HasSkill("knots"), HasSkill("ropes"), HasSkill("stars")],
    )
    assert [one for one, optional in earned(found) if not optional] == ["x:first", "x:both"]
    assert found.gaps == ()


def test_every_step_says_why_it_is_there() -> None:
    found = proposed(
        {"x:b": (["knots"], Holds("x:a"), None), "x:a": ([], None, None)}, [HasSkill("knots")],
        learners=[["x:a", "x:b"]] * 5,
    )  # fmt: skip
    assert set(found.reasons) == {step.id for step in found.pathway.steps}
    assert found.reasons["x:a"] == ("Asked for by B.",)
    assert found.reasons["x:b"] == (
        "Shows what is needed: knots.",
        "5 of 5 learners who went on from A earned it next.",
    )


def test_two_that_show_the_same_are_a_choice() -> None:
    found = proposed({"x:a": (["knots"], None, None), "x:b": (["knots"], None, None)}, [HasSkill("knots")])
    group = found.pathway.steps[-1]
    assert (group.kind, group.condition.steps, group.condition.least) == (StepKind.GROUP, ("x:a", "x:b"), 1)  # type: ignore[union-attr]
    for one in ("x:a", "x:b"):
        assert progress(found.pathway, Holdings((Award(one),)), TODAY, {}).reached
    assert not progress(found.pathway, Holdings(), TODAY, {}).reached


def test_what_would_be_nice_is_optional_and_comes_last() -> None:
    found = proposed(
        {
            "x:a": (["knots"], None, None),
            "x:z": (["songs"], Holds("x:a"), None),
            "x:y": (["songs"], Holds("x:no"), None),
        },
        [HasSkill("knots")],
        [HasSkill("songs")],
    )
    assert earned(found) == [("x:a", False), ("x:z", True)]


def test_what_nothing_teaches_is_a_gap_and_the_rest_is_drafted() -> None:
    found = proposed({"x:a": (["knots"], None, None)}, [HasSkill("knots"), HasSkill("sails")])
    assert found.gaps == (HasSkill("sails"),)
    assert earned(found) == [("x:a", False)]


def test_toward_a_credential_it_ends_there() -> None:
    found = proposed(
        {"x:end": ([], Holds("x:a"), None), "x:a": ([], None, None)}, [Holds("x:end")], destination="x:end"
    )
    assert earned(found) == [("x:a", False), ("x:end", False)]
    assert found.pathway.ends == ("x:end",)


def test_a_milestone_stands_where_a_level_ends() -> None:
    found = proposed(
        {"x:a": (["knots"], None, 1.0), "x:b": (["ropes"], None, 2.0), "x:c": (["stars"], None, 2.0)},
        [HasSkill("knots"), HasSkill("ropes"), HasSkill("stars")],
    )
    assert [step.role for step in found.pathway.steps] == [Role.MILESTONE, Role.NONE, Role.NONE]


def test_where_nothing_asks_for_an_order_history_gives_it() -> None:
    offered = {"x:a": (["knots"], None, None), "x:b": (["ropes"], None, None)}
    found = proposed(offered, [HasSkill("knots"), HasSkill("ropes")], learners=[["x:b", "x:a"]] * 5)
    assert [one for one, _ in earned(found)] == ["x:b", "x:a"]


def test_what_isnt_known_is_listed() -> None:
    way = Ways([Way("x:a", None, {"knots": 0.0})])
    known = {"x:a": Credential("x:a", "A", "x", "X", PLACE, offerings=(Offering("o", "https://x.example/", cost=1.0),))}
    found = draft("x:w", "W", "x", Wanted("x:job", (HasSkill("knots"),)), ways=way, credentials=known)
    assert found.unknown == ("The hours aren't stated for 1 of 1 steps.", "The level isn't stated for 1 of 1 steps.")


def test_nothing_to_show_gives_no_steps_and_all_gaps() -> None:
    found = proposed({}, [HasSkill("knots")])
    assert found.pathway.steps == ()
    assert found.gaps == (HasSkill("knots"),)
