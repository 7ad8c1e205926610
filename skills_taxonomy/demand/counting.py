"""How often postings ask for what: counts, rates with intervals, what is growing; old postings count less.

A rate is of postings that were read, never of all jobs. Intervals are Jeffreys' for a share; rates of small groups are
drawn towards the rate of all postings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]

SURE: Final = 0.5
"""A posting asks for a skill that was read in it with at least this confidence."""
PRIOR: Final = 20.0
"""A group's rate is drawn to that of all postings as if it had so many postings more."""
HALF_LIFE: Final = 365.0
"""Days after which a posting counts half."""
LEAST_MONTHS: Final = 4
LEAST_A_MONTH: Final = 50
"""A trend is told of at least so many months with at least so many postings each."""
FALSE: Final = 0.05
"""Of what is called growing at most this share isn't (Benjamini and Hochberg)."""


@dataclass(frozen=True)
class Read:
    """Postings, no doubles (id, title, occupation, place, month, posted), and what they ask for.

    `skills` (posting, skill, label, confidence, wanted): what is surer than `SURE`, each skill of a posting once.
    """

    postings: pd.DataFrame
    skills: pd.DataFrame

    def among(
        self, *, occupation: str = "", place: str = "", since: str = "", until: str = "", skill: str = ""
    ) -> Read:
        """Only postings of an occupation (its identifier), a place (part of its name), from one month to another."""
        table = self.postings
        kept = np.ones(len(table), bool)
        if occupation:
            kept &= (table["occupation"] == occupation).to_numpy()
        if place:
            kept &= table["place"].fillna("").str.casefold().str.contains(place.casefold(), regex=False).to_numpy()
        months = table["month"].fillna("").to_numpy(str)
        kept &= (months >= since) if since else True
        kept &= (months != "") & (months <= until) if until else True
        ids = set(table.loc[kept, "id"])
        rows = self.skills[self.skills["posting"].isin(ids)]
        return Read(table[kept], rows[rows["skill"] == skill] if skill else rows)


def by_skill(read: Read, everywhere: Read | None = None, today: date | None = None) -> pd.DataFrame:
    """One row a skill, the most asked for first.

    `postings` of `of` ask for it; `rate` = their share, `low` and `high` its 95 % interval; `smoothed`: drawn to the
    rate of `everywhere`; `faded`: the share where a posting of age a days counts 0.5 ** (a / 365); `required`: the
    share of them that call it required; `trend`: change of the log-odds a month, `growing`: whether that is more than
    chance; both empty where there are too few months.
    """
    table = read.skills
    groups = table.groupby("skill", sort=True)
    found = groups.agg(label=("label", "first"), postings=("posting", "nunique")).reset_index()
    found["of"] = len(read.postings)
    _add_rates(found)
    whole = everywhere or read
    general = whole.skills.groupby("skill")["posting"].nunique() / max(len(whole.postings), 1)
    drawn = found["skill"].map(general).to_numpy(float)
    found["smoothed"] = (found["postings"] + PRIOR * drawn) / (found["of"] + PRIOR)
    weights = _weights(read.postings, today)
    each = table["posting"].map(weights).groupby(table["skill"]).sum()
    found["faded"] = found["skill"].map(each).to_numpy(float) / max(float(weights.sum()), 1e-9)
    found["required"] = found["skill"].map((table["wanted"] == "required").groupby(table["skill"]).mean())
    _add_trend(found, read)
    return found.sort_values(["postings", "label"], ascending=[False, True], kind="stable", ignore_index=True)


def by_group(read: Read, group: str) -> pd.DataFrame:
    """One row an occupation, place or month of the postings: how many, and how many of `read.skills` ask there.

    Ask of a `Read` that is narrowed to one skill.
    """
    asking = set(read.skills["posting"])
    table = read.postings.assign(asks=read.postings["id"].isin(asking))
    found = table.dropna(subset=[group]).groupby(group)["asks"].agg(["sum", "size"]).reset_index()
    found = found.rename(columns={"sum": "postings", "size": "of"})
    _add_rates(found)
    total = len(asking) / max(len(read.postings), 1)
    found["smoothed"] = (found["postings"] + PRIOR * total) / (found["of"] + PRIOR)
    order = [group] if group == "month" else ["of", group]
    return found.sort_values(order, ascending=group == "month", kind="stable", ignore_index=True)


