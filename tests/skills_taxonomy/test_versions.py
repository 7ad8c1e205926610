"""Versions of a vocabulary: every difference is found once, in its class, and none is lost."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import case
from data.default import read_default
from data.tables import Tables, frame, rows_of
from skills_taxonomy.versions import Concept, Version, VocabularyChange, applied, diff, version_of
from skills_taxonomy.versions.applying import labels_of
from skills_taxonomy.versions.changes import How
from tests import world
from tests.skills_taxonomy.older_version import Derived, derived


def tables(*, relations: tuple[tuple[str, str, str], ...] = (), **skills: Any) -> Tables:
    """Skills by identifier: a label, or a dictionary of columns."""
    rows = [
        {"id": f"x:{id_}", "vocabulary": "x", **({"label": said} if isinstance(said, str) else said)}
        for id_, said in skills.items()
    ]
    said = [{"subject": f"x:{a}", "predicate": p, "object": f"x:{b}"} for a, p, b in relations]
    place = {"issuer": "x", "source": "s", "locator": "f:2"}
    return Tables({
        "skills": frame("skills", [{**row, **place} for row in rows]),
        "skill_relations": frame("skill_relations", [{**row, **place} for row in said]),
    })  # fmt: skip


def changed(older: Tables, newer: Tables) -> VocabularyChange:
    return diff(version_of(older), version_of(newer))


def classes(change: VocabularyChange) -> set[str]:
    return {name for name, count in change.counts().items() if count}


# -- one difference each ---------------------------------------------------------------------------------------------


def test_a_new_preferred_label_is_a_renaming() -> None:
    change = changed(tables(k="tie knots"), tables(k="tie ropes"))
    (renamed,) = change.renamed
    assert (renamed.concept.id, renamed.before, renamed.concept.label) == ("x:k", "tie knots", "tie ropes")
    assert classes(change) == {"renamed"}


def test_other_labels_are_listed_apart_from_renamings() -> None:
    older, newer = {"label": "knots", "alt_labels": ["a", "b"]}, {"label": "knots", "alt_labels": ["c", "b"]}
    change = changed(tables(k=older), tables(k=newer))
    (one,) = change.relabelled
    assert (one.gained, one.lost) == (("c",), ("a",))
    assert classes(change) == {"relabelled"}


def test_a_skill_that_says_what_replaces_it_is_merged_and_that_is_not_called_inferred() -> None:
    newer = tables(k="tie knots", relations=(("h", "replaced by", "k"),))
    (merged,) = changed(tables(k="tie knots", h="make hitches"), newer).merged
    assert (merged.concept.id, merged.into.id, merged.how) == ("x:h", "x:k", How.STATED)
    assert not merged.how.inferred


def test_a_skill_that_is_listed_as_obsolete_is_gone() -> None:
    older, newer = tables(k="tie knots", h="make hitches"), tables(
        k="tie knots", h={"label": "make hitches", "status": "obsolete"}
    )  # fmt: skip
    change = changed(older, newer)
    assert [concept.id for concept in change.withdrawn] == ["x:h"]


def test_what_replaces_it_is_followed_through_what_is_gone_too() -> None:
    newer = tables(k="tie knots", relations=(("h", "replaced by", "m"), ("m", "replaced by", "k")))
    (merged,) = changed(tables(k="tie knots", h="make hitches"), newer).merged
    assert merged.into.id == "x:k"


def test_a_circle_of_replacements_ends_in_a_withdrawal() -> None:
    newer = tables(k="tie knots", relations=(("h", "replaced by", "m"), ("m", "replaced by", "h")))
    assert classes(changed(tables(k="tie knots", h="make hitches"), newer)) == {"withdrawn"}


def test_without_a_statement_a_merge_is_inferred_from_one_alternate_label() -> None:
    newer = tables(k={"label": "tie knots", "alt_labels": ["Make  Hitches"]})
    change = changed(tables(k="tie knots", h="make hitches"), newer)
    (merged,) = change.merged
    assert (merged.into.id, merged.how, merged.how.inferred) == ("x:k", How.ALTERNATE_LABEL, True)
    assert classes(change) == {"merged", "relabelled"}


def test_two_that_could_follow_it_are_no_ground_to_choose() -> None:
    both = {"alt_labels": ["make hitches"]}
    newer = tables(k={"label": "tie knots", **both}, s={"label": "splice", **both})
    change = changed(tables(k="tie knots", s="splice", h="make hitches"), newer)
    assert [concept.id for concept in change.withdrawn] == ["x:h"]


def test_a_skill_of_another_kind_does_not_follow_it() -> None:
    newer = tables(k={"label": "tie knots", "alt_labels": ["make hitches"], "kind": "knowledge"})
    older = tables(k={"label": "tie knots", "kind": "knowledge"}, h={"label": "make hitches", "kind": "skill"})
    assert [concept.id for concept in changed(older, newer).withdrawn] == ["x:h"]


def test_a_new_identifier_for_the_same_label_is_followed() -> None:
    (merged,) = changed(tables(old="tie knots"), tables(new="tie knots")).merged
    assert (merged.into.id, merged.how) == ("x:new", How.SAME_LABEL)


def test_several_stated_successors_are_a_split() -> None:
    newer = tables(a="tie", b="splice", relations=(("k", "replaced by", "a"), ("k", "replaced by", "b")))
    (split,) = changed(tables(k="ropework"), newer).split
    assert ([part.id for part in split.into], split.gone) == (["x:a", "x:b"], True)


def test_an_alternate_label_that_becomes_a_skill_of_its_own_is_split_off() -> None:
    older = tables(k={"label": "ropework", "alt_labels": ["splice"]})
    change = changed(older, tables(k="ropework", s="splice"))
    (split,) = change.split
    assert (split.concept.id, [part.id for part in split.into], split.gone) == ("x:k", ["x:s"], False)
    assert not change.added, "it is in one class"


def test_another_broader_skill_is_a_move() -> None:
    older = tables(k="tie", a="ropes", b="boats", relations=(("k", "broader", "a"),))
    change = changed(older, tables(k="tie", a="ropes", b="boats", relations=(("k", "broader", "b"),)))
    (moved,) = change.moved
    assert (moved.before, moved.concept.broader) == (("x:a",), ("x:b",))
    assert classes(change) == {"moved"}


def test_other_relations_and_other_texts_have_their_classes() -> None:
    older = tables(k={"label": "tie", "description": "With rope."}, a="ropes")
    newer = tables(k={"label": "tie", "description": "With string."}, a="ropes", relations=(("k", "related", "a"),))
    change = changed(older, newer)
    assert classes(change) == {"described", "links"}
    assert change.described[0].aspects == ("description",)


def test_what_an_occupation_asks_for_is_gained_lost_or_asked_for_differently() -> None:
    newer = world.tables()
    needs = [row for row in rows_of(newer["occupation_skills"]) if row["skill"] != world.KNOTS]
    for row in needs:
        if row["skill"] == world.RADIO_SKILL:
            row["relation"] = "essential"
    frames = {name: newer[name] for name in ("skills", "occupations", "skill_relations")}
    older = Tables({**frames, "occupation_skills": frame("occupation_skills", needs)})
    found = {(one.skill, one.before, one.after) for one in changed(older, newer).needs}
    assert found == {(world.KNOTS, "", "essential"), (world.RADIO_SKILL, "essential", "optional")}


def test_a_published_framework_says_itself_what_replaces_an_item(tmp_path: Path) -> None:
    def package(name: str, items: dict[int, str], replaced: tuple[tuple[int, int], ...] = ()) -> Version:
        file = tmp_path / name
        links = [
            {"associationType": "replacedBy", "originNodeURI": _item(one), "destinationNodeURI": _item(other)}
            for one, other in replaced
        ]
        stated = [_item(number) | {"fullStatement": text} for number, text in items.items()]
        file.write_text(json.dumps({"CFItems": stated, "CFAssociations": links}))
        return version_of(case.read(file).tables)

    older = package("one.json", {1: "Tie a bowline", 2: "Tie a hitch", 3: "Coil a rope"})
    change = diff(older, package("two.json", {1: "Tie knots", 2: "Tie a hitch"}, ((2, 1),)))
    (merged,) = change.merged
    assert (merged.concept.label, merged.into.label, merged.how) == ("Tie a hitch", "Tie knots", How.STATED)
    assert [one.before for one in change.renamed] == ["Tie a bowline"]
    assert [concept.label for concept in change.withdrawn] == ["Coil a rope"]


def _item(number: int) -> dict[str, str]:
    return {"identifier": f"20000000-0000-4000-8000-{number:012d}"}


# -- laws ------------------------------------------------------------------------------------------------------------

_LABELS = st.sampled_from(("knots", "hitches", "splices", "sails", "oars"))
_IDS = st.sampled_from(("x:a", "x:b", "x:c", "x:d", "x:e", "x:f"))


@st.composite
def versions(draw: st.DrawFn) -> Version:
    """A small vocabulary in which labels are often shared, and that says of some concepts what replaces them."""
    ids = draw(st.lists(_IDS, unique=True))
    concepts = {
        id_: Concept(
            id_,
            "skill",
            draw(_LABELS),
            tuple(sorted(draw(st.sets(_LABELS, max_size=2)))),
            tuple(sorted(draw(st.sets(_IDS, max_size=1)))),
            kind=draw(st.sampled_from(("skill", "knowledge"))),
            description=draw(st.sampled_from(("", "words"))),
        )
        for id_ in ids
    }
    replaced = draw(st.dictionaries(_IDS, st.sets(_IDS, min_size=1, max_size=2).map(tuple), max_size=2))
    needs = draw(st.dictionaries(_IDS, st.dictionaries(_IDS, st.sampled_from(("essential", "optional"))), max_size=2))
    links = draw(st.frozensets(st.tuples(_IDS, st.just("related"), _IDS), max_size=3))
    return Version(concepts, replaced, needs, links)


@given(versions())
def test_a_version_does_not_differ_from_itself(one: Version) -> None:
    assert diff(one, one).empty


@given(versions(), versions())
@settings(max_examples=200)
def test_what_comes_one_way_goes_the_other(one: Version, other: Version) -> None:
    there, back = diff(one, other), diff(other, one)
    assert there.coming == back.going == other.concepts.keys() - one.concepts.keys()
    assert there.going == back.coming == one.concepts.keys() - other.concepts.keys()
    assert {(r.concept.id, r.before, r.concept.label) for r in there.renamed} == {
        (r.concept.id, r.concept.label, r.before) for r in back.renamed
    }
    assert {(n.occupation, n.skill, n.before, n.after) for n in there.needs} == {
        (n.occupation, n.skill, n.after, n.before) for n in back.needs
    }


@given(versions(), versions())
@settings(max_examples=200)
def test_the_changes_laid_over_the_older_version_give_the_newer_one(one: Version, other: Version) -> None:
    assert applied(diff(one, other), one) == labels_of(other)


@given(versions(), versions())
@settings(max_examples=200)
def test_every_identifier_that_comes_or_goes_is_in_one_class(one: Version, other: Version) -> None:
    change = diff(one, other)
    going = [c.id for c in change.withdrawn] + [m.concept.id for m in change.merged]
    going += [s.concept.id for s in change.split if s.gone]
    coming = [c.id for c in change.added] + [part.id for s in change.split if not s.gone for part in s.into]
    assert len(going) == len(set(going))
    assert len(coming) == len(set(coming))
    assert all(merged.into.id in other.concepts for merged in change.merged)


# -- on part of a published vocabulary -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def esco() -> Tables:
    ((_, reading),) = read_default(parts=["esco-1.1.1"])
    return reading.tables


@pytest.fixture(scope="module")
def some(esco: Tables) -> Derived:
    """400 skills and as many occupations of ESCO, and a made-up version before them."""
    return derived(esco, most=400)


def test_what_was_done_to_a_part_of_esco_is_found_again(some: Derived) -> None:
    change = changed(some.older, some.newer)
    assert change.coming == some.added
    assert {renamed.concept.id for renamed in change.renamed} == some.renamed
    assert {merged.concept.id: merged.into.id for merged in change.merged} == dict(some.merged)
    assert {concept.id for concept in change.withdrawn} == some.withdrawn
    assert some.gained <= {(need.occupation, need.skill) for need in change.needs if not need.before}
    assert some.added
    assert some.merged
    assert some.withdrawn


@pytest.mark.slow
def test_the_whole_of_esco_is_compared_in_seconds(esco: Tables) -> None:
    start = time.perf_counter()
    older, newer = version_of(esco), version_of(esco)
    change = diff(older, newer)
    assert change.empty
    assert time.perf_counter() - start < 20, "a few seconds where nothing else runs"
