"""A goal is understood as a person would understand it; what else it could mean is said."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skills_taxonomy.errors import AmbiguousGoal, UnknownGoal
from skills_taxonomy.goals import resolve
from skills_taxonomy.search import Index
from skills_taxonomy.types import Occupation


def understood(index: Index, text: str) -> str:
    occupation = resolve(index, text).occupation
    assert isinstance(occupation, Occupation)
    return occupation.id


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("devops engineer", "onet:15-1252.00"),
        ("DevOps Engineers", "onet:15-1252.00"),
        ("devops enginer", "onet:15-1252.00"),
        ("cyber security", "onet:15-1212.00"),
        ("cloud architect", "esco:occupation/2"),
        ("RN", "onet:29-1141.00"),
        ("i want to be a pilot", "onet:53-2011.00"),
        ("k8s admin", "onet:15-1244.00"),
        ("kubernetes", "onet:15-1244.00"),
        ("15-1241", "onet:15-1241.00"),
        ("esco:occupation/3", "esco:occupation/3"),
        ("http://data.europa.eu/esco/occupation/1", "esco:occupation/1"),
    ],
)
def test_a_goal_is_understood(index: Index, typed: str, id: str) -> None:
    assert understood(index, typed) == id


def test_crosswalked_twins_count_as_one_and_stand_in_also_not_in_alternatives(index: Index) -> None:
    goal = resolve(index, "nurse")
    assert goal.occupation is not None
    assert goal.occupation.id == "onet:29-1141.00"
    assert [(twin.id, confidence) for twin, confidence in goal.also] == [("esco:occupation/3", 1.0)]
    assert [hit.id for hit in goal.alternatives] == ["onet:29-1141.01"]


def test_the_same_preferred_label_in_two_vocabularies_is_one_job(index: Index) -> None:
    goal = resolve(index, "software developer", strict=True)
    assert goal.occupation is not None
    assert {goal.occupation.id, *(twin.id for twin, _ in goal.also)} == {"esco:occupation/1", "onet:15-1252.00"}


def test_strictly_asked_several_meanings_are_an_error_that_names_them(index: Index) -> None:
    with pytest.raises(AmbiguousGoal) as raised:
        resolve(index, "cloud architect", strict=True)
    assert {hit.id for hit in raised.value.choices} >= {"esco:occupation/2", "onet:15-1241.00"}
    assert "cloud engineer" in str(raised.value)


@pytest.mark.parametrize("typed", ["", "qqqqzzzz", "onet:99-9999.99", "99-9999", "😀"])
def test_what_fits_nothing_is_a_goal_without_an_occupation_and_strictly_an_error(index: Index, typed: str) -> None:
    assert resolve(index, typed).occupation is None
    with pytest.raises(UnknownGoal):
        resolve(index, typed, strict=True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.text(max_size=80))
def test_any_text_is_a_goal_or_none_and_asked_twice_gives_the_same(index: Index, text: str) -> None:
    goal = resolve(index, text)
    assert goal == resolve(index, text)
    assert len(goal.alternatives) <= 8
