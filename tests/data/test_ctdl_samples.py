"""CTDL as it is published: every file is read or refused with its place, and what is in it is what a reader finds."""

from __future__ import annotations

import socket
import tomllib
from pathlib import Path
from typing import Any

import pytest

from conftest import BENCH
from data import ctdl
from data.errors import UnreadableFile
from data.heads import Head
from data.reading import Reading
from tests.data.test_ctdl_dialects import table

HERE = Path(__file__).parent / "fixtures" / "ctdl"
SAMPLES = BENCH / "ctdl-samples"
EXPECTED = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))["file"]
FILES = sorted(path for path in SAMPLES.rglob("*") if path.is_file())


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a reader reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def credentials(name: str) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in table(ctdl.read(HERE / name), "credentials")}


def outcome(path: Path) -> tuple[Reading | None, UnreadableFile | None]:
    try:
        return ctdl.read(path), None
    except UnreadableFile as refused:
        return None, refused


def test_a_masters_degree_of_the_registry() -> None:
    row = credentials("registry-master-degree.json")["Master of Science in Project Management"]
    assert (row["kind"], row["status"]) == ("master degree", "active")
    assert row["id"] == "ctdl:ce-6bf1a7e2-814e-4598-a66e-a3e2ecb727d8"
    assert row["occupations"] == ["Security Managers"]


def test_a_certification_of_the_registry_with_the_occupations_it_leads_to() -> None:
    row = credentials("registry-certification.json")["Certified Occupational Therapy Assistant (COTA®)"]
    assert row["occupations"] == ["Occupational Therapists", "Occupational Therapy Assistants"]
    assert (row["level"], row["language"]) == ("Associates Degree Level", "en")
    assert "Takes 2 years." in row["note"]
    assert "To be deemed eligible to sit for the NBCOT certification examination" in row["note"]


def test_an_assessment_inside_a_requirement_is_a_credential_that_must_be_held() -> None:
    found = credentials("registry-certification-with-assessment.json")
    assert found["CSP Examination"]["id"] in found["Health Informatics"]["requirement"]


@pytest.mark.parametrize("name", ["assistant-languages", "assistant-nursing"])
def test_what_is_sent_to_the_registry_and_what_it_publishes_become_the_same(name: str) -> None:
    sent, published = (ctdl.read(HERE / f"{name}-{end}.json") for end in ("input", "output"))
    for kind, columns in (
        ("credentials", ("id", "name", "kind", "requirement", "description", "subjects", "occupations")),
        ("credential_skills", ("credential", "label")),
        ("offerings", ("id", "cost", "currency", "mode")),
    ):
        one, other = (
            sorted([[str(row[column]) for column in columns] for row in table(reading, kind)])
            for reading in (sent, published)
        )
        assert one == other


def test_an_envelope_of_the_registry_holds_one_course_with_its_price() -> None:
    reading = ctdl.read(HERE / "envelope-learning-opportunity.json")
    (row,) = table(reading, "offerings")
    assert (row["currency"], row["cost"] is None) == ("USD", False)
    assert len(table(reading, "credentials")) == 1


def test_a_broken_file_is_refused_with_line_and_column() -> None:
    with pytest.raises(UnreadableFile, match="not JSON at line 17, column 5"):
        ctdl.read(HERE / "broken-condition-manifest.json")


@pytest.mark.parametrize("path", sorted(HERE.glob("*.json")), ids=lambda path: str(path.name))
def test_each_kept_file_is_told_by_its_beginning(path: Path) -> None:
    assert ctdl.recognises(Head(path))


@pytest.mark.bench_data
@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(SAMPLES)) for path in FILES])
def test_every_file_is_read_with_counts_or_refused_with_the_place_and_what_to_do(path: Path) -> None:
    reading, refused = outcome(path)
    if reading is None:
        assert refused is not None
        assert path.name in str(refused)
        assert refused.hint
        assert any(word in str(refused) for word in ("line ", "nothing in it is CTDL", "an empty file"))
        return
    assert sum(reading.report.read.values()) or reading.report.aside or reading.report.remarks
    assert all(one.locator.startswith(path.name) for one in reading.report.aside)
    for name, frame in reading.tables.items():
        assert all(locator.startswith(path.name) for locator in frame["locator"]), name


@pytest.mark.bench_data
@pytest.mark.parametrize("case", EXPECTED, ids=[case["path"].rpartition("/")[2] for case in EXPECTED])
def test_what_is_in_a_file_is_what_a_reader_finds(case: dict[str, Any]) -> None:
    reading = ctdl.read(SAMPLES / case["path"])
    names = sorted(row["name"].strip() for row in table(reading, "credentials"))
    if "credentials_number" in case:
        assert len(names) == case["credentials_number"]
    else:
        assert len(names) == len(case.get("credentials", ()))
        assert all(
            name.startswith(start) for name, start in zip(names, sorted(case.get("credentials", ())), strict=True)
        )
    for key, kind in (("competencies", "skills"), ("occupations", "occupations"), ("steps", "pathway_steps")):
        rows = [
            row
            for row in table(reading, kind)
            if kind != "pathway_steps" or row["kind"] not in ("group", "skill", "job")
        ]
        assert len(rows) == case.get(key, 0), kind
    if "offerings" in case:
        assert len(table(reading, "offerings")) == case["offerings"]
