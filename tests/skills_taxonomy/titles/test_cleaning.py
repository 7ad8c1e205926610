"""What of a title is the job, and what is set aside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills_taxonomy.titles.cleaning import clean, key, spelled_out
from skills_taxonomy.titles.index import head


@pytest.mark.parametrize(
    ("title", "job"),
    [
        ("Sr. Software Eng II (Remote) - London, £40k", "software engineer"),
        ("Registered Nurse (m/f/d) - night shift", "registered nurse"),
        ("RN - ICU - $45/hr + sign-on bonus", "registered nurse"),
        ("URGENT: Delivery Driver needed", "delivery driver needed"),
        ("Data Analyst | Hybrid | Ref: DA-20231", "data analyst"),
        ("Junior Accountant up to £28,000 per annum", "accountant"),
        ("Teacher 37.5 hours per week fixed term contract", "teacher"),
        ("Entwickler (w/m/d) Java", "entwickler java"),
        ("Band 6 Staff Nurse", "staff nurse"),
        ("Senior Care Assistant", "senior care assistant"),
        ("Electrician Level 3", "electrician"),
        ("Asst. Store Mgr", "assistant store manager"),
        ("Warehouse Operative (Nights) #12345", "warehouse operative"),
        ("Remote Sensing Scientist", "remote sensing scientist"),
        ("A/C Technician", "a c technician"),
        ("3D Artist", "3 d artist"),
        ("Senior", "senior"),
        ("$$$", ""),
        ("", ""),
    ],
)
def test_the_job_is_what_is_left(title: str, job: str) -> None:
    assert key(clean(title).job) == job


def test_what_is_set_aside_is_told_with_its_kind() -> None:
    found = clean("Senior Welder (m/f) £15 per hour, full time")
    assert {kind for kind, _ in found.noise} == {"seniority", "gender", "pay", "hours"}


def test_parts_and_asides_stay_apart() -> None:
    found = clean("Manager, Sales (Retail) - Leeds")
    assert (found.job, found.parts, found.asides) == ("Manager", ("Sales", "Leeds"), ("Retail",))


@pytest.mark.parametrize(
    ("title", "stem"), [("Director of Nursing", "director"), ("Nurse, Registered", "nurs"), ("", "")]
)
def test_the_head_says_what_a_title_is_one_of(title: str, stem: str) -> None:
    assert head(title) == stem


def test_abbreviations_inside_words_stay() -> None:
    assert spelled_out("techno dev-ops HR/IT sr") == "techno dev-ops HR/IT senior"


@given(st.text(max_size=400))
def test_any_text_is_cleaned_and_nothing_is_invented(text: str) -> None:
    found = clean(text)
    assert isinstance(found.job, str)
    assert all(kind for kind, _ in found.noise)
