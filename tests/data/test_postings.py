"""Job postings in the forms in which they come: what is found in each, and how bad ones are set aside."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import postings
from data.errors import UnreadableFile
from data.html_text import plain
from data.reading import MAX_LINE, Reading

BENCH = Path(os.environ.get("STACKWAY_BENCH_DATA", Path(__file__).parents[2].parent / "shared" / "data" / "bench"))
RIGGER: dict[str, Any] = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "Rigger",
    "description": "<p>Tie <b>knots</b></p><p>Bend ropes</p>",
    "hiringOrganization": {"@type": "Organization", "name": "Ropes Ltd"},
    "jobLocation": {"address": {"addressLocality": "Porto", "addressCountry": {"name": "PT"}}},
    "datePosted": "2026-01-02T08:00",
    "validThrough": "2026-02-02",
    "identifier": {"@type": "PropertyValue", "name": "Ropes Ltd", "value": "R-7"},
    "url": "https://ropes.example/r7",
    "occupationalCategory": "49-9096.00 Riggers",
}


def _read(folder: Path, name: str, content: str | bytes, **more: Any) -> Reading:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return postings.read(path, issuer="jobs", **more)


def _rows(reading: Reading) -> list[dict[str, Any]]:
    return [dict(row) for row in reading.tables["postings"].to_dict("records")]


def test_csv_columns_are_found_by_their_usual_names(tmp_path: Path) -> None:
    text = (
        "Job Title,Company,Location,Date Posted,Job Description,Link,Salary\n"
        "Rigger,Ropes Ltd,Porto,31/01/2026,<p>Tie knots</p>,https://ropes.example/7,100\n"
    )
    row = _rows(_read(tmp_path, "jobs.csv", text))[0]
    assert (row["title"], row["employer"], row["place"], row["posted"], row["text"], row["url"]) == (
        "Rigger", "Ropes Ltd", "Porto", "2026-01-31", "Tie knots", "https://ropes.example/7",
    )  # fmt: skip
    assert row["locator"] == "jobs.csv:2"


@pytest.mark.parametrize("shape", ["single", "list", "graph", "html", "lines"])
def test_a_schema_org_posting_is_read_in_every_wrapping(tmp_path: Path, shape: str) -> None:
    one = json.dumps(RIGGER)
    wrapped = {
        "single": ("r.json", one),
        "list": ("r.json", f"[{one}]"),
        "graph": ("r.jsonld", json.dumps({"@graph": [{"@type": "Organization"}, RIGGER]})),
        "html": ("r.html", f"<html><script>var x=1</script><script type='application/ld+json'>{one}</script></html>"),
        "lines": ("r.jsonl", one),
    }
    row = _rows(_read(tmp_path, *wrapped[shape]))[0]
    assert (row["id"], row["title"], row["employer"], row["place"], row["country"]) == (
        "jobs:R-7", "Rigger", "Ropes Ltd", "Porto", "PT",
    )  # fmt: skip
    assert (row["posted"], row["closes"], row["text"], row["occupation"]) == (
        "2026-01-02", "2026-02-02", "Tie knots\nBend ropes", "onet:49-9096.00",
    )  # fmt: skip


def test_fields_of_an_array_of_records_are_joined_as_told(tmp_path: Path) -> None:
    items = [{"id": 1, "title": "", "summary": ""}, {"id": 2, "title": "Rigger", "summary": "Ropes.", "duties": "Tie."}]
    fields = {"text": ("summary", "duties")}
    reading = _read(tmp_path, "jobs.json", json.dumps(items), fields=fields, country="US")
    row = _rows(reading)[0]
    assert (row["id"], row["text"], row["country"], row["locator"]) == ("jobs:2", "Ropes.\nTie.", "US", "jobs.json#/1")
    assert [str(aside) for aside in reading.report.aside] == ["jobs.json#/0: no title"]


def test_an_object_with_one_list_of_records_is_read_as_that_list(tmp_path: Path) -> None:
    reading = _read(tmp_path, "jobs.json", json.dumps({"total": 1, "results": [{"title": "Rigger"}]}))
    assert [row["title"] for row in _rows(reading)] == ["Rigger"]


def test_a_posting_without_identifier_gets_one_that_depends_on_what_it_says(tmp_path: Path) -> None:
    first = _rows(_read(tmp_path, "a.jsonl", '{"title":"Rigger","text":"Tie"}\n'))[0]["id"]
    again = _rows(_read(tmp_path, "b.csv", "title,text\nRigger,Tie\n"))[0]["id"]
    other = _rows(_read(tmp_path, "c.csv", "title,text\nRigger,Bend\n"))[0]["id"]
    assert first == again != other


def test_exact_duplicates_are_set_aside_naming_the_first(tmp_path: Path) -> None:
    reading = _read(tmp_path, "j.csv", "title,text\nRigger,Tie\nSailor,Sail\nRigger,Tie\n")
    assert [row["title"] for row in _rows(reading)] == ["Rigger", "Sailor"]
    assert [str(aside) for aside in reading.report.aside] == ["j.csv:4: the same posting stands already at j.csv:2"]


def test_a_bad_date_or_address_is_left_empty_and_said(tmp_path: Path) -> None:
    reading = _read(tmp_path, "j.csv", "title,posted,url\nRigger,soon,javascript:alert(1)\n")
    assert (_rows(reading)[0]["posted"], _rows(reading)[0]["url"]) == (None, None)
    assert len(reading.report.aside) == 2


def test_dates_that_leave_month_and_day_open_are_left_empty_until_told(tmp_path: Path) -> None:
    text = "title,posted\nRigger,5/6/2026\n"
    open_ = _read(tmp_path, "j.csv", text)
    assert _rows(open_)[0]["posted"] is None
    assert "date_format" in open_.report.remarks[0]
    assert _rows(_read(tmp_path, "j.csv", text, date_format="day first"))[0]["posted"] == "2026-06-05"


def test_broken_and_oversized_lines_are_set_aside_and_the_rest_is_read(tmp_path: Path) -> None:
    long_ = '{"title":"' + "x" * (MAX_LINE + 10) + '"}'
    text = f'{{"title":"A"}}\nnonsense\n{long_}\n[1]\n{"[" * 5_000}\n{{"title":"B"}}\n'
    reading = _read(tmp_path, "j.jsonl", text)
    assert [row["title"] for row in _rows(reading)] == ["A", "B"]
    assert [aside.locator for aside in reading.report.aside] == ["j.jsonl:2", "j.jsonl:3", "j.jsonl:4", "j.jsonl:5"]


def test_what_stands_before_the_break_of_a_truncated_array_is_kept(tmp_path: Path) -> None:
    reading = _read(tmp_path, "j.json", '[{"title":"A"},{"title":"B"},{"tit')
    assert [row["title"] for row in _rows(reading)] == ["A", "B"]
    assert reading.report.aside[0].locator == "j.json#/2"


@pytest.mark.parametrize("content", [b"[nonsense", b"{nonsense", b'{"title": "Caf\xe9"}'])
def test_a_file_in_which_nothing_can_be_read_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        _read(tmp_path, "j.json", content)


def test_text_that_no_encoding_can_hold_is_mended(tmp_path: Path) -> None:
    assert _rows(_read(tmp_path, "j.jsonl", '{"title": "Rigger \\ud800"}'))[0]["title"] == "Rigger ?"
    assert _rows(_read(tmp_path, "j.json", '[{"title": "Rigger \\ud83d\\ude00"}]'))[0]["title"] == "Rigger \U0001f600"


def test_a_page_without_postings_says_so(tmp_path: Path) -> None:
    reading = _read(tmp_path, "p.html", "<script type='application/ld+json'>{oops</script>")
    assert reading.report.remarks
    assert reading.report.aside


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<script>alert(1)</script><p>Tie</p>", "Tie"),
        ("&lt;p&gt;Tie &amp;amp; bend&lt;/p&gt;", "Tie & bend"),
        ("a<b and 3 < 4", "a<b and 3 < 4"),
        ("Tie<br>Bend<br/>", "Tie\nBend"),
        ("<p onclick=x>Tie<p>Bend", "Tie\nBend"),
    ],
)
def test_html_becomes_the_words_that_a_reader_sees(html: str, text: str) -> None:
    assert plain(html) == text


@given(st.text(max_size=80))
def test_turning_any_text_into_words_never_fails(text: str) -> None:
    plain(text)
    plain(f"<p>{text}</p>")


@pytest.mark.bench_data
@pytest.mark.skipif(not BENCH.is_dir(), reason="the benchmark data aren't here")
def test_thousands_of_real_postings_are_read(tmp_path: Path) -> None:
    packed = BENCH / "postings" / "nhs-jobs-2020" / "nhs_jobs_redacted.jsonl.gz"
    reading = _read(tmp_path, "nhs.jsonl", gzip.decompress(packed.read_bytes()))
    read = reading.report.read["postings"]
    assert read > 10_000
    assert not any("<p>" in (text or "") for text in reading.tables["postings"]["text"])
