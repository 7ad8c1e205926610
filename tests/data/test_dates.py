"""Dates of a whole column: what speaks for itself, what the column decides, and what it leaves open."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.dates import decided, to_iso
from data.errors import InvalidValue

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(DAYS)
def test_every_day_is_read_back_from_every_way_of_writing_it(day: date) -> None:
    iso = day.isoformat()
    assert to_iso(iso) == iso
    assert to_iso(f"{iso}T23:59:59Z") == iso
    assert to_iso(f"{iso} 09:41:00 -0500") == iso
    assert to_iso(f"{day.month}/{day.day}/{day.year}", "month first") == iso
    assert to_iso(f"{day.day:02}-{day.month:02}-{day:%y} 10:22 AM", "day first") == iso
    assert to_iso(f"{day.day}.{day.month}.{day.year}") == iso
    assert to_iso(f"{day:%b} {day.day}, {day.year}") == iso
    assert to_iso(f"{day.day} {day:%B} {day.year}") == iso


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["5/6/2017", "5/31/2017"], "month first"),
        (["5/6/2017", "31/5/2017"], "day first"),
        (["5/5/2017"], "month first"),
        (["2017-05-06", ""], ""),
        (["5/31/2017", "12/30/2017", "31/12/2017"], "month first"),
    ],
)
def test_the_column_decides_whether_the_month_or_the_day_comes_first(column: list[str], order: str) -> None:
    assert decided(column) == order


@pytest.mark.parametrize("column", [["5/6/2017", "7/8/2017"], ["5/31/2017", "31/5/2017"]])
def test_a_column_that_leaves_it_open_asks(column: list[str]) -> None:
    with pytest.raises(InvalidValue, match="date_format"):
        decided(column)


@pytest.mark.parametrize("text", ["soon", "2017-02-30", "13/13/2017", "Foo 3 2017", "5/6-2017", ""])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        to_iso(text, "month first")
