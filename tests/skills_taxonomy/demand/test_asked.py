"""What postings ask for by occupation: counted by hand, said in words, traced to a posting, fading with age."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from skills_taxonomy.demand.asked import needs_of
from skills_taxonomy.demand.counting import Read


def read(nurses: int, asking: int, *, day: str = "2020-10-15", porters: int = 0) -> Read:
    """So many postings for nurses, the first of which ask for care; all porters' ask for care, too."""
    rows = [(f"n{i}", "nurse", day) for i in range(nurses)] + [(f"p{i}", "porter", day) for i in range(porters)]
    postings = pd.DataFrame(rows, columns=["id", "occupation", "posted"])
    postings = postings.assign(source="nhs_jobs.jsonl", locator=[f"nhs_jobs.jsonl:{n}" for n in range(len(rows))])
    ids = [f"n{i}" for i in range(asking)] + [f"p{i}" for i in range(porters)]
    return Read(postings, pd.DataFrame({"posting": ids, "skill": "care"}))


def test_a_share_of_an_occupations_postings_is_a_need_in_words_and_is_traced() -> None:
    (row,) = needs_of(read(24, 12), date(2020, 10, 20)).to_dict("records")
    assert row["note"] == "asked for in 12 of 24 postings for this occupation, Oct 2020, nhs jobs"
    assert (row["occupation"], row["skill"], row["source"]) == ("nurse", "care", "nhs_jobs.jsonl")
    assert row["locator"] == "nhs_jobs.jsonl:0"
    # half of the nurses' postings ask for it, and half of all that were read: 0.5 x (1 - 0.5)
    assert row["weight"] == pytest.approx(0.25)


def test_what_is_asked_for_everywhere_tells_little() -> None:
    found = needs_of(read(24, 12, porters=76), date(2020, 10, 20)).set_index("occupation")
    # 88 of 100 postings ask for it
    assert found.loc["nurse", "weight"] == pytest.approx(0.5 * 0.12)
    assert found.loc["porter", "weight"] == pytest.approx(1.0 * 0.12)


def test_what_was_asked_four_years_ago_counts_half() -> None:
    day = date(2024, 10, 1)
    posted = date.fromordinal(day.toordinal() - 4 * 365).isoformat()
    (row,) = needs_of(read(24, 12, day=posted), day).to_dict("records")
    assert row["weight"] == pytest.approx(0.125)


def test_months_from_and_to_are_told_and_an_unknown_day_is_no_matter() -> None:
    some = read(24, 12)
    some.postings.loc[0, "posted"] = "2018-03-01"
    some.postings.loc[1, "posted"] = None
    (row,) = needs_of(some, date(2021, 1, 1)).to_dict("records")
    assert ", Mar 2018 to Oct 2020, " in row["note"]
    nowhere = read(24, 12)
    nowhere.postings["posted"] = None
    (row,) = needs_of(nowhere, date(2021, 1, 1)).to_dict("records")
    assert row["note"] == "asked for in 12 of 24 postings for this occupation, nhs jobs"


@pytest.mark.parametrize(("nurses", "asking"), [(19, 19), (24, 4), (200, 9), (0, 0)])
def test_few_postings_say_nothing(nurses: int, asking: int) -> None:
    assert not len(needs_of(read(nurses, asking), date(2020, 10, 20)))
