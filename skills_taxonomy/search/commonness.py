"""How common a skill or occupation is: what tells the usual meaning of a word from the rare one."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from statistics import median
from typing import TYPE_CHECKING

from skills_taxonomy.columns import rows

if TYPE_CHECKING:
    from data.tables import Tables


def commonness(tables: Tables) -> dict[str, float]:
    """Identifier to 0..1: ``log(1 + size) / log(1 + largest)`` among occupations, and so among skills.

    The size of an occupation is the number of people employed, of a skill the number of occupations that ask for
    it. Occupations without a figure get the median, since not knowing speaks neither for nor against; skills that no
    occupation asks for are left out. Good for telling which of two meanings is meant; not a figure to show.
    """
    needed = Counter(skill for (skill,) in rows(tables, "occupation_skills", "skill"))
    people = _scaled(occupation_sizes(tables))
    middle = median(people.values()) if people else 0.0
    occupations = {id: people.get(id, middle) for (id,) in rows(tables, "occupations", "id")}
    return occupations | _scaled({skill: float(times) for skill, times in needed.items()})


def occupation_sizes(tables: Tables) -> dict[str, float]:
    """People employed by occupation, roughly, as far as the wage table tells.

    An official figure covers one SOC code. The O*NET occupation that stands for the code (``.00``) takes the whole
    figure; the specialities below it (``.01`` upwards) share it evenly with it. A crosswalk twin without a figure
    borrows it from its twin, divided evenly among the borrowers.
    """
    people: dict[str, float] = {}
    for occupation, employment in rows(tables, "wages", "occupation", "employment"):
        code = occupation.partition(":")[2][:7]
        people[code] = max(people.get(code, 0.0), employment or 0.0)
    codes = [(id, code or "") for id, code in rows(tables, "occupations", "id", "code")]
    sharing = Counter(code[:7] for _, code in codes)
    sizes = {
        id: people[code[:7]] / (1 if code.endswith(".00") else sharing[code[:7]])
        for id, code in codes
        if people.get(code[:7])
    }
    return sizes | _lent(tables, sizes)


def _lent(tables: Tables, sizes: dict[str, float]) -> dict[str, float]:
    borrowers: defaultdict[str, list[str]] = defaultdict(list)
    for a, predicate, b in rows(tables, "occupation_relations", "subject", "predicate", "object"):
        if predicate.endswith("match") and (a in sizes) != (b in sizes):
            lender, borrower = (a, b) if a in sizes else (b, a)
            borrowers[lender].append(borrower)
    return {borrower: sizes[lender] / len(those) for lender, those in borrowers.items() for borrower in those}


def _scaled(sizes: dict[str, float]) -> dict[str, float]:
    largest = max(sizes.values(), default=0.0)
    return {id: math.log1p(size) / math.log1p(largest) for id, size in sizes.items() if size > 0}
