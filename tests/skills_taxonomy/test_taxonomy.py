"""What stands above and beside a skill, and which occupations are the same job."""

from __future__ import annotations

from data.tables import Tables, frame
from skills_taxonomy.taxonomy import crosswalk, occupation_hierarchy, skill_hierarchy
from tests.skills_taxonomy.small_world import row, tables


def broader(*pairs: str) -> Tables:
    rows = [row(subject=pair[0], predicate="broader", object=pair[1]) for pair in pairs]
    return Tables({"skill_relations": frame("skill_relations", rows)})


def test_ancestors_come_nearest_first_each_once() -> None:
    assert skill_hierarchy(broader("ab", "ac", "bd", "cd", "de")).ancestors("a") == ("b", "c", "d", "e")


def test_a_circle_ends() -> None:
    assert skill_hierarchy(broader("ab", "ba")).ancestors("a") == ("b",)


def test_siblings_share_a_broader_skill() -> None:
    assert skill_hierarchy(broader("at", "bt", "cu")).siblings("a") == ("b",)
    assert skill_hierarchy(broader("at")).siblings("z") == ()


def test_only_matches_are_crosswalks_and_only_broader_is_hierarchy() -> None:
    assert crosswalk(tables()) == {
        "esco:occupation/3": (("onet:29-1141.00", 1.0),),
        "onet:29-1141.00": (("esco:occupation/3", 1.0),),
    }
    assert occupation_hierarchy(tables()).ancestors("esco:occupation/2") == ("esco:isco/C2511",)
