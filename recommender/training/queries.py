"""What is counted, as SQL that DuckDB and Spark both read; each engine fills in its few words that differ.

All sums are of whole numbers (`near` in millionths), so that no order of adding can make two engines differ.
"""

from __future__ import annotations

from recommender.training.settings import Settings

MILLION = 1_000_000

CREDENTIALS = """
select cast(credential as string) as credential, count(*) as awards from awards
where learner is not null and credential is not null and awarded is not null group by 1 order by 1
"""
"""Every credential of `awards`, in the order of its name."""

NEWEST = "select max(unix_date(cast(awarded as date))) as newest from awards"
"""The newest day, as days since 1970-01-01."""

WITHOUT = """
select count(*) as n from awards where learner is null or credential is null or awarded is null
"""
"""How many rows lack something."""


def sequences(bucket: str, part: int, parts: int) -> str:
    """Who got what when, one row a learner and credential (the first time), with its place in the learner's order.

    Columns: learner, item, day (since 1970-01-01), place (from 1). Reads `awards` and `items`.
    """
    return f"""
with earned as (
  select cast(a.learner as string) as learner, i.item as item, min(unix_date(cast(a.awarded as date))) as day
  from awards a join items i on cast(a.credential as string) = i.credential
  where a.learner is not null and a.awarded is not null
    and {bucket.format(value="cast(a.learner as string)", parts=parts)} = {part}
  group by 1, 2)
select learner, item, cast(day as int) as day,
  cast(row_number() over (partition by learner order by day, item) as int) as place from earned"""


def additions() -> str:
    """The new rows of `sequences` that `awards` bring: what a learner hadn't yet, placed after all that they had.

    Reads `awards`, `items` and `sequences`; the latter may be of more learners.
    """
    return """
with earned as (
  select cast(a.learner as string) as learner, i.item as item, min(unix_date(cast(a.awarded as date))) as day
  from awards a join items i on cast(a.credential as string) = i.credential
  where a.learner is not null and a.awarded is not null group by 1, 2),
fresh as (select e.* from earned e left anti join sequences s on e.learner = s.learner and e.item = s.item),
known as (select learner, max(place) as places from sequences group by 1)
select f.learner, f.item, cast(f.day as int) as day,
  cast(coalesce(k.places, 0) + row_number() over (partition by f.learner order by f.day, f.item) as int) as place
from fresh f left join known k on f.learner = k.learner"""


def pairs(settings: Settings, newest: int, later: str = "sequences") -> str:
    """Ordered pairs of items of one learner, at most `reach` awards apart, the later one from the table `later`.

    Columns: former, later, together (pairs), following (pairs right after each other), near (millionths). Each award
    meets only the block of `reach` places that it is in and the block before, so that a long history costs no square.
    """
    reach = settings.reach
    faded = f"{MILLION} * power(cast({settings.fade:.9f} as double), b.place - a.place - 1)"
    if settings.half_life:
        faded += f" * power(cast(0.5 as double), ({newest} - b.day) / cast({settings.half_life:.9f} as double))"
    return f"""
with blocks as (
  select learner, item, place, cast(floor(place / {reach}.0) as int) as block from sequences
  union all select learner, item, place, cast(floor(place / {reach}.0) as int) + 1 from sequences)
select a.item as former, b.item as later, count(*) as together,
  sum(case when b.place - a.place = 1 then 1 else 0 end) as following,
  sum(cast(round({faded}) as bigint)) as near
from {later} b join blocks a on a.learner = b.learner and a.block = cast(floor(b.place / {reach}.0) as int)
where a.place < b.place and b.place - a.place <= {reach} group by 1, 2"""


HOLDERS = "select item, count(*) as holders from sequences group by 1 order by 1"
"""How many learners hold each item."""


def merged(part: int, parts: int) -> str:
    """The counts of all parts added up, for the items whose number leaves `part` when divided by `parts`."""
    return f"""
select former, later, cast(sum(together) as bigint) as together, cast(sum(following) as bigint) as following,
  cast(sum(near) as bigint) as near from counts where former % {parts} = {part} group by 1, 2 order by 1, 2"""