def together(read: Read, skill: str, least: int = 5) -> pd.DataFrame:
    """Skills asked for in the same postings, the most telling first.

    `both` postings ask for both; `rate`: the share of `skill`'s postings; `lift`: how many times as often as in all
    postings; ordered by the normalised pointwise mutual information `npmi`, -1..1.
    """
    total = max(len(read.postings), 1)
    asking = set(read.skills.loc[read.skills["skill"] == skill, "posting"])
    counts = read.skills.groupby("skill").agg(label=("label", "first"), postings=("posting", "nunique"))
    shared = read.skills[read.skills["posting"].isin(asking)].groupby("skill")["posting"].nunique()
    found = counts.join(shared.rename("both")).dropna().query("both >= @least").drop(index=skill, errors="ignore")
    found["rate"] = found["both"] / max(len(asking), 1)
    found["lift"] = found["rate"] / (found["postings"] / total)
    found["npmi"] = np.log(found["lift"]) / -np.log(np.minimum(found["both"] / total, 1 - 1e-9))
    return found.sort_values("npmi", ascending=False, kind="stable").reset_index()


def _add_rates(found: pd.DataFrame) -> None:
    from scipy.stats import beta

    hits, total = found["postings"].to_numpy(float), found["of"].to_numpy(float)
    found["rate"] = hits / np.maximum(total, 1)
    found["low"] = np.where(hits > 0, beta.ppf(0.025, hits + 0.5, total - hits + 0.5), 0.0)
    found["high"] = np.where(hits < total, beta.ppf(0.975, hits + 0.5, total - hits + 0.5), 1.0)


def _weights(postings: pd.DataFrame, today: date | None) -> pd.Series:
    """What each posting counts by its age, by identifier; those without a date count as the oldest."""
    import pandas as pd

    posted = pd.to_datetime(postings["posted"], errors="coerce", format="%Y-%m-%d")
    last = pd.Timestamp(today) if today else posted.max()
    age = (last - posted).dt.days.clip(lower=0)
    age = age.fillna(age.max() if age.notna().any() else 0)
    return pd.Series(0.5 ** (age.to_numpy(float) / HALF_LIFE), index=postings["id"])


def _add_trend(found: pd.DataFrame, read: Read) -> None:
    """The Cochran-Armitage test for a trend of each skill's monthly shares; growing: beyond what chance makes."""
    from scipy.stats import norm

    found["trend"], found["growing"] = np.nan, False
    months = read.postings["month"].dropna().value_counts()
    months = months[months >= LEAST_A_MONTH].sort_index()
    if len(months) < LEAST_MONTHS or not len(found):
        return
    counts = months.to_numpy(float)
    step = np.array([int(month[:4]) * 12 + int(month[5:7]) for month in months.index], float)
    joined = read.skills.merge(read.postings[["id", "month"]], left_on="posting", right_on="id")
    table = joined.groupby(["skill", "month"])["posting"].nunique().unstack(fill_value=0)
    hits: Floats = table.reindex(index=found["skill"], columns=months.index, fill_value=0).to_numpy(float)
    share = hits.sum(1) / counts.sum()
    centred = step - (step * counts).sum() / counts.sum()
    spread = share * (1 - share) * (counts * centred**2).sum()
    slope = (hits - share[:, None] * counts) @ centred
    score = np.divide(slope, np.sqrt(spread), out=np.zeros(len(found)), where=spread > 0)
    found["trend"] = np.divide(slope, spread, out=np.zeros(len(found)), where=spread > 0)
    found["growing"] = _discovered(norm.sf(score)) & (found["trend"] > 0) & (hits.sum(1) >= 10)


def _discovered(chances: Floats) -> npt.NDArray[np.bool_]:
    order = np.argsort(chances, kind="stable")
    bound = FALSE * (np.arange(len(chances)) + 1) / len(chances)
    passed = np.flatnonzero(chances[order] <= bound)
    found = np.zeros(len(chances), bool)
    found[order[: passed[-1] + 1 if len(passed) else 0]] = True
    return found
