"""What postings ask for, occupation by occupation, as needs that can be shown and traced."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from skills_taxonomy.demand.counting import HALF_LIFE, Read

if TYPE_CHECKING:
    import pandas as pd

LEAST: Final = 20
"""Postings of an occupation below which nothing is said of it."""
ASKING: Final = 5
"""Postings that ask for a skill, at least, and the share of the occupation's postings that they are, at least."""
SHARE: Final = 0.05
FADES: Final = 4 * HALF_LIFE
"""Days after which what postings said of an occupation counts half: what a job asks for changes more slowly than the
month's share of those who ask."""

COLUMNS: Final = ("occupation", "skill", "weight", "note", "source", "locator")


def needs_of(read: Read, today: date) -> pd.DataFrame:
    """One row an occupation and skill: see `COLUMNS`.

    `weight`, 0..1: the share of the occupation's postings that ask for the skill, times how far it isn't asked for
    everywhere, halved for each four years that these postings are old (the median). `note` says it in words, `source`
    and `locator` name one of the postings.
    """
    import pandas as pd

    postings = read.postings.dropna(subset=["occupation"])
    of = postings["occupation"].value_counts()
    postings = postings[postings["occupation"].isin(of.index[of >= LEAST])]
    if not len(postings) or not len(read.skills):
        return pd.DataFrame({name: [] for name in COLUMNS})
    joined = read.skills.merge(
        postings[["id", "occupation", "source", "locator"]], left_on="posting", right_on="id"
    ).sort_values(["occupation", "skill", "posting"], kind="stable")
    groups = joined.groupby(["occupation", "skill"], sort=True)
    found = groups.agg(
        postings=("posting", "nunique"), source=("source", "first"), locator=("locator", "first")
    ).reset_index()
    found["of"] = found["occupation"].map(of).astype(np.int64)
    rate = found["postings"] / found["of"]
    found = found[(found["postings"] >= ASKING) & (rate >= SHARE)].reset_index(drop=True)
    if not len(found):
        return pd.DataFrame({name: [] for name in COLUMNS})
    everywhere = read.skills.groupby("skill")["posting"].nunique() / max(len(read.postings), 1)
    when = _when(postings, today)
    found["weight"] = (
        found["postings"] / found["of"] * (1 - found["skill"].map(everywhere)) * found["occupation"].map(when["faded"])
    )
    spans = found["occupation"].map(when["span"])
    found["note"] = [
        f"asked for in {row.postings:,} of {row.of:,} postings for this occupation{span}, {_plain(row.source)}"
        for row, span in zip(found.itertuples(), spans, strict=True)
    ]
    return found[list(COLUMNS)]


def _when(postings: pd.DataFrame, today: date) -> pd.DataFrame:
    """By occupation: `faded`, and `span`, the months in words."""
    import pandas as pd

    posted = pd.to_datetime(postings["posted"], errors="coerce", format="%Y-%m-%d")
    groups = posted.groupby(postings["occupation"])
    age = (pd.Timestamp(today.replace(day=1)) - groups.median()).dt.days.clip(lower=0)
    oldest = float(age.max()) if age.notna().any() else 0.0
    known = groups.count() > 0
    spans = [
        _span(first, last) if there else ""
        for first, last, there in zip(groups.min(), groups.max(), known, strict=True)
    ]
    return pd.DataFrame({"faded": 0.5 ** (age.fillna(oldest) / FADES), "span": spans}, index=age.index)


def _span(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """A comma and "Oct 2020" or "Mar 2018 to Oct 2020"."""
    one, two = f"{first:%b %Y}", f"{last:%b %Y}"
    return f", {one}" if one == two else f", {one} to {two}"


def _plain(source: object) -> str:
    return str(source).partition(".")[0].replace("_", " ")
