"""An upgrade of a vocabulary in the sea school: what is carried through it, what it touches, why suggestions change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.tables import Tables, frame, merged, rows_of
from graph.from_tables import credentials_from_tables
from recommender.changes import (
    AdviceChange,
    Asked,
    CredentialChange,
    Forwards,
    Touched,
    compared,
    forwarded,
    retagged,
    touched,
)
from recommender.changes import touched_pathways as pathways_touched
from recommender.goal_view import goal_view
from skills_taxonomy.versions import VocabularyChange, diff, version_of
from tests import world
from tests.recommender.asking import query
from tests.recommender.conftest import compiled

HITCHES = "esco:skill/hitches"
SIGNALS = "esco:skill/signals"
OLD = "old"
NEW = "new"

Edit = Callable[[dict[str, list[dict[str, Any]]]], None]


def edited(*edits: Edit, tables: Tables | None = None) -> Tables:
    """The sea school with some rows changed."""
    frames = {name: rows_of(table) for name, table in (tables or world.tables()).items()}
    for edit in edits:
        edit(frames)
    return Tables({name: frame(name, rows) for name, rows in frames.items()})


def skill(id_: str, label: str, **more: Any) -> Edit:
    row = {"id": id_, "vocabulary": "esco", "label": label, "kind": "skill", **more}
    return lambda frames: frames["skills"].append(world._placed("esco", "old.csv", 2, **row))


def taught(credential: str, id_: str | None, label: str, weight: float | None = None) -> Edit:
    row = {"credential": credential, "skill": id_, "label": label, "weight": weight, "how": "stated"}
    return lambda frames: frames["credential_skills"].append(world._placed("sea", "extra.csv", 7, **row))


def labelled(id_: str, *others: str, label: str = "") -> Edit:
    def edit(frames: dict[str, list[dict[str, Any]]]) -> None:
        for row in frames["skills"]:
            if row["id"] == id_:
                row |= {"alt_labels": list(others), "label": label or row["label"]}

    return edit


def without(id_: str, *tables: str) -> Edit:
    def edit(frames: dict[str, list[dict[str, Any]]]) -> None:
        for name in tables or ("skills", "occupation_skills"):
            frames[name] = [row for row in frames[name] if id_ not in row.values()]

    return edit


def requiring(credential: str, requirement: str) -> Edit:
    def edit(frames: dict[str, list[dict[str, Any]]]) -> None:
        for row in frames["credentials"]:
            if row["id"] == credential:
                row["requirement"] = requirement

    return edit


def change(older: Tables, newer: Tables) -> VocabularyChange:
    return diff(version_of(older), version_of(newer), before=OLD, after=NEW)


@pytest.fixture
def split_knots() -> tuple[Tables, Tables]:
    """Hitches were a skill of their own, which the deckhand's certificate states; now they are a name of knots."""
    stated = (taught(world.DECKHAND, HITCHES, "make hitches", 0.25), requiring(world.RADIO, f'{{"skill":"{HITCHES}"}}'))
    older = edited(skill(HITCHES, "make hitches"), *stated)
    return older, edited(labelled(world.KNOTS, "make hitches"), *stated)


# -- what is carried -------------------------------------------------------------------------------------------------


def test_a_credential_keeps_its_skill_through_a_merge_and_the_line_says_so(
    split_knots: tuple[Tables, Tables],
) -> None:
    older, newer = split_knots
    tables, told = forwarded(newer, Forwards.of([change(older, newer)]))
    rows = [row for row in rows_of(tables["credential_skills"]) if row["credential"] == world.DECKHAND]
    knots = [row for row in rows if row["skill"] == world.KNOTS]
    assert len(knots) == 1, "two statements became one"
    assert knots[0]["weight"] == pytest.approx(0.75)
    assert HITCHES not in {row["skill"] for row in rows}
    assert f"{HITCHES} (make hitches) was merged into {world.KNOTS}" in knots[0]["origin"]
    assert "in new (inferred, since its preferred label is an alternate label there)" in knots[0]["origin"]
    assert {(one.table, one.owner, one.now) for one in told} == {
        ("credential_skills", world.DECKHAND, world.KNOTS),
        ("credentials", world.RADIO, world.KNOTS),
    }


