"""The titles that are kept apart are nobody's names, and their families stay together."""

from __future__ import annotations

import pytest

from skills_taxonomy.titles.cleaning import key
from skills_taxonomy.titles.names import names_of
from tests.benchmarks.titles import split
from tests.skills_taxonomy.titles import world


def test_a_family_is_in_one_tenth() -> None:
    parts = split.split(world.tables())
    assert parts.tenths["able seaman as"] == parts.tenths["able seaman"] == parts.tenths["as"]


@pytest.mark.parametrize("tenth", range(split.TENTHS))
def test_a_tenth_left_out_is_no_name(tenth: int) -> None:
    parts = split.split(world.tables())
    names = names_of(parts.tables, parts.without(tenth))
    left = {key(name) for name in names.names} & parts.without(tenth)
    assert left <= {key(label) for label in names.labels}
    assert set(names.labels) <= set(names.names)


def test_every_alternate_is_asked_once_with_all_who_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(split, "VOCABULARIES", ("a", "b"))
    parts = split.split(world.tables())
    asked = {query.title: query.right for tenth in parts.queries["a"].values() for query in tenth}
    assert asked["Rigger"] == {"a:sailor", "a:cook"}
    assert asked["Able Seaman (AS)"] == {"a:sailor"}
    assert len(asked) == 14
