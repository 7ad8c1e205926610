"""The preview: what an issuer's learners would be shown, in a folder, without anything sent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.engine import Engine
from api.preview import Row, write_preview
from data.records import AwardRow
from tests import world
from tests.api.conftest import NOW
from tests.api.pages.reading import Page

LEARNER = "ann@example.org"
EVERYTHING = (*world.NAMES, "sea:ELSEWHERE", "sea:/x'\"<b>")


@pytest.fixture
def rows(engine: Engine, tmp_path: Path) -> list[Row]:
    """A preview of two learners: a deckhand, and one who has everything."""
    awards = [AwardRow(learner=LEARNER, credential=world.DECKHAND, issuer="sea")]
    awards += [AwardRow(learner="old <i>salt</i>", credential=id_, issuer="sea") for id_ in EVERYTHING]
    engine.records.add_awards(awards, NOW)
    return write_preview(
        engine, tmp_path / "out", learners=20, issuer="", goal="skipper", limit=3, own=True, today=world.TODAY
    )


def test_each_learner_gets_a_block_and_a_text_named_by_number(rows: list[Row], tmp_path: Path) -> None:
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["0001.html", "0001.txt", "0002.html", "0002.txt", "index.html"]
    assert [row.learner for row in rows] == [LEARNER, "old <i>salt</i>"]


def test_a_deckhand_would_be_shown_the_skippers_certificate(rows: list[Row], tmp_path: Path) -> None:
    assert rows[0].names[0] == "Skipper Certificate"
    assert "1. Skipper Certificate" in (tmp_path / "out" / "0001.txt").read_text("utf-8")
    assert "Skipper Certificate" in Page((tmp_path / "out" / "0001.html").read_text("utf-8")).said


def test_who_has_everything_of_their_issuer_is_said_to(rows: list[Row]) -> None:
    assert rows[1].names == ()
    assert rows[1].remark == "Nothing of sea is left to suggest; with --all others' credentials are, too."


def test_the_index_shows_everybody_with_reasons_and_evidence(rows: list[Row], tmp_path: Path) -> None:
    html = (tmp_path / "out" / "index.html").read_text("utf-8")
    page = Page(html)
    assert "What 2 learners would be shown" in page.said
    assert "Asks for Deckhand Certificate, which you hold." in page.said
    assert "credentials.csv:" in page.said
    assert "old <i>salt</i>" in page.said
    assert "<script" not in html


def test_a_block_names_nobody(rows: list[Row]) -> None:
    assert LEARNER not in rows[0].html + rows[0].text


def test_rows_are_plain_values(rows: list[Row]) -> None:
    row = json.loads(json.dumps(rows[0].as_json()))
    assert row["learner"] == LEARNER
    assert row["suggestions"][0]["credential"] == world.SKIPPER
    assert row["suggestions"][0]["reasons"][0]["evidence"]


def test_a_preview_is_kept_of_nobody_and_shows_nothing(rows: list[Row], engine: Engine) -> None:
    engine.events.flush()
    assert engine.records.forget(LEARNER).rows.get("suggestions", 0) == 0
    assert sum(row.shown for row in engine.records.funnel()) == 0


def test_without_learners_the_index_says_what_to_do(engine: Engine, tmp_path: Path) -> None:
    assert not write_preview(
        engine, tmp_path / "out", learners=5, issuer="sea", goal="", limit=3, own=True, today=world.TODAY
    )
    assert "stackway import awards.csv" in (tmp_path / "out" / "index.html").read_text("utf-8")
