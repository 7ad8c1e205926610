"""Misspelt labels: found at their places in the text as it was written, less sure, and nothing else changed."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skills_taxonomy.extraction.extractor import Extractor
from skills_taxonomy.extraction.spelling import Spelling
from skills_taxonomy.extraction.types import Mention
from skills_taxonomy.tagging.english import English
from skills_taxonomy.tagging.lookup import NameTable
from skills_taxonomy.tagging.names import Name

LABELS = ("Kubernetes", "JavaScript", "phlebotomy", "contract negotiation", "contact tracing", "welding")


@cache
def of_labels() -> Spelling:
    """Knows the words of some labels."""
    english = English()
    names = [Name(f"s:{label}", label, label, 2) for label in LABELS]
    return Spelling(NameTable.of(names, english), english)


@pytest.fixture
def spelling() -> Spelling:
    """The same, for tests that ask for it."""
    return of_labels()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("kuberntes", "kubernetes"),
        ("Kuberntes", "Kubernetes"),
        ("javascritp", "javascript"),
        ("JAVASCRITP", "JAVASCRIPT"),
        ("phlebotmy", "phlebotomy"),
        ("kubernnetess", "kubernetes"),
        ("negotation", "negotiation"),
    ],
)
def test_a_word_with_a_slip_is_what_was_meant(spelling: Spelling, written: str, meant: str) -> None:
    assert spelling.meant(written) == meant


@pytest.mark.parametrize(
    "word",
    [
        "kubernetes",
        "wedding",
        "backend",
        "refactor",
        "kubertetes",
        "contracts",
        "contras",
        "Weldin",
        "java",
        "wlding5",
        "xkubernetes",
        "ubernetes",
        "wéldingg",
    ],
)
def test_known_short_and_far_words_stay_as_they_are(spelling: Spelling, word: str) -> None:
    assert spelling.meant(word) == ""


@settings(deadline=None)
@given(st.lists(st.sampled_from(["use", "kuberntes", "with", "phlebotmyy", "javascritp", "daily", "é"]), max_size=8))
def test_places_lead_back_to_the_words_as_they_were_written(words: list[str]) -> None:
    own = of_labels()
    text = "  ".join(words)
    places, at = [], 0
    for word in words:
        places.append((at, at + len(word)))
        at += len(word) + 2
    found = own.respelt(text, words, places)
    if found is None:
        assert not any(own.meant(word) for word in words)
        return
    at = 0
    for word, place in zip(words, places, strict=True):
        meant = own.meant(word) or word
        start = found.text.index(meant, at)
        at = start + len(meant)
        assert found.written(start, at) == place
        assert found.touches(*place) == bool(own.meant(word))


def mentions(extractor: Extractor, text: str) -> dict[str, Mention]:
    return {one.skill: one for one in extractor.read(text).mentions if one.skill}


def test_a_misspelt_skill_is_found_less_surely_at_its_own_place(extractor: Extractor) -> None:
    right, wrong = "Negotiate contracts with suppliers in COBOL", "Negotaite contracts with suppliers in COBOL"
    sure, slip = mentions(extractor, right), mentions(extractor, wrong)
    assert set(slip) == set(sure)
    one = slip["s:contracts"]
    assert wrong[one.start : one.end] == one.words == "Negotaite contracts"
    assert one.how == "misspelt"
    assert one.confidence == pytest.approx(0.8 * sure["s:contracts"].confidence, abs=2e-4)
    assert slip["t:cobol"].confidence == sure["t:cobol"].confidence
