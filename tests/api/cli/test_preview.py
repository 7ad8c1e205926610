"""`stackway preview`: what an issuer's learners would be shown, in files, and nothing sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.records import Records
from data.workspace import Workspace
from tests.api.cli.conftest import Stackway
from tests.world import DECKHAND

DAY = ("--today", "2026-06-01")
EXAMPLE = Path(__file__).parents[3] / "examples" / "issuer"


@pytest.fixture
def acme(stackway: Stackway) -> Stackway:
    """The made-up issuer's files beside the sea school's."""
    assert stackway("import", EXAMPLE / "catalogue.csv", EXAMPLE / "awards.csv", "--issuer", "acme").code == 0
    assert stackway("build", "--no-default-data").code == 0
    return stackway


def test_each_learner_gets_a_page_and_a_text_and_one_page_shows_them_all(acme: Stackway, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = acme("preview", "--learners", "7", "--out", out, *DAY, "--json").json
    assert len(told["learners"]) == 7
    assert (out / "index.html").exists()
    for row in told["learners"]:
        html, text = (out / row["html"]).read_text("utf-8"), (out / row["text"]).read_text("utf-8")
        for one in row["suggestions"]:
            assert one["name"] in text
            assert one["name"] not in row["held"]
            assert one["credential"].startswith("acme:")
            assert one["name"] in html
        assert "<script" not in html
        assert row["suggestions"] or row["remark"]


def test_what_is_required_and_not_held_is_never_sent(acme: Stackway, tmp_path: Path) -> None:
    told = acme("preview", "--learners", "40", "--out", tmp_path / "out", *DAY, "--json").json
    assert len(told["learners"]) == 40
    for row in told["learners"]:
        names = {one["credential"] for one in row["suggestions"]}
        if "Data Analysis Foundations" not in row["held"]:
            assert not names & {"acme:DATA-2", "acme:DATA-3"}
        assert all(one["eligible"] != "no" for one in row["suggestions"])


def test_the_same_preview_twice_suggests_the_same(acme: Stackway, tmp_path: Path) -> None:
    first, second = (acme("preview", "--learners", "5", "--out", tmp_path / n, *DAY, "--json").json for n in "ab")
    assert [row["suggestions"] for row in first["learners"]] == [row["suggestions"] for row in second["learners"]]


def test_a_learners_name_stands_in_no_file_name(stackway: Stackway, tmp_path: Path) -> None:
    awards = tmp_path / "awards.csv"
    awards.write_text(f"learner,credential,date\n../../up,{DECKHAND},2025-01-01\n<b>x</b>,{DECKHAND},2025-01-01\n")
    assert stackway("import", awards, "--issuer", "sea").code == 0
    out = tmp_path / "out"
    assert stackway("preview", "--out", out, *DAY).code == 0
    assert not (tmp_path.parent / "up").exists()
    assert {path.name for path in out.iterdir()} >= {"index.html", "0001.html", "0001.txt", "0002.html"}
    assert "<b>x</b>" not in (out / "index.html").read_text("utf-8")


def test_without_learners_it_says_what_to_import(stackway: Stackway, tmp_path: Path) -> None:
    for words in ((), ("--issuer", "land")):
        ran = stackway("preview", *words, "--out", tmp_path / "out", *DAY)
        assert ran.code == 1
        assert "stackway import" in ran.err
        assert not (tmp_path / "out").exists()


def test_a_preview_makes_no_figures_for_a_person(acme: Stackway, sea_workspace: Path, tmp_path: Path) -> None:
    assert acme("preview", "--learners", "3", "--out", tmp_path / "out", *DAY).code == 0
    with Records.open(Workspace.open(sea_workspace).records_url) as records:
        assert sum(row.shown + row.clicked for row in records.funnel()) == 0


@pytest.mark.parametrize("words", [("--learners", "0"), ("--learners", "-3"), ("--limit", "0"), ("--limit", "99")])
def test_impossible_numbers_are_refused(stackway: Stackway, words: tuple[str, ...], tmp_path: Path) -> None:
    ran = stackway("preview", *words, "--out", tmp_path / "out")
    assert ran.code != 0
    assert ran.out == ""