def test_a_requirement_asks_for_what_the_skill_has_become(split_knots: tuple[Tables, Tables]) -> None:
    older, newer = split_knots
    tables, _ = forwarded(newer, Forwards.of([change(older, newer)]))
    radio = next(one for one in credentials_from_tables(tables) if one.id == world.RADIO)
    assert repr(radio.requirement) == f"HasSkill(skill={world.KNOTS!r}, level=0.0, credits=0.0)"
    assert HITCHES in radio.provenance.origin


def test_what_other_sets_say_of_it_is_carried_too_and_stands_there_once(split_knots: tuple[Tables, Tables]) -> None:
    older, newer = split_knots
    place = {"issuer": "other", "source": "o", "locator": "o.csv:2"}
    asked = [{"occupation": world.DECKHAND_JOB, "skill": s, "relation": "essential"} for s in (HITCHES, world.KNOTS)]
    both = merged([newer, Tables({"occupation_skills": frame("occupation_skills", [row | place for row in asked])})])
    tables, _ = forwarded(both, Forwards.of([change(older, newer)]))
    needs = [row["skill"] for row in rows_of(tables["occupation_skills"]) if row["occupation"] == world.DECKHAND_JOB]
    assert sorted(needs) == sorted([world.KNOTS, world.ROWING])


def test_a_withdrawn_skill_is_left_as_it_is_stated() -> None:
    stated = taught(world.RADIO, SIGNALS, "wave flags")
    older, newer = edited(skill(SIGNALS, "wave flags"), stated), edited(stated)
    tables, told = forwarded(newer, Forwards.of([change(older, newer)]))
    assert told == ()
    assert SIGNALS in tables["credential_skills"]["skill"].tolist()


def test_a_label_without_identifier_goes_where_its_skill_went() -> None:
    stated = taught(world.RADIO, None, "Make hitches")
    older, newer = edited(skill(HITCHES, "make hitches"), stated), edited(labelled(world.KNOTS, "make hitches"), stated)
    tables, told = forwarded(newer, Forwards.of([change(older, newer)]))
    assert [one.now for one in told] == [world.KNOTS]
    assert world.KNOTS in {
        row["skill"] for row in rows_of(tables["credential_skills"]) if row["label"] == "Make hitches"
    }


def test_a_merged_skill_that_is_still_listed_as_out_of_use_is_carried_on_and_found_no_more() -> None:
    stated = (taught(world.RADIO, HITCHES, "make hitches"), taught(world.SKIPPER, None, "Make hitches"))
    replaced = {"subject": HITCHES, "predicate": "replaced by", "object": world.KNOTS}

    def says(frames: dict[str, list[dict[str, Any]]]) -> None:
        frames["skill_relations"].append(world._placed("esco", "relations.csv", 9, **replaced))

    older = edited(skill(HITCHES, "make hitches"), *stated)
    newer = edited(skill(HITCHES, "make hitches", status="obsolete"), says, *stated)
    differs = change(older, newer)
    tables, told = forwarded(newer, Forwards.of([differs]))
    assert {(one.owner, one.now) for one in told} == {(world.RADIO, world.KNOTS), (world.SKIPPER, world.KNOTS)}
    assert "so it is stated" in told[0].note
    assert HITCHES not in tables["skills"]["id"].tolist()
    assert HITCHES in tables["skill_relations"]["subject"].tolist(), "what the publisher says of it stays"
    assert {touch.harmless for one in touched(older, newer, differs) for touch in one.touches} == {True}


def test_a_label_still_leads_to_its_skill_when_that_is_called_otherwise() -> None:
    stated = taught(world.RADIO, None, "tie knots")
    older, newer = edited(stated), edited(labelled(world.KNOTS, label="work with rope"), stated)
    _, told = forwarded(newer, Forwards.of([change(older, newer)]))
    assert [one.now for one in told] == [world.KNOTS]


def test_nothing_is_changed_where_nothing_is_merged_or_renamed() -> None:
    tables = world.tables()
    again, told = forwarded(tables, Forwards.of([change(tables, tables)]))
    assert again is tables
    assert told == ()


# -- what is touched -------------------------------------------------------------------------------------------------


