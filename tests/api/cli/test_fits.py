"""CVs in bulk, from files to rows."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tests.api.cli.conftest import Stackway
from tests.world import DECKHAND_JOB

CV = "I am able to tie knots and work on deck"


def test_files_of_every_kind_are_read_and_bad_rows_are_named(stackway: Stackway, tmp_path: Path) -> None:
    (tmp_path / "cvs").mkdir()
    (tmp_path / "cvs" / "ann.txt").write_text(CV)
    (tmp_path / "cvs" / "bob.html").write_text(f"<p>{CV}</p>")
    (tmp_path / "many.jsonl").write_text(json.dumps({"id": "eve", "text": CV}) + "\n{oops\n" + '{"id": "nil"}\n')
    (tmp_path / "many.csv").write_text(
        'id,text\ncarl,"I am able to tie knots"\n,\nlong,' + "x" * 200_000 + "\ndora,I am able to tie knots\n"
    )
    given = [str(tmp_path / name) for name in ("cvs", "many.jsonl", "many.csv")]
    told = stackway("occupations", "fit", *given, "--json").json["documents"]
    good = {one["id"]: one for one in told if "problem" not in one}
    assert set(good) == {"ann.txt", "bob.html", "eve", "carl", "dora"}
    assert all(one["occupations"][0]["id"] == DECKHAND_JOB for one in good.values())
    bad = {one["where"]: one["problem"] for one in told if "problem" in one}
    assert set(bad) == {"many.jsonl:2", "many.jsonl:3", "many.csv:3", "many.csv:4"}
    assert "no JSON" in bad["many.jsonl:2"]


def test_rows_are_written_text_by_text(stackway: Stackway, tmp_path: Path) -> None:
    (tmp_path / "cv.txt").write_text(CV)
    (tmp_path / "scan.txt").write_bytes(b"%PDF-1.7 \x00\x01")
    out = tmp_path / "fits.csv"
    given = [str(tmp_path / name) for name in ("cv.txt", "scan.txt")]
    ran = stackway("occupations", "fit", *given, "--out", out)
    assert ran.code == 0
    assert "1 could not be read" in ran.said
    with out.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["id"] == DECKHAND_JOB
    assert "tie knots" in rows[0]["has"].split("|")
    assert rows[-1]["document"] == "scan.txt"
    assert "PDF" in rows[-1]["problem"]


def test_what_is_not_there_or_of_no_kind_is_said(stackway: Stackway, tmp_path: Path) -> None:
    (tmp_path / "cv.docx").write_bytes(b"PK")
    (tmp_path / "rows.csv").write_text("id,cv\n1,x\n")
    (tmp_path / "empty").mkdir()
    for name, said in (
        ("cv.docx", "of no kind"),
        ("rows.csv", "no column text"),
        ("empty", "no texts"),
        ("no", "no file"),
    ):
        ran = stackway("occupations", "fit", tmp_path / name)
        assert ran.code == 1
        assert said in ran.said
