"""Spellings of the same label fold together, and different ones stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills_taxonomy.folding import folded, initials, spellings, typed_words, without_fillers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Truck Drivers", "truck driver"),
        ("Café manager", "CAFE MANAGERS"),
        ("Research & development", "research and development"),
        ("Bachelor’s policies", "bachelors policy"),
        ("front-end", "front end"),
    ],
)
def test_the_same_label_spelt_otherwise_folds_to_the_same_line(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("C", "C#"), ("C", "C++"), ("C#", "C++"), ("net", ".NET"), ("business", "busine")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_both_names_of_a_bracketed_label_are_spellings_of_it() -> None:
    assert list(spellings("RN (Registered Nurse)")) == ["RN (Registered Nurse)", "RN", "Registered Nurse"]
    assert "computer programming" not in list(spellings("Java (computer programming)"))


def test_a_wish_is_reduced_to_the_job() -> None:
    assert without_fillers(typed_words("I want to work as a pilot")) == ("pilot",)
    assert without_fillers(typed_words("to be")) == ("to", "be")


def test_initials_are_those_of_labels_of_a_few_words() -> None:
    assert initials(folded("Site Reliability Engineers")) == "sre"


@given(st.text(max_size=300))
def test_folding_is_settled_after_once_but_for_plural_endings(text: str) -> None:
    assert folded(text) == folded(text.strip())
    assert len(typed_words(text * 50)) <= 12