def codes(found: tuple[Touched, ...]) -> dict[str, list[str]]:
    return {one.id: [touch.code for touch in one.touches] for one in found}


def test_touched_are_those_that_state_or_ask_for_what_changed_each_with_its_line(
    split_knots: tuple[Tables, Tables],
) -> None:
    older, newer = split_knots
    found = touched(older, newer, change(older, newer))
    assert codes(found) == {world.DECKHAND: ["merged"], world.RADIO: ["requires"]}
    (touch,) = next(one for one in found if one.id == world.DECKHAND).touches
    assert touch.harmless
    assert "carried on" in touch.text
    assert touch.evidence[0].locator == "extra.csv:7"


def test_a_skill_withdrawn_without_successor_is_reported_and_a_renamed_one_does_no_harm() -> None:
    stated = taught(world.RADIO, SIGNALS, "wave flags")
    older = edited(skill(SIGNALS, "wave flags"), stated)
    newer = edited(labelled(world.KNOTS, label="work with rope"), stated)
    found = touched(older, newer, change(older, newer))
    assert codes(found) == {world.DECKHAND: ["renamed"], world.RADIO: ["withdrawn"]}
    harmless = {touch.code: touch.harmless for one in found for touch in one.touches}
    assert harmless == {"renamed": True, "withdrawn": False}


def test_a_label_that_leads_elsewhere_is_reported() -> None:
    stated = taught(world.RADIO, None, "wave flags")
    older, newer = edited(skill(SIGNALS, "wave flags"), stated), edited(stated)
    (found,) = touched(older, newer, change(older, newer))
    assert "which led to esco:skill/signals before and nothing known in new" in found.touches[0].text


def test_pathways_are_touched_through_their_steps_and_their_destination() -> None:
    def to_job(frames: dict[str, list[dict[str, Any]]]) -> None:
        frames["pathways"][0]["destination"] = world.SKIPPER_JOB

    stated = taught(world.RADIO, SIGNALS, "wave flags")
    older = edited(skill(SIGNALS, "wave flags"), stated, to_job)
    newer = edited(without(world.RADIO_SKILL, "occupation_skills"), stated, to_job)
    differs = change(older, newer)
    (pathway,) = pathways_touched(newer, differs, touched(older, newer, differs))
    assert [touch.code for touch in pathway.touches] == ["step", "goal"]
    assert world.NAMES[world.RADIO] in pathway.touches[0].text


def test_a_step_that_is_a_skill_is_carried_on_and_told_of(split_knots: tuple[Tables, Tables]) -> None:
    def step(frames: dict[str, list[dict[str, Any]]]) -> None:
        more = {"pathway": world.TO_SKIPPER, "step": "4", "position": 4, "credential": HITCHES}
        frames["pathway_steps"].append(world._placed("sea", "pathways.csv", 6, **more))

    older, newer = (edited(step, tables=tables) for tables in split_knots)
    differs = change(older, newer)
    tables, _ = forwarded(newer, Forwards.of([differs]))
    assert rows_of(tables["pathway_steps"])[-1]["credential"] == world.KNOTS
    (pathway,) = pathways_touched(newer, differs, ())
    assert pathway.touches[0].harmless
    assert pathway.touches[0].text.startswith(f"Has a step of its own for {HITCHES}")


# -- why suggestions changed -----------------------------------------------------------------------------------------


def why(tmp_path: Path, older: Tables, newer: Tables, **asked: Any) -> AdviceChange:
    """The same question to both, with what differs between the vocabularies."""

    def side(name: str, tables: Tables) -> Asked:
        (tmp_path / name).mkdir()
        snapshot = compiled(tmp_path / name, tables)
        question = query(**asked)
        return Asked(snapshot, question, goal_view(snapshot, question.goal) if question.goal is not None else None)

    return compared(side("old", older), side("new", newer), change(older, newer))


def of(found: AdviceChange, credential: str) -> CredentialChange:
    return next(one for one in (*found.credentials, *found.stayed) if one.credential == credential)


def test_the_same_vocabulary_gives_the_same_list(tmp_path: Path) -> None:
    found = why(tmp_path, world.tables(), world.tables(), job=world.DECKHAND_JOB)
    assert found.same
    assert found.goal == ()


