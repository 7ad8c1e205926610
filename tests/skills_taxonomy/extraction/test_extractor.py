"""Documents read for skills: right places, what is said of them, parts that don't count, and bad input."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skills_taxonomy.errors import DocumentTooLong, NotAText
from skills_taxonomy.extraction.extractor import Extractor
from skills_taxonomy.extraction.sections import Section
from skills_taxonomy.extraction.types import Kind, Mention

AD = """Data engineer (m/f/d)

About us
We are a leading maker of knots. Our team writes Java.

Your responsibilities:
- Negotiate contracts with suppliers

Requirements
• At least five years of experience with SQL
• Fluent English (C1); German is a plus
• No experience in COBOL needed

Nice to have:
- Docker

Benefits
- Free Python course and a pension scheme

We are an equal opportunity employer: ask for the Excel form.
"""


def by_skill(extractor: Extractor, text: str) -> dict[str, Mention]:
    return {one.skill: one for one in extractor.read(text).mentions if one.skill}


def test_an_advertisement_is_read_as_a_person_would(extractor: Extractor) -> None:
    found = by_skill(extractor, AD)
    assert set(found) == {"s:contracts", "t:sql", "s:english", "s:german", "t:cobol", "t:docker"}
    assert (found["t:sql"].wanted, found["t:sql"].years) == ("required", 5.0)
    assert (found["s:english"].wanted, found["s:english"].level) == ("required", "C1")
    assert (found["s:german"].wanted, found["s:german"].level) == ("wished", "")
    assert found["t:cobol"].wanted == "not needed"
    assert found["t:docker"].wanted == "wished"
    assert found["s:contracts"].section is Section.DUTIES


def test_what_isnt_read_is_counted(extractor: Extractor) -> None:
    assert extractor.read(AD).aside == {Section.COMPANY: 2, Section.BENEFITS: 1, Section.EQUALITY: 1}


def test_the_profile_leaves_out_what_isnt_needed_and_weighs_wishes_less(extractor: Extractor) -> None:
    skills = {one.skill: one for one in extractor.read("SQL is required.\nSQL is a plus.\nNo COBOL needed.").skills}
    assert set(skills) == {"t:sql"}
    assert (skills["t:sql"].mentions, skills["t:sql"].wanted) == (2, "required")
    (required,) = extractor.read("SQL is required.").skills
    (wished,) = extractor.read("SQL is a plus.").skills
    assert wished.weight < required.weight < skills["t:sql"].weight <= 1.0


@pytest.mark.parametrize(
    ("text", "skill", "words"),
    [
        ("Programs in R, SQL and Python", "t:r", "R"),
        ("Services in Go and Python", "t:go", "Go"),
        ("Knows C, Java and SQL", "t:c", "C"),
        ("You know Excel and SQL", "t:excel", "Excel"),
        ("Runs k8s clusters", "t:kubernetes", "k8s"),
        ("Negotiating contracts with the unions", "s:contracts", "Negotiating contracts"),
        ("You will be negotiating contracts", "s:contracts", "negotiating contracts"),
    ],
)
def test_names_are_found_inflected_shortened_and_in_company(
    extractor: Extractor, text: str, skill: str, words: str
) -> None:
    found = by_skill(extractor, text)
    assert skill in found
    assert words in found[skill].words


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("You must excel in what you do", "t:excel"),
        ("Vitamin C is good for you", "t:c"),
        ("Always on the go", "t:go"),
        ("R&D is our heart", "t:r"),
    ],
)
def test_words_that_only_look_like_names_are_none(extractor: Extractor, text: str, skill: str) -> None:
    assert skill not in by_skill(extractor, text)


def test_words_of_no_vocabulary_stand_as_unknown(extractor: Extractor) -> None:
    found = extractor.read("Requirements:\n- Strong knowledge of thermodynamics").mentions
    assert [(one.words, one.kind, one.skill) for one in found] == [("thermodynamics", Kind.UNKNOWN, "")]


def test_the_same_text_gives_the_same_whatever_was_read_before(extractor: Extractor) -> None:
    before = extractor.read(AD)
    extractor.read("Something else about SQL, German and knots")
    assert extractor.read(AD) == before


@given(
    around=st.lists(st.text(max_size=30), min_size=2, max_size=4),
    marks=st.sampled_from(["{}", "<p>{}</p>", "<b>{}</b>&nbsp;", "\u202e{}\u202c", "\u200b{}\x07", "🐙 {} 🐙"]),
)
@settings(max_examples=60, deadline=None)
def test_places_always_count_the_text_that_was_given(extractor: Extractor, around: list[str], marks: str) -> None:
    text = marks.format("\nKnows Python and SQL.\n").join(around)
    if text.count("\0") + text.count("\ufffd"):
        text = text.replace("\0", " ").replace("\ufffd", " ")
    for one in extractor.read(text).mentions:
        assert text[one.start : one.end] == one.words
        assert 0 <= one.start < one.end <= len(text)
        assert 0.0 <= one.confidence <= one.marked <= 1.0


def test_markup_is_overlooked(extractor: Extractor) -> None:
    text = "<style>.sql{}</style><h2>Requirements</h2><li>Good <a href='x'>SQL</a></li><li>Docker &amp; Python</li>"
    found = by_skill(extractor, text)
    assert {"t:sql", "t:docker", "t:python"} <= set(found)
    assert text[found["t:sql"].start : found["t:sql"].end] == "SQL"
    assert found["t:sql"].start == text.index(">SQL<") + 1
    assert found["t:docker"].section is Section.REQUIREMENTS


@pytest.mark.parametrize("text", ["", "   \n\t", "…", "12345", "🐙🐙🐙", "\u202e\u202c", "\x00"])
def test_a_text_without_words_has_no_skills(extractor: Extractor, text: str) -> None:
    try:
        assert extractor.read(text).mentions == ()
    except NotAText:
        assert text == "\x00"


def test_foreign_sentences_give_no_inventions(extractor: Extractor) -> None:
    text = "Wir suchen eine Person, die gerne mit anderen Menschen arbeitet und Python beherrscht."
    assert {one.skill for one in extractor.read(text).mentions} <= {"t:python"}
    assert extractor.read("אנחנו מחפשים מפתח עם ניסיון ב SQL").sentences == 1


def test_a_thousand_repeats_are_a_thousand_mentions_in_little_time(extractor: Extractor) -> None:
    once = extractor.read("Requirements:\n- Good SQL and Python\n")
    start = time.perf_counter()
    often = extractor.read("Requirements:\n- Good SQL and Python\n" * 1_000)
    assert len(often.mentions) == 1_000 * len(once.mentions)
    assert [one.weight >= other.weight for one, other in zip(often.skills, once.skills, strict=True)]
    assert time.perf_counter() - start < 10


def test_files_that_are_no_text_and_documents_without_end_are_refused(extractor: Extractor) -> None:
    with pytest.raises(DocumentTooLong, match="10,000,000 characters; at most 200,000"):
        extractor.read("a sentence " * 900_000 + "x" * 100_000)
    for start in ("%PDF-1.7", "PK\x03\x04", "{\\rtf1", "\x7fELF\0\0\0\0\0\0"):
        with pytest.raises(NotAText):
            extractor.read(start + " some words")


def test_one_line_without_an_end_is_read_in_bounded_time(extractor: Extractor) -> None:
    start = time.perf_counter()
    extractor.read("<" * 50_000 + "python " * 10_000 + "&" * 20_000)
    assert time.perf_counter() - start < 30
