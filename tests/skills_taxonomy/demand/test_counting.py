"""Counts and rates of what postings ask for, by figures worked out by hand; doubles are left out."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills_taxonomy.demand import counting
from skills_taxonomy.demand.duplicates import doubles


def read(rows: list[tuple[str, str, str, str, list[str]]]) -> counting.Read:
    """Postings (id, occupation, place, day, skills)."""
    postings = pd.DataFrame(
        [(i, o, o, p, day[:7] or None, day or None) for i, o, p, day, _ in rows],
        columns=["id", "occupation", "occupation_label", "place", "month", "posted"],
    )
    skills = [
        (i, skill, skill.upper(), 0.9, "required" if skill == "a" else "stated") for i, *_, s in rows for skill in s
    ]
    return counting.Read(postings, pd.DataFrame(skills, columns=["posting", "skill", "label", "confidence", "wanted"]))


FOUR = read(
    [
        ("1", "nurse", "Leeds", "2020-10-31", ["a", "b"]),
        ("2", "nurse", "York", "2020-10-31", ["a"]),
        ("3", "porter", "Leeds City", "2019-11-01", ["a", "c"]),
        ("4", "porter", "Hull", "", []),
    ]
)


def test_rates_are_shares_of_the_postings_and_lie_in_their_interval() -> None:
    found = counting.by_skill(FOUR).set_index("skill")
    assert list(found.index) == ["a", "b", "c"]
    assert list(found["postings"]) == [3, 1, 1]
    assert set(found["of"]) == {4}
    assert found.loc["a", "rate"] == 0.75
    assert (found["low"] < found["rate"]).all()
    assert (found["rate"] < found["high"]).all()
    assert list(found["required"]) == [1.0, 0.0, 0.0]


def test_a_small_group_is_drawn_to_all() -> None:
    nurses = FOUR.among(occupation="nurse")
    found = counting.by_skill(nurses, FOUR).set_index("skill")
    # 2 of 2 nurses ask for a, 3 of 4 postings do: (2 + 20 * 0.75) / (2 + 20)
    assert found.loc["a", "smoothed"] == pytest.approx(17 / 22)
    assert found.loc["a", "rate"] == 1.0


def test_old_postings_fade_and_undated_ones_count_as_the_oldest() -> None:
    found = counting.by_skill(FOUR, today=date(2020, 10, 31)).set_index("skill")
    # posting 3 is 365 days old and counts 0.5; so does posting 4, which has no date
    assert found.loc["a", "faded"] == pytest.approx(2.5 / 3.0)
    assert found.loc["c", "faded"] == pytest.approx(0.5 / 3.0)


def test_parts_of_the_postings_are_chosen() -> None:
    assert list(FOUR.among(place="leeds").postings["id"]) == ["1", "3"]
    assert list(FOUR.among(since="2020-01").postings["id"]) == ["1", "2"]
    assert list(FOUR.among(until="2019-12").postings["id"]) == ["3"]


def test_groups_tell_where_a_skill_is_asked_for() -> None:
    found = counting.by_group(FOUR.among(skill="a"), "occupation").set_index("occupation")
    assert dict(found["postings"]) == {"nurse": 2, "porter": 1}
    assert dict(found["of"]) == {"nurse": 2, "porter": 2}


def test_skills_that_are_asked_for_together() -> None:
    rows = [(str(n), "x", "x", "", ["a", "b"] if n < 10 else ["a"] if n < 15 else ["c"]) for n in range(30)]
    found = counting.together(read(rows), "a")
    (b,) = found.itertuples()
    # b stands in 10 of 30 postings and in 10 of a's 15
    assert (b.skill, b.both) == ("b", 10)
    assert b.rate == pytest.approx(10 / 15)
    assert b.lift == pytest.approx((10 / 15) / (10 / 30))


def months(growing: list[int], steady: list[int], size: int = 100) -> counting.Read:
    rows = []
    for month, (more, same) in enumerate(zip(growing, steady, strict=True), start=1):
        for n in range(size):
            skills = ["up"] * (n < more) + ["same"] * (n < same)
            rows.append((f"{month}-{n}", "x", "x", f"2020-{month:02}-15", skills))
    return read(rows)


def test_what_grows_more_than_chance_is_said_to() -> None:
    found = counting.by_skill(months([5, 10, 20, 35], [20, 21, 19, 20])).set_index("skill")
    assert bool(found.loc["up", "growing"]) is True
    assert found.loc["up", "trend"] > 0
    assert bool(found.loc["same", "growing"]) is False


def test_of_three_months_no_trend_is_told() -> None:
    found = counting.by_skill(months([5, 20, 40], [20, 20, 20]))
    assert found["trend"].isna().all()
    assert not found["growing"].any()


LONG = "We are looking for a friendly person who likes to work with people and boats in the harbour of our town. " * 4


def test_nearly_the_same_text_is_a_double_of_the_first() -> None:
    other = "An entirely different advertisement for a person who repairs engines and writes reports every other week."
    texts = [LONG, other, LONG + "Apply soon.", other.upper(), "", ""]
    assert doubles(texts) == [None, None, 0, 1, None, None]


@given(st.lists(st.sampled_from([LONG, LONG * 2, "short text", "other short text", "x"]), max_size=8))
def test_a_double_is_of_an_earlier_text_that_is_none(texts: list[str]) -> None:
    found = doubles(texts)
    for number, twin in enumerate(found):
        if twin is not None:
            assert twin < number
            assert found[twin] is None
    assert sum(twin is None for twin in found) == len({frozenset(text.split()) for text in texts})
