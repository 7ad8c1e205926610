"""Jobs named in a CV are found where they stand; words that merely resemble a title are not."""

from __future__ import annotations

import pytest

from skills_taxonomy.titles import index
from skills_taxonomy.titles.held import held
from skills_taxonomy.titles.matcher import Matcher
from skills_taxonomy.titles.names import names_of
from tests.skills_taxonomy.titles import world

CV = """Ann Able
Staff Nurse, St James's Hospital, 2016 - 2020
- cared for the sick on the ward

Galley cook at Blue Star 2012-2016
Interests: van driving, software
"""


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(index.made(names_of(world.tables())))


def test_jobs_are_found_with_their_words_and_places(matcher: Matcher) -> None:
    found = {one.occupation: one for one in held(CV, matcher, "a")}
    assert set(found) == {"a:nurse", "a:cook"}
    assert found["a:nurse"].words == "Staff Nurse"
    assert all(CV[one.start : one.end] == one.words for one in found.values())


def test_a_job_named_twice_is_told_once(matcher: Matcher) -> None:
    assert len(held("Staff Nurse\nStaff Nurse\n", matcher, "a")) == 1


@pytest.mark.parametrize("text", ["", "\n\n,,,", "Software", "Driving vans", "x" * 100_000, "2016 - 2018"])
def test_what_names_no_job_gives_none(matcher: Matcher, text: str) -> None:
    assert held(text, matcher, "a") == ()


def test_a_vocabulary_that_is_not_there_has_none(matcher: Matcher) -> None:
    assert held(CV, matcher, "nowhere") == ()
