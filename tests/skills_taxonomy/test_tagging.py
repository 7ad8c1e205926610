"""Skills that a text names are found where they stand; ambiguous words only where they are names."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skills_taxonomy.tagging import build_tagger
from skills_taxonomy.tagging.names import Kind, Name, kind_of
from skills_taxonomy.types import Tagger
from tests.skills_taxonomy.small_world import tables

TEXTS = [
    "You supervise employees and know Python, SQL and Kubernetes.",
    "Supervised employees; negotiating contracts in Word and PowerPoint.",
    "Vitamin C, R&D and C# on the go. Go to market with R and SQL.",
    "",
]


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return build_tagger(tables(), [("x:1", "stacking shelves")])


def skills(tagger: Tagger, text: str) -> list[tuple[str, str]]:
    return [(tag.words, tag.skill) for tag in tagger(text)]


def test_labels_and_alternate_labels_are_found_in_any_case(tagger: Tagger) -> None:
    assert skills(tagger, "You SUPERVISE EMPLOYEES using kubernetes.") == [
        ("SUPERVISE EMPLOYEES", "esco:skill/1"),
        ("kubernetes", "onet:tech/kubernetes"),
    ]


def test_inflected_words_are_found_by_their_lemmas_and_said_to_be(tagger: Tagger) -> None:
    (tag,) = tagger("Managing staff daily.")
    assert (tag.skill, tag.how) == ("esco:skill/1", "lemma")


def test_preferred_is_surer_than_alternate_and_exact_surer_than_lemma(tagger: Tagger) -> None:
    texts = ("manage staff", "supervise employees", "managing staff", "supervising employees")
    confidences = [tagger(text)[0].confidence for text in texts]
    assert confidences == sorted(confidences, reverse=True)
    assert len(set(confidences)) == 4


def test_the_longest_match_wins(tagger: Tagger) -> None:
    assert skills(tagger, "good at Python 3 and Kubernetes") == [
        ("Python 3", "esco:skill/2"),
        ("Kubernetes", "onet:tech/kubernetes"),
    ]


def test_a_technology_comes_before_another_vocabularys_label_of_the_same_name(tagger: Tagger) -> None:
    assert skills(tagger, "knows Python well") == [("Python", "onet:tech/python")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("we cook with a chef", []),
        ("Chef wanted", []),
        ("we run Chef on servers", ["Chef"]),
        ("Chef, Kubernetes", ["Chef", "Kubernetes"]),
        ("Vitamin C is good", []),
        ("R&D in Paris", []),
        ("statistics with R and SQL", ["R", "SQL"]),
        ("go to Kubernetes", ["Kubernetes"]),
        ("written in C# only", ["C#"]),
        ("Access to all areas", []),
        ("give your Word", []),
        ("uses Word and PowerPoint", ["Word", "PowerPoint"]),
        ("uses Microsoft Word daily", ["Microsoft Word"]),
        ("takes care of clients", []),
        ("Speaking in public", []),
    ],
)
def test_an_ambiguous_word_is_a_skill_only_where_it_is_a_name(tagger: Tagger, text: str, found: list[str]) -> None:
    assert [tag.words for tag in tagger(text)] == found


def test_an_issuers_own_labels_are_found_too(tagger: Tagger) -> None:
    assert skills(tagger, "Good at stacking shelves") == [("stacking shelves", "x:1")]


def test_knowing_the_texts_beforehand_changes_nothing_in_the_tags(tagger: Tagger) -> None:
    restricted = build_tagger(tables(), [("x:1", "stacking shelves")], texts=TEXTS)
    assert [restricted(text) for text in TEXTS] == [tagger(text) for text in TEXTS]


@settings(deadline=None, max_examples=80)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(["Kubernetes", "manage staff", "İ", "ﬁ", "e\u0301", "\ud800", "\n", "C#", "😀"]),
        ),
        max_size=12,
    )
)
def test_offsets_are_those_of_the_text_given_whatever_is_in_it(tagger: Tagger, parts: list[str]) -> None:
    text = " ".join(parts)
    tags = tagger(text)
    assert all(text[tag.start : tag.end] == tag.words for tag in tags)
    assert all(one.end <= other.start for one, other in pairwise(tags))
    assert all(0 < tag.confidence <= 1 for tag in tags)


def test_spacy_is_imported_only_when_a_tagger_is_built() -> None:
    code = (
        "import sys, skills_taxonomy.tagging, skills_taxonomy.search, skills_taxonomy.goals;"
        "print([m for m in ('spacy', 'pandas', 'curies') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_what_is_left_behind_a_makers_name_counts_only_as_it_is_published() -> None:
    analytics = Name("onet:tech/a", "Adobe Analytics", "Analytics", 5, technology=True, maker="Adobe", proper=True)
    assert kind_of(analytics, frozenset()) is Kind.WRITTEN, "so that 'reporting and analytics' isn't Adobe's"
    assert kind_of(analytics, frozenset({"analytics"})) is Kind.MAKERS
