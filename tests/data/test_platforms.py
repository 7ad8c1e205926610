"""Exports of badge platforms: recognised by their headers, confirmed in words, kept in a file, and read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import platforms
from data.errors import InvalidValue, UnreadableFile, WrongColumns
from data.platforms import ColumnMapping
from data.reading import Reading

CREDLY = (
    "Badge Name,Badge Template ID,Issued by,Earner Badge ID,Issuer Earner ID,Group Tag,Badge URL,"
    "Issued to First Name,Issued to Last Name,Country,State,Account status,Issued to Email,Status,Expired,Issue Date"
)
ACCREDIBLE = "Recipient Name,Recipient Email,Group Name,Issued on,Expired on,Grade"
CANVAS = "Badge Class ID,Identifier,First Name,Last Name,Narrative,Evidence URL,Issue Date,Expiration Date"


def _read(folder: Path, text: str, **more: str) -> Reading:
    path = folder / "export.csv"
    path.write_text(text, encoding="utf-8")
    mapping = platforms.guess(platforms.columns(path), **more)
    assert mapping is not None
    return platforms.read(path, mapping, issuer="uni", today=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("header", "platform", "learner", "credential", "day"),
    [
        (CREDLY, "Credly", "Issued to Email", "Badge Template ID", "Issue Date"),
        (CANVAS, "Canvas Credentials", "Identifier", "Badge Class ID", "Issue Date"),
    ],
)
def test_a_platforms_documented_headers_are_recognised(
    header: str, platform: str, learner: str, credential: str, day: str
) -> None:
    mapping = platforms.guess(header.split(","))
    assert mapping is not None
    assert (mapping.platform, mapping.learner, mapping.credential_id, mapping.date) == (
        platform, learner, credential, day,
    )  # fmt: skip


def test_accredibles_headers_are_recognised_with_the_group_as_the_credential() -> None:
    mapping = platforms.guess(ACCREDIBLE.split(","))
    assert mapping is not None
    assert (mapping.platform, mapping.learner, mapping.credential_name, mapping.expires) == (
        "Accredible", "Recipient Email", "Group Name", "Expired on",
    )  # fmt: skip


def test_an_export_about_one_credential_is_taken_once_it_is_named() -> None:
    header = ["Recipient Name", "Recipient Email", "Issued on"]
    assert platforms.guess(header) is None
    mapping = platforms.guess(header, credential="Knots")
    assert mapping is not None
    assert mapping.credential == "Knots"


@pytest.mark.parametrize(
    "header",
    [
        ["student_email", "badge_name", "date_issued"],
        ["Learner", "Course", "Awarded On"],
        ["E-Mail", "Certificate", "Completion date"],
        ["Participants", "Course titel", "Date of issue"],
    ],
)
def test_an_unknown_platform_is_guessed_by_what_columns_are_called(header: list[str]) -> None:
    mapping = platforms.guess(header)
    assert mapping is not None
    assert (mapping.learner, mapping.credential_name) == (header[0], header[1])


def test_a_file_about_something_else_is_not_guessed_at_all() -> None:
    assert platforms.guess(["sku", "colour", "size"]) is None
    assert platforms.guess([]) is None


def test_a_credly_export_becomes_awards_and_credentials(tmp_path: Path) -> None:
    row = "Knots,T1,Uni,9,,,https://c.example/9,Ann,A,US,Texas,Confirmed,{},{},{},{}"
    text = "\n".join(
        [
            CREDLY,
            row.format("ann@x.example", "accepted", "", "05/31/2024"),
            row.format("bob@x.example", "pending", "Expired", "06/01/2022"),
            row.format("cyd@x.example", "revoked", "", "06/02/2024"),
            row.format("dan@x.example", "rejected", "", "06/02/2024"),
            row.format("eve@x.example", "lost", "", "06/02/2024"),
        ]
    )
    reading = _read(tmp_path, text)
    awards = reading.tables["awards"]
    assert awards[["learner", "credential", "state", "date", "known"]].to_numpy().tolist() == [
        ["ann@x.example", "uni:T1", "awarded", "2024-05-31", "verified"],
        ["bob@x.example", "uni:T1", "expired", "2022-06-01", "verified"],
        ["cyd@x.example", "uni:T1", "revoked", "2024-06-02", "verified"],
    ]
    assert reading.tables["credentials"][["id", "name", "issuer_name"]].to_numpy().tolist() == [
        ["uni:T1", "Knots", "Uni"]
    ]
    assert [aside.locator for aside in reading.report.aside] == ["export.csv:5", "export.csv:6"]
    assert "rejected" in reading.report.aside[0].reason


def test_a_credential_without_identifier_is_named_after_its_name(tmp_path: Path) -> None:
    text = f"{ACCREDIBLE}\nAnn,ann@x.example,Knots & Bends,2024-01-02,,A\n"
    assert _read(tmp_path, text).tables["awards"]["credential"].tolist() == ["uni:knots-bends"]


def test_dates_that_leave_month_and_day_open_ask_for_the_format(tmp_path: Path) -> None:
    text = f"{ACCREDIBLE}\nAnn,ann@x.example,Knots,05/06/2024,,A\n"
    with pytest.raises(InvalidValue, match="date_format"):
        _read(tmp_path, text)
    mapping = ColumnMapping(
        learner="Recipient Email", credential_name="Group Name", date="Issued on", date_format="day first"
    )
    reading = platforms.read(tmp_path / "export.csv", mapping, issuer="uni")
    assert reading.tables["awards"]["date"].tolist() == ["2024-06-05"]


def test_the_learner_is_named_in_no_locator_and_no_message(tmp_path: Path) -> None:
    row = "Ann,ann@x.example,Knots,{},,A"
    text = "\n".join([ACCREDIBLE, row.format("2030-01-01"), row.format("2030-01-01"), row.format("later")])
    reading = _read(tmp_path, text)
    said = [*map(str, reading.report.aside), *reading.report.remarks, *reading.tables["awards"]["locator"]]
    assert len(reading.report.aside) == 2
    assert not [message for message in said if "ann@" in message.casefold()]


def test_a_mapping_of_columns_that_are_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(WrongColumns):
        platforms.read(tmp_path / "e.csv", ColumnMapping(learner="x", credential_name="b"), issuer="uni")
    with pytest.raises(InvalidValue, match="no column names the learner"):
        platforms.read(tmp_path / "e.csv", ColumnMapping(credential_name="b"), issuer="uni")


def test_a_column_without_a_name_is_not_taken_for_what_is_not_mapped(tmp_path: Path) -> None:
    text = f"{ACCREDIBLE},\nAnn,ann@x.example,Knots,2024-01-02,,A,nonsense\n"
    assert _read(tmp_path, text).tables["awards"]["state"].tolist() == ["awarded"]


def test_the_description_names_every_column_that_will_be_read() -> None:
    mapping = platforms.guess(ACCREDIBLE.split(","))
    assert mapping is not None
    told = platforms.describe(mapping)
    assert all(column in told for column in ("Accredible", "Recipient Email", "Group Name", "Issued on", "Expired on"))
    assert "no column names the learner" in platforms.describe(ColumnMapping(credential="Knots"))


TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)


@given(
    mapping=st.builds(
        ColumnMapping,
        platform=TEXTS,
        learner=TEXTS,
        credential_name=TEXTS,
        date=TEXTS,
        date_format=TEXTS,
        states=st.dictionaries(TEXTS, TEXTS, max_size=3).map(MappingProxyType),
    ),
    suffix=st.sampled_from([".toml", ".json"]),
)
def test_a_mapping_that_was_kept_is_the_same_when_loaded(
    tmp_path_factory: pytest.TempPathFactory, mapping: ColumnMapping, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("kept") / f"mapping{suffix}"
    platforms.save(mapping, path)
    assert platforms.load(path) == mapping


@pytest.mark.parametrize("text", ["learner = ", "colour = 'red'", "learner = 3", "[states]\na = 1"])
def test_a_damaged_mapping_is_refused_with_what_to_do(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises((UnreadableFile, InvalidValue)):
        platforms.load(path)
