"""Tables joined into credentials and pathways."""

from __future__ import annotations

import time
from datetime import date

import pytest

from data.tables import TableRows, Tables
from graph.credentials import Availability, Credential, attested
from graph.errors import InvalidRequirement
from graph.from_tables import credentials_from_tables, pathways_from_tables
from graph.pathways import Step
from graph.requirements import Holds
from skills_taxonomy.types import Provenance
from tests import world


def by_id(tables: Tables) -> dict[str, Credential]:
    return {credential.id: credential for credential in credentials_from_tables(tables)}


def test_a_credential_comes_with_what_it_teaches_asks_for_and_how_to_begin_it() -> None:
    skipper = by_id(world.tables())[world.SKIPPER]
    assert skipper.requirement == Holds(world.DECKHAND)
    assert [(one.skill, one.weight, one.confidence) for one in skipper.teaches] == [
        (world.SAILING, 0.4, 1.0),
        (world.NAVIGATION, 0.6, 1.0),
    ]
    (offering,) = skipper.offerings
    assert (offering.opens, offering.closes, offering.cost) == (date(2026, 1, 1), date(2026, 12, 31), 100.0)
    assert skipper.availability(world.TODAY) is Availability.OPEN
    assert skipper.provenance == Provenance("world", "credentials.csv:4")


def test_what_is_not_known_stays_unknown() -> None:
    bare = by_id(world.tables(credentials=[{"id": "sea:BARE", "name": "Bare"}]))["sea:BARE"]
    assert (bare.requirement, bare.hours, bare.level_rank, bare.validity_months) == (None, None, None, None)
    assert (bare.description, bare.teaches, bare.offerings, bare.occupations) == ("", (), (), ())
    assert bare.availability(world.TODAY) is Availability.UNKNOWN
    assert not bare.withdrawn


def test_withdrawn_and_replaced_credentials_say_so() -> None:
    row = {"id": "sea:OLD", "name": "Old", "status": "withdrawn", "superseded_by": world.SKIPPER, "occupations": ["a"]}
    old = by_id(world.tables(credentials=[row]))["sea:OLD"]
    assert (old.withdrawn, old.superseded_by, old.occupations) == (True, world.SKIPPER, ("a",))


def test_weights_that_are_not_stated_are_equal_shares_and_labels_alone_are_left_out() -> None:
    def row(skill: str | None) -> dict[str, object]:
        return {"credential": world.RADIO, "skill": skill, "label": "something", "how": "stated"}

    radio = by_id(world.tables(credential_skills=[row(world.KNOTS), row(None)]))[world.RADIO]
    assert [(one.skill, one.weight) for one in radio.teaches] == [(world.RADIO_SKILL, 1.0), (world.KNOTS, 0.5)]


def test_what_an_issuer_states_is_attested_and_what_was_read_out_of_a_text_is_not() -> None:
    read = {"credential": world.RADIO, "skill": world.KNOTS, "label": "knots", "how": "lemma", "confidence": 0.6}
    assert attested(credentials_from_tables(world.tables(credential_skills=[read]))) == {
        world.DECKHAND: {world.KNOTS: 0.0, world.ROWING: 0.0},
        world.RADIO: {world.RADIO_SKILL: 0.0},
        world.SKIPPER: {world.SAILING: 0.0, world.NAVIGATION: 0.0},
    }


def test_a_requirement_that_cannot_be_read_is_told_with_its_line() -> None:
    row = {"id": "sea:BAD", "name": "Bad", "requirement": '{"holds":7}'}
    with pytest.raises(InvalidRequirement, match=r"extra\.csv:2"):
        credentials_from_tables(world.tables(credentials=[row]))


def test_a_pathway_comes_with_its_steps_in_order() -> None:
    step = {"pathway": world.TO_SKIPPER, "step": "0", "position": 0, "credential": "x:first"}
    (pathway,) = pathways_from_tables(
        world.tables(pathway_steps=[step | {"requirement": '{"holds":"x:zero"}', "optional": None}])
    )
    assert pathway.destination == world.SKIPPER
    assert [one.credential for one in pathway.steps] == ["x:first", *world.NAMES]
    assert pathway.steps[0] == Step("0", 0, "x:first", False, Holds("x:zero"))


def test_fifty_thousand_credentials_are_joined_in_seconds() -> None:
    rows = TableRows("x", "made-up")
    for n in range(50_000):
        rows.add(
            "credentials", locator=f"c.csv:{n}", id=f"x:{n}", name="Knots", requirement=f'{{"holds":"x:{n % 99}"}}'
        )
        rows.add("offerings", locator=f"o.csv:{n}", id=f"x:{n}#1", credential=f"x:{n}", opens="2026-01-01")
        for skill in ("x:skill/a", "x:skill/b"):
            place = f"s.csv:{n}"
            rows.add("credential_skills", locator=place, credential=f"x:{n}", skill=skill, label="a", how="stated")
    tables = rows.tables()
    start = time.process_time()
    assert len(credentials_from_tables(tables)) == 50_000
    assert time.process_time() - start < 20