def test_a_need_that_is_gone_is_named_as_the_cause(tmp_path: Path) -> None:
    newer = edited(without(world.RADIO_SKILL, "occupation_skills"))
    found = why(tmp_path, world.tables(), newer, job=world.SKIPPER_JOB, holds=(world.DECKHAND,))
    radio = of(found, world.RADIO)
    assert found.same
    assert radio.how == "stayed"
    part = next(part for part in radio.parts if part.name == "goal_skills")
    assert part.before is not None
    assert (part.before > 0, part.after) == (True, 0.0)
    assert radio.causes[0] == (
        "The goal no longer asks for 'use a marine radio' (listed as optional before) "
        "(skipper: optional before and not asked for now in new)."
    )


def test_what_enters_and_what_leaves_is_told_with_the_need_that_caused_it(tmp_path: Path) -> None:
    def radio_only(frames: dict[str, list[dict[str, Any]]]) -> None:
        """A deckhand is asked for nothing but the radio."""
        others = [row for row in frames["occupation_skills"] if row["occupation"] != world.DECKHAND_JOB]
        asked = {"occupation": world.DECKHAND_JOB, "skill": world.RADIO_SKILL, "relation": "essential"}
        frames["occupation_skills"] = [*others, world._placed("esco", "needs.csv", 2, **asked)]

    found = why(tmp_path, edited(radio_only), world.tables(), job=world.DECKHAND_JOB, limit=1)
    assert {one.credential: one.how for one in found.credentials} == {world.DECKHAND: "entered", world.RADIO: "left"}
    told = " ".join(of(found, world.DECKHAND).causes)
    assert "The goal asks for 'tie knots' (listed as essential) now, and didn't before" in told
    assert "The goal no longer asks for 'use a marine radio'" in " ".join(of(found, world.RADIO).causes)


def test_a_skill_merged_on_both_sides_is_no_difference(tmp_path: Path, split_knots: tuple[Tables, Tables]) -> None:
    older, newer = split_knots
    carried, _ = forwarded(newer, Forwards.of([change(older, newer)]))
    found = why(tmp_path, older, carried, job=world.DECKHAND_JOB)
    told = " ".join(cause for one in found.stayed for cause in one.causes)
    assert found.same
    assert "hitches" not in told


def test_a_credential_that_is_no_longer_linked_is_named(tmp_path: Path) -> None:
    newer = edited(without(world.RADIO, "credential_skills"))
    found = why(tmp_path, world.tables(), newer, job=world.SKIPPER_JOB, holds=(world.DECKHAND,))
    told = " ".join(of(found, world.RADIO).causes)
    assert "no longer linked with 'use a marine radio'" in told


def test_a_credential_that_is_new_says_that_it_was_not_in_the_catalogue(tmp_path: Path) -> None:
    older = edited(
        without(world.RADIO, "credential_skills", "credentials", "offerings", "pathway_steps"),
    )
    found = why(tmp_path, older, world.tables(), job=world.SKIPPER_JOB, holds=(world.DECKHAND,))
    radio = next(one for one in found.credentials if one.credential == world.RADIO)
    assert (radio.before, radio.how) == (None, "entered")
    assert "It isn't in the catalogue" in radio.causes[0]


def test_texts_in_which_other_skills_are_found_are_listed_though_nothing_is_stated(tmp_path: Path) -> None:
    def found_in_text(frames: dict[str, list[dict[str, Any]]]) -> None:
        row = {"credential": world.RADIO, "skill": world.KNOTS, "label": "tie knots", "how": "lemma", "confidence": 0.8}
        frames["credential_skills"].append(world._placed("sea", "credentials.csv", 3, **row))

    older, newer = world.tables(), edited(found_in_text)
    snapshots = []
    for name, tables in (("old", older), ("new", newer)):
        (tmp_path / name).mkdir()
        snapshots.append(compiled(tmp_path / name, tables))
    (one,) = retagged(snapshots[0], snapshots[1], change(older, newer))
    assert one.id == world.RADIO
    assert "'tie knots' (esco:skill/knots) is found in its text now." in one.touches[0].text
