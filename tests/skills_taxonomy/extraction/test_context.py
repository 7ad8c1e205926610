"""What a sentence says of a skill: wanted or not, how well, how long; and which part of a document it stands in."""

from __future__ import annotations

import pytest

from skills_taxonomy.extraction.context import said_of
from skills_taxonomy.extraction.sections import Section, heading_of, sentences


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("You must know SQL", "required"),
        ("SQL is essential", "required"),
        ("SQL would be an advantage", "wished"),
        ("Ideally you know SQL", "wished"),
        ("Java is a must, SQL is a plus", "wished"),
        ("SQL is a must, Java is a plus", "required"),
        ("Java, SQL and Python are a plus", "wished"),
        ("SQL is not required", "not needed"),
        ("No SQL needed", "not needed"),
        ("You don't need SQL", "not needed"),
        ("Not only SQL but also Java is required", "required"),
        ("No degree needed, but you must know SQL", "required"),
        ("Able to write SQL without supervision", "stated"),
        ("We work with SQL", "stated"),
        ("SQL is not essential but desirable", "not needed"),
    ],
)
def test_whether_it_is_wanted(sentence: str, wanted: str) -> None:
    at = sentence.index("SQL")
    assert said_of(sentence, at, at + 3, Section.OTHER).wanted == wanted


def test_the_section_decides_where_the_sentence_says_nothing() -> None:
    assert said_of("SQL", 0, 3, Section.REQUIREMENTS).wanted == "required"
    assert said_of("SQL", 0, 3, Section.WISHES).wanted == "wished"
    assert said_of("SQL", 0, 3, Section.DUTIES).wanted == "stated"
    assert said_of("SQL is a plus", 0, 3, Section.REQUIREMENTS).wanted == "wished"


@pytest.mark.parametrize(
    ("sentence", "level", "years"),
    [
        ("Basic SQL", "basic", None),
        ("Excellent knowledge of SQL", "advanced", None),
        ("Expert in SQL", "expert", None),
        ("Good Java, advanced SQL", "advanced", None),
        ("SQL (B2)", "B2", None),
        ("SQL at level C1", "C1", None),
        ("3+ years of SQL", "", 3.0),
        ("three years with SQL", "", 3.0),
        ("5-7 years' SQL", "", 5.0),
        ("SQL, at least 2 years", "", 2.0),
        ("2,5 years SQL", "", 2.5),
        ("10 yrs SQL", "", 10.0),
        ("SQL", "", None),
    ],
)
def test_how_well_and_how_long(sentence: str, level: str, years: float | None) -> None:
    at = sentence.index("SQL")
    said = said_of(sentence, at, at + 3, Section.OTHER)
    assert (said.level, said.years) == (level, years)


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Requirements", Section.REQUIREMENTS),
        ("What you'll need:", Section.REQUIREMENTS),
        ("About you", Section.REQUIREMENTS),
        ("ESSENTIAL CRITERIA", Section.REQUIREMENTS),
        ("Key responsibilities", Section.DUTIES),
        ("What you will do", Section.DUTIES),
        ("Desirable", Section.WISHES),
        ("Nice to have", Section.WISHES),
        ("What we offer", Section.BENEFITS),
        ("Benefits:", Section.BENEFITS),
        ("About us", Section.COMPANY),
        ("Who we are", Section.COMPANY),
        ("Equal opportunities", Section.EQUALITY),
        ("How to apply", Section.APPLYING),
        ("Learning outcomes", Section.TAUGHT),
        ("Location:", Section.OTHER),
    ],
)
def test_headings(line: str, section: Section) -> None:
    assert heading_of(line) is section


@pytest.mark.parametrize(
    "line",
    [
        "Excellent communication skills",
        "We need a plumber.",
        "Python",
        "Experience with Docker, Kubernetes",
        "- SQL;",
        "",
    ],
)
def test_lines_that_are_no_headings(line: str) -> None:
    assert heading_of(line) is None


def test_sentences_cover_the_words_and_never_overlap() -> None:
    text = "Requirements:\nOne thing. Another (e.g. this) thing!\nEssential: SQL; Java\nA line that goes on\n"
    found = [(text[one.start : one.end], one.section) for one in sentences(text)]
    assert [said for said, _ in found][:3] == ["One thing.", "Another (e.g. this) thing!", "SQL;"]
    assert ("SQL;", Section.REQUIREMENTS) in found
    places = [(one.start, one.end) for one in sentences(text)]
    assert all(a < b <= c for (a, b), (c, _) in zip(places, [*places[1:], (len(text), 0)], strict=True))


def test_a_label_names_its_own_line_alone() -> None:
    text = "Desirable: Docker\nSQL is used here every day"
    assert [one.section for one in sentences(text)] == [Section.WISHES, Section.OTHER]
