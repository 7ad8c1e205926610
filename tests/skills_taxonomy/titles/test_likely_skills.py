"""Skills of an occupation: what is published of it first, else what occupations like it ask for."""

from __future__ import annotations

from skills_taxonomy.titles.likely_skills import LikelySkills
from skills_taxonomy.titles.names import names_of
from tests.skills_taxonomy.titles import world


def test_published_skills_come_first() -> None:
    tables = world.tables()
    ranked = LikelySkills(tables, names_of(tables), ["technology"]).ranked("a:sailor")
    assert {one.skill for one in ranked[:2]} == {"k:knots", "k:row"}
    assert [one.published for one in ranked] == [True, True, False, False, False]


def test_an_occupation_without_skills_gets_those_of_its_likes() -> None:
    tables = world.tables()
    ranker = LikelySkills(tables, names_of(tables), ["technology"], hidden=["a:nursedir", "b:programmer"])
    assert [ranker.ranked(one, 1)[0].skill for one in ("a:nursedir", "b:programmer")] == ["k:care", "k:java"]
    assert not ranker.ranked("a:nursedir", 1)[0].published


def test_its_own_words_name_a_skill() -> None:
    tables = world.tables()
    ranker = LikelySkills(tables, names_of(tables), ["technology"], hidden=["a:sailor"])
    scores = dict(zip(ranker.skills, ranker.scores("a:sailor").tolist(), strict=True))
    assert scores["k:knots"] > scores["k:java"]
    assert scores["k:row"] >= 0.0
