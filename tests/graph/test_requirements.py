"""Requirements as JSON: what is written is read again, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given

from graph.errors import InvalidRequirement
from graph.requirements import MAX_DEPTH, AllOf, Credits, Holds, Requirement, from_json, leaves, to_json
from tests.graph.making import requirements


def nested(depth: int) -> Requirement:
    requirement: Requirement = Holds("x:a")
    for _ in range(depth - 1):
        requirement = AllOf((requirement,))
    return requirement


@given(requirements)
def test_what_is_written_is_read_again(requirement: Requirement) -> None:
    assert from_json(to_json(requirement)) == requirement


def test_nesting_is_bounded_both_ways() -> None:
    assert from_json(to_json(nested(MAX_DEPTH))) == nested(MAX_DEPTH)
    with pytest.raises(InvalidRequirement, match="nested more than 100 deep"):
        to_json(nested(MAX_DEPTH + 1))
    with pytest.raises(InvalidRequirement, match="nested more than 100 deep"):
        from_json('{"all":[' * MAX_DEPTH + '{"holds":"x:a"}' + "]}" * MAX_DEPTH)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"holds":7}',
        '{"holds":"x:a","credits":-1}',
        '{"holds":"x:a","credits":NaN}',
        '{"holds":"x:a","credits":Infinity}',
        '{"holds":"x:a","credits":true}',
        '{"atLeast":-1,"of":[]}',
        '{"atLeast":true,"of":[]}',
        '{"atLeast":1.5,"of":[]}',
        '{"minimumCredits":true,"from":[]}',
        '{"minimumCredits":1' + "0" * 400 + ',"from":[]}',
        '{"minimumCredits":1,"from":[{"all":[]}]}',
        '{"all":' + "[" * 100_000,
    ],
)
def test_what_is_no_requirement_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(InvalidRequirement) as refused:
        from_json(text)
    assert refused.value.hint
    assert len(str(refused.value)) < 400


def test_leaves_of_a_tree_five_thousand_deep_are_found() -> None:
    assert list(leaves(nested(5_000))) == [Holds("x:a")]


def test_credits_that_are_nought_are_not_written() -> None:
    assert to_json(Credits(5, (Holds("x:a"),))) == '{"minimumCredits":5,"from":[{"holds":"x:a"}]}'
