"""Titles matched to occupations: names are found, noise changes nothing, doubt is told, an index is kept."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from skills_taxonomy.titles import confidence, evidence, index, storing
from skills_taxonomy.titles.cleaning import clean
from skills_taxonomy.titles.matcher import PUBLISHED, Matcher
from skills_taxonomy.titles.names import names_of
from tests.skills_taxonomy.titles import world


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(index.made(names_of(world.tables())))


def best(matcher: Matcher, title: str, vocabulary: str = "a") -> str:
    return matcher.match(title, 1, vocabularies=[vocabulary]).found[0].matches[0].occupation


@pytest.mark.parametrize(
    ("title", "occupation"),
    [
        ("Software Engineer", "a:dev"),
        ("Sr. Software Eng II (Remote) - London, £40k", "a:dev"),
        ("Senior Staff Nurse Band 6", "a:nurse"),
        ("nursing director", "a:nursedir"),
        ("RN", "a:nurse"),
        ("Ship's chef", "a:cook"),
        ("multi-drop delivery drivers wanted", "a:van"),
    ],
)
def test_what_a_title_names_comes_first(matcher: Matcher, title: str, occupation: str) -> None:
    assert best(matcher, title) == occupation


def test_a_published_title_is_sure_and_says_its_name(matcher: Matcher) -> None:
    found = matcher.match("delivery DRIVER", vocabularies=["a"]).found[0]
    assert (found.matches[0].occupation, found.matches[0].name) == ("a:van", "Delivery Driver")
    assert (found.matches[0].confidence, found.abstained, found.why) == (PUBLISHED, False, "")


def test_a_title_of_two_occupations_shares_its_confidence(matcher: Matcher) -> None:
    found = matcher.match("Rigger", vocabularies=["a"], least=0.98).found[0]
    assert {one.occupation for one in found.matches[:2]} == {"a:sailor", "a:cook"}
    assert sum(one.confidence for one in found.matches[:2]) == pytest.approx(PUBLISHED, abs=2e-4)
    assert found.abstained
    assert found.why.startswith("2 occupations are called exactly this")


def test_whose_label_it_is_comes_before_who_has_it_besides(matcher: Matcher) -> None:
    found = matcher.match("van drivers", vocabularies=["a"]).found[0]
    assert (found.matches[0].occupation, found.matches[0].confidence) == ("a:van", PUBLISHED)


@pytest.mark.parametrize("title", ["", "?!", "§§§", "qqxzzv"])
def test_a_title_without_a_known_word_gets_nothing(matcher: Matcher, title: str) -> None:
    assert all(one.abstained and one.why and not one.matches for one in matcher.match(title).found)


def test_each_vocabulary_answers_by_itself_and_tells_the_crosswalk(matcher: Matcher) -> None:
    answer = matcher.match("programmer", 3)
    assert [one.vocabulary for one in answer.found] == ["a", "b"]
    assert answer.found[1].matches[0].occupation == "b:programmer"
    assert answer.found[1].matches[0].same == ("a:dev",)


def test_least_decides_what_is_sure_enough(matcher: Matcher) -> None:
    assert not matcher.match("code writer", least=0.0).found[0].abstained
    assert matcher.match("code writer", least=1.0).found[0].abstained


def test_an_index_comes_back_as_it_was(matcher: Matcher, tmp_path: Path) -> None:
    storing.save(matcher.index, tmp_path / "index")
    again = Matcher(storing.load(tmp_path / "index"))
    for title in ("Ward sister", "Java coder, Leeds", "sea cook"):
        assert again.match(title) == matcher.match(title)


def test_a_damaged_index_says_what_to_do(matcher: Matcher, tmp_path: Path) -> None:
    storing.save(matcher.index, tmp_path / "index")
    about = tmp_path / "index" / "about.json"
    about.write_text(json.dumps({"format": 0}), "utf-8")
    with pytest.raises(storing.TitleIndexDamaged, match="format 0") as raised:
        storing.load(tmp_path / "index")
    assert "stackway skills index" in raised.value.hint
    with pytest.raises(storing.TitleIndexDamaged, match="can't be read"):
        storing.load(tmp_path / "nowhere")


def test_names_left_out_are_no_names_but_labels_stay() -> None:
    names = names_of(world.tables(), frozenset({"chef", "ship cooks"}))
    place = names.ids.index("a:cook")
    assert names.names[names.first[place] : names.first[place + 1]] == (
        "Ship Cooks",
        "Galley Cook",
        "Rigger",
        "Van Drivers",
    )


def test_places_behind_a_mark_do_not_count(matcher: Matcher) -> None:
    told = evidence.relevant(clean("Web Developer - Nottingham (Beeston)"), matcher.index)
    assert (told.parts, told.asides) == ((), ())


@given(st.text(max_size=120))
@settings(max_examples=60, deadline=None)
def test_any_text_gets_an_answer_in_order(matcher: Matcher, text: str) -> None:
    for one in matcher.match(text, 3).found:
        sure = [match.confidence for match in one.matches]
        assert sure == sorted(sure, reverse=True)
        assert all(0 <= each <= 1 for each in sure)
        assert one.abstained == bool(one.why)


@given(arrays.arrays(np.float64, st.integers(1, 30), elements=st.floats(-20, 20)))
def test_a_better_score_is_never_less_likely(scores: np.ndarray) -> None:
    line = confidence.Calibration({confidence.ANY: (np.array([0.0, 0.4, 1.0]), np.array([0.0, 0.5, 0.9]))})
    likely = line.probabilities(scores, "x")
    order = np.argsort(scores, kind="stable")
    assert (np.diff(likely[order]) >= -1e-12).all()
