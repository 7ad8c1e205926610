"""Own skills mapped: the same told from the related, nothing where there is nothing, and alike whenever it is asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.tables import Tables, frame
from skills_taxonomy.linking.texts import texts_of
from skills_taxonomy.mapping import Mapper, Own, targets_of
from skills_taxonomy.mapping.mapper import LEAST
from skills_taxonomy.mapping.targets import folded
from tests.skills_taxonomy.small_world import FROM

SKILLS = {
    "t:knots": ("tie knots", ["knot tying", "make knots"]),
    "t:boats": ("row a boat", ["rowing"]),
    "t:radio": ("use a marine radio", ["operate ship radio"]),
    "t:python": ("Python (computer programming)", ["Python"]),
    "t:care": ("provide nursing care", ["nurse patients"]),
    "t:team": ("manage a team", ["lead a team", "team management"]),
}


@pytest.fixture(scope="module")
def mapper() -> Mapper:
    rows = [
        {"id": id_, "vocabulary": "t", "label": label, "alt_labels": others, "kind": "skill", "description": label}
        | FROM
        for id_, (label, others) in SKILLS.items()
    ]
    return Mapper(targets_of(texts_of(Tables({"skills": frame("skills", rows)}))))


@pytest.mark.parametrize(
    ("label", "skill"),
    [("Tie knots", "t:knots"), ("Python", "t:python"), ("ROWING", "t:boats"), ("Team Management", "t:team")],
)
def test_a_skill_of_the_same_name_is_the_same(mapper: Mapper, label: str, skill: str) -> None:
    (match,) = mapper.matches(Own("own:1", label))
    assert (match.skill, match.relation) in {(skill, "exact match"), (skill, "close match")}
    assert match.confidence >= 0.5
    assert match.covers == pytest.approx(1)
    assert "says 100% of it" in match.evidence


def test_an_alternate_name_helps(mapper: Mapper) -> None:
    bare = {one.skill: one.confidence for one in mapper.matches(Own("own:1", "Ropework"))}
    named = {one.skill: one.confidence for one in mapper.matches(Own("own:1", "Ropework", ("knot tying",)))}
    assert named.get("t:knots", 0.0) > bare.get("t:knots", 0.0)


@pytest.mark.parametrize("label", ["", " ", "!!!", "…"])
def test_what_says_nothing_is_mapped_to_nothing(mapper: Mapper, label: str) -> None:
    assert mapper.matches(Own("own:1", label)) == []


def test_what_has_no_word_in_common_is_mapped_to_nothing_sure(mapper: Mapper) -> None:
    assert all(one.confidence < 0.5 for one in mapper.matches(Own("own:1", "quantum chromodynamics")))


def test_labels_are_folded_alike() -> None:
    assert folded("Tie  Knots (sea)") == folded("tie knots") == "tie knots"
    assert folded("(sea)") == "sea"


NAMES = ["tie", "knots", "row", "a", "boat", "python", "manage", "team", "nursing", "zz"]
WORDS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=5)


@given(WORDS, WORDS)
@settings(max_examples=40, deadline=None)
def test_what_was_mapped_before_changes_nothing(mapper: Mapper, one: list[str], other: list[str]) -> None:
    own = Own("own:1", " ".join(one))
    before = mapper.matches(own)
    mapper.matches(Own("own:2", " ".join(other)))
    assert mapper.matches(own) == before
    assert all(LEAST <= match.confidence <= 1 for match in before)
    assert [match.confidence for match in before] == sorted((match.confidence for match in before), reverse=True)
