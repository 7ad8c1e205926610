"""Made-up requirements and holdings, for tests that hold laws."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from hypothesis import strategies as st

from graph.checker import Verdict
from graph.credentials import Credential
from graph.holdings import Award, Holdings, Known, State
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds, Leaf, Requirement
from skills_taxonomy.types import Provenance

TODAY: Final = date(2026, 6, 1)
RANK: Final = {Verdict.NO: 0, Verdict.UNKNOWN: 1, Verdict.YES: 2}
CREDENTIALS: Final = tuple(f"x:{letter}" for letter in "abcde")
SKILLS: Final = ("x:skill/knots", "x:skill/rowing")

days = st.one_of(st.none(), st.integers(-900, 900).map(lambda n: TODAY + timedelta(days=n)))
awards = st.builds(
    Award,
    st.sampled_from(CREDENTIALS),
    st.sampled_from(State),
    st.sampled_from(Known),
    awarded=days,
    expires=days,
)
skills = st.tuples(st.sampled_from(SKILLS), st.sampled_from([0.0, 0.3, 0.6, 1.0]), st.sampled_from(Known))
holdings = st.builds(Holdings, st.lists(awards, max_size=6).map(tuple), st.lists(skills, max_size=3).map(tuple))
counting = st.builds(
    Award,
    st.sampled_from(CREDENTIALS),
    st.just(State.AWARDED),
    st.just(Known.VERIFIED),
    awarded=st.one_of(st.none(), st.integers(-900, 0).map(lambda n: TODAY + timedelta(days=n))),
    expires=st.one_of(st.none(), st.integers(0, 900).map(lambda n: TODAY + timedelta(days=n))),
)
"""Verified awards that count today."""

credits = st.sampled_from([0.0, 5.0, 10.0, 20.0])
leaves: st.SearchStrategy[Leaf] = st.one_of(
    st.builds(Holds, st.sampled_from(CREDENTIALS), credits),
    st.builds(HasSkill, st.sampled_from(SKILLS), st.sampled_from([0.0, 0.5]), credits),
)


def _grown(parts: st.SearchStrategy[Requirement]) -> st.SearchStrategy[Requirement]:
    some = st.lists(parts, max_size=4).map(tuple)
    counted = st.builds(Credits, st.sampled_from([0.0, 10.0, 25.0]), st.lists(leaves, max_size=4).map(tuple))
    return st.one_of(st.builds(AllOf, some), st.builds(AtLeast, st.integers(0, 4), some), counted)


requirements: st.SearchStrategy[Requirement] = st.recursive(leaves, _grown, max_leaves=10)


def credential(id_: str, requirement: Requirement | None = None, **more: object) -> Credential:
    """A credential that says no more than it must."""
    place = Provenance("made-up", f"catalogue.csv:{id_}")
    return Credential(id_, id_.upper(), "x", "X", place, requirement=requirement, **more)  # type: ignore[arg-type]
