"""The written form of requirements: what it means, that it can be written back, and how it refuses."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import InvalidValue
from data.requires import MAX_DEPTH, parse, show, to_json
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds, from_json

NAMES = st.from_regex(r"[a-z]{1,4}:[!-~]{1,12}", fullmatch=True)
SKILLS = st.builds(
    lambda name, level: {"skill": name, **({"level": level} if level else {})},
    NAMES,
    st.floats(0, 1, allow_nan=False),
)
LEAVES = st.builds(lambda name: {"holds": name}, NAMES) | SKILLS
CREDITED = st.builds(
    lambda leaf, credits: {**leaf, **({"credits": credits} if credits else {})},
    LEAVES,
    st.floats(0, 1e6, allow_nan=False),
)
CREDITS = st.builds(
    lambda minimum, parts: {"minimumCredits": minimum, "from": parts},
    st.floats(0, 1e6, allow_nan=False),
    st.lists(CREDITED, max_size=3),
)


def _grown(parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    some = st.lists(parts, max_size=3)
    at_least = some.flatmap(lambda of: st.builds(lambda k: {"atLeast": k, "of": of}, st.integers(0, len(of))))
    return st.builds(lambda all_: {"all": all_}, some) | at_least


TREES = st.recursive(LEAVES | CREDITS, _grown, max_leaves=12)


@given(TREES)
@settings(max_examples=150, deadline=None)
def test_a_requirement_written_out_and_read_again_is_the_same(tree: dict[str, Any]) -> None:
    assert parse(show(tree), prefix="") == tree


@given(TREES)
@settings(max_examples=50, deadline=None)
def test_the_graph_understands_every_tree_that_can_be_written(tree: dict[str, Any]) -> None:
    from_json(to_json(show(tree)))


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_either__with_words(text: str) -> None:
    with suppress(InvalidValue):
        show(parse(text, prefix="x"))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("cncf:CKA", Holds("cncf:CKA")),
        ("A and B", AllOf((Holds("x:A"), Holds("x:B")))),
        ("A or B", AtLeast(1, (Holds("x:A"), Holds("x:B")))),
        ("A or B and C", AtLeast(1, (Holds("x:A"), AllOf((Holds("x:B"), Holds("x:C")))))),
        ("(A or B) AND C", AllOf((AtLeast(1, (Holds("x:A"), Holds("x:B"))), Holds("x:C")))),
        ("2 of (A, B, C)", AtLeast(2, (Holds("x:A"), Holds("x:B"), Holds("x:C")))),
        ("skill onet:tech/kubernetes", HasSkill("onet:tech/kubernetes")),
        ("30 credits from (A=20, B=15)", Credits(30.0, (Holds("x:A", 20.0), Holds("x:B", 15.0)))),
        ('"CS 101" and 102', AllOf((Holds("x:CS-101"), Holds("x:102")))),
    ],
)
def test_each_written_form_means_what_the_format_says(written: str, meant: object) -> None:
    assert from_json(json.dumps(parse(written, prefix="x"))) == meant


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("", "character 1"),
        ("A and", "character 6"),
        ("A B", "character 3"),
        ("(A or B", "character 8"),
        ("2 of A", "character 6"),
        ("A or or B", "character 6"),
        ('A and "B', "character 7"),
        ("3 of (A, B)", "character 1"),
    ],
)
def test_a_slip_is_reported_with_its_place(written: str, place: str) -> None:
    with pytest.raises(InvalidValue, match=place):
        parse(written, prefix="x")


def test_an_identifier_without_prefix_and_without_issuer_is_refused() -> None:
    with pytest.raises(InvalidValue, match="no prefix"):
        parse("CKA", prefix="")


def test_nesting_and_length_are_bounded() -> None:
    with pytest.raises(InvalidValue, match="deep"):
        parse("(" * (MAX_DEPTH + 5) + "A" + ")" * (MAX_DEPTH + 5), prefix="x")
    with pytest.raises(InvalidValue, match="characters"):
        parse("A and " * 10_000 + "A", prefix="x")
