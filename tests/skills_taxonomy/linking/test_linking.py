"""Texts linked to skills: what is said is found, nothing else changes it, and bad input is no harm."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import BENCH
from data.tables import Tables, frame
from skills_taxonomy.linking import Linker, fusion, index, terms, words
from skills_taxonomy.linking.encoder import Encoder, EncoderMissing
from skills_taxonomy.linking.texts import texts_of

ENCODER = Path(os.environ.get("STACKWAY_ENCODER") or BENCH.parent / "ship" / "minilm-l6-v2-int8")
SKILLS = {
    "s:knots": ("tie knots", ("knot tying", "make knots"), "Tie ropes together so that they hold."),
    "s:row": ("row a boat", ("rowing",), "Move a boat with oars."),
    "s:java": ("Java (computer programming)", ("Java SE",), "Write programs in the language Java."),
    "s:js": ("JavaScript", (), "Write programs for web pages."),
    "s:team": ("manage a team", ("lead a team", "team leadership"), "Direct the work of several people."),
    "s:weld": ("weld steel", ("arc welding",), "Join parts of steel by heat."),
}


@pytest.fixture(scope="module")
def tables() -> Tables:
    where = {"issuer": "s", "source": "made", "locator": "made:1", "origin": ""}
    skills: list[dict[str, Any]] = [
        {"id": id_, "vocabulary": "s", "kind": "skill", "label": label, "alt_labels": list(others), **where}
        | {"description": said}
        for id_, (label, others, said) in SKILLS.items()
    ]
    asked = [{"occupation": "o:sailor", "skill": one, "relation": "essential"} | where for one in ("s:knots", "s:row")]
    return Tables({"skills": frame("skills", skills), "occupation_skills": frame("occupation_skills", asked)})


@pytest.fixture(scope="module")
def folder(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("linking") / "index"
    index.build(texts_of(tables), place, tell=lambda done, total: None)
    return place


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("Must be able to tie knots and haul lines", "s:knots"),
        ("Rowing experience is welcome", "s:row"),
        ("3 years of Java SE", "s:java"),
        ("JavaScript for our web pages", "s:js"),
        ("You will lead a team of five", "s:team"),
    ],
)
def test_what_a_text_says_comes_first(folder: Path, text: str, skill: str) -> None:
    assert Linker.open(folder).link(text, 3)[0].skill == skill


def test_every_skill_is_ranked_once(folder: Path) -> None:
    ranked = Linker.open(folder).ranking("weld and row")
    assert sorted(ranked.tolist()) == list(range(len(SKILLS)))


def test_a_label_that_is_said_whole_is_told_so(folder: Path) -> None:
    first = Linker.open(folder).link("We weld steel here", 1)[0]
    assert (first.skill, first.label, first.near) == ("s:weld", "weld steel", 0.0)
    assert first.said == pytest.approx(1.0, abs=1e-5)


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_links_or_none(folder: Path, text: str) -> None:
    found = Linker.open(folder).link(text, 3)
    assert len(found) <= 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_what_is_no_text_gives_nothing_and_length_is_bounded(folder: Path) -> None:
    linker = Linker.open(folder)
    assert linker.link("") == linker.link(" ?!… \x00 🙂") == []
    assert linker.link("tie knots " * 100_000, 1)[0].skill == "s:knots"


def test_an_index_comes_back_as_it_was_kept(tables: Tables, tmp_path: Path) -> None:
    made = terms.index_of(["tie knots", "row a boat"], words.telling)
    terms.save(made, tmp_path / "t")
    again = terms.load(tmp_path / "t")
    assert again.terms == made.terms
    for query in (["knot"], ["row", "boat"], ["nothing"]):
        assert np.array_equal(again.cosines(query), made.cosines(query))
    assert made.cosines(words.telling("tie knots")).tolist() == pytest.approx([1.0, 0.0])


def test_trees_score_as_they_were_drawn() -> None:
    leaf = [{"leaf_value": value} for value in (1.0, 2.0, 4.0)]
    inner = {"split_feature": 1, "threshold": 0.5, "left_child": leaf[1], "right_child": leaf[2]}
    root = {"split_feature": 0, "threshold": 10.0, "left_child": leaf[0], "right_child": inner}
    trees = fusion.trees_of({"tree_info": [{"tree_structure": root}, {"tree_structure": {"leaf_value": 0.5}}]})
    figures = np.array([[10.0, 9.0], [11.0, 0.5], [11.0, 0.6]], np.float32)
    assert trees.scores(figures).tolist() == [1.5, 2.5, 4.5]


def test_without_an_encoder_the_next_step_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing, match="There is no model"):
        Encoder(tmp_path)


@pytest.mark.bench_data
def test_vectors_are_the_same_in_any_company_and_order(tables: Tables, tmp_path: Path) -> None:
    encoder = Encoder(ENCODER)
    texts = ["tie knots", "Lead a team of engineers in a fast-paced environment.", "C++"]
    alone = [encoder.vector(text) for text in texts]
    assert np.array_equal(encoder.vectors(texts), np.stack(alone))
    assert np.array_equal(encoder.vectors(texts[::-1])[::-1], np.stack(alone))
    index.build(texts_of(tables), tmp_path / "index", encoder, tell=lambda done, total: None)
    linker = Linker.open(tmp_path / "index", encoder)
    assert not linker.lexical
    first = linker.link("Responsible for supervising a crew of colleagues", 1)
    linker.links(["weld", "row"])
    assert linker.link("Responsible for supervising a crew of colleagues", 1) == first
    assert first[0].skill == "s:team"
