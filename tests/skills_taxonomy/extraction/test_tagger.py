"""What a build keeps of what it reads: tags without overlaps, as sure as descriptions of credentials make them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from skills_taxonomy.extraction.extractor import Extractor
from skills_taxonomy.extraction.plain import MOST
from skills_taxonomy.extraction.tagger import TAUGHT, DocumentTagger
from skills_taxonomy.extraction.types import Kind


def test_what_is_named_is_tagged_and_what_isnt_needed_is_not(extractor: Extractor) -> None:
    text = "You learn Python and SQL. No experience in COBOL needed. You negotiate contracts."
    tags = DocumentTagger(extractor)(text)
    assert {"t:python", "t:sql", "s:contracts"} <= {tag.skill for tag in tags}
    assert "t:cobol" not in {tag.skill for tag in tags}
    assert all(text[tag.start : tag.end] == tag.words for tag in tags)


def test_a_tag_is_surer_than_the_mention_by_the_odds_of_being_taught(extractor: Extractor) -> None:
    text = "Requirements: five years of experience with SQL."
    (mention,) = [one for one in extractor.read(text).mentions if one.skill == "t:sql"]
    (tag,) = [one for one in DocumentTagger(extractor)(text) if one.skill == "t:sql"]
    odds = TAUGHT * mention.marked / (1 - mention.marked)
    assert abs(tag.confidence - mention.confidence / mention.marked * odds / (1 + odds)) < 1e-3
    assert mention.confidence < tag.confidence <= 1


def test_what_is_no_text_or_too_long_gives_no_error(extractor: Extractor) -> None:
    tagger = DocumentTagger(extractor)
    assert tagger("%PDF-1.7 \0\0\0") == ()
    assert tagger("") == ()
    long = "We use Python. " + "a b c. " * (MOST // 7)
    assert [tag.skill for tag in tagger(long[: MOST + 100])][:1] == ["t:python"]


def test_a_product_is_meant_only_by_its_own_spelling(extractor: Extractor) -> None:
    said = [one for one in extractor.read("You will excel at docking ships and go far.").mentions if one.skill]
    assert not [one for one in said if one.kind is Kind.MEANT and one.skill.startswith("t:")]


WORDS = ["Python", "SQL", "R", "lead a team", "team management", "negotiate contracts", "and", ". ", "no", "needed"]


@given(st.lists(st.sampled_from(WORDS), max_size=12))
@settings(max_examples=60, deadline=None)
def test_tags_never_overlap_and_stand_in_the_order_of_the_text(extractor: Extractor, words: list[str]) -> None:
    tags = DocumentTagger(extractor)(" ".join(words))
    assert all(one.end <= two.start for one, two in pairwise(tags))
    assert all(0 < tag.confidence <= 1 for tag in tags)
