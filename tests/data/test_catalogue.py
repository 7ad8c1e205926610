"""Issuers' catalogues: one file or a folder; what is taken, left empty or set aside, and where it stood."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data import catalogue
from data.errors import UnreadableFile, WrongColumns
from data.reading import Reading

KNOTS = "id,name\nknots,Knots\n"


def _read(folder: Path, text: str, issuer: str = "uni") -> Reading:
    path = folder / "catalogue.csv"
    path.write_text(text, encoding="utf-8")
    return catalogue.read(path, issuer=issuer, issuer_name="The University")


def _folder(folder: Path, **files: str) -> Reading:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return catalogue.read(folder, issuer="uni", locate_as="cat")


def test_a_credential_needs_no_more_than_an_id_and_a_name(tmp_path: Path) -> None:
    row = _read(tmp_path, KNOTS).tables["credentials"].iloc[0]
    assert (row["id"], row["name"], row["issuer"], row["issuer_name"], row["status"]) == (
        "uni:knots", "Knots", "uni", "The University", "active",
    )  # fmt: skip
    assert (row["source"], row["locator"]) == ("catalogue.csv", "catalogue.csv:2")


def test_every_column_of_a_credential_is_read(tmp_path: Path) -> None:
    text = (
        "id,name,description,issuer,issuer_name,kind,level,level_rank,language,requires,validity_months,status,"
        "superseded_by,page_url,hours,subjects,occupations,text,note,checked,origin\n"
        "lf:B,Bends,How to bend,lf,LF,badge,advanced,2,en-GB,A and lf:C,24,withdrawn,D,https://lf.example/b,8.5,"
        "rope|sea,rigger|sailor,All of it,not priced,never,book p. 3\n"
    )
    row = _read(tmp_path, text).tables["credentials"].iloc[0]
    assert json.loads(row["requirement"]) == {"all": [{"holds": "lf:A"}, {"holds": "lf:C"}]}
    assert (row["level_rank"], row["validity_months"], row["hours"]) == (2.0, 24, 8.5)
    assert (row["superseded_by"], row["status"], row["checked"], row["origin"]) == (
        "lf:D", "withdrawn", "never", "book p. 3",
    )  # fmt: skip
    assert (list(row["subjects"]), list(row["occupations"])) == (["rope", "sea"], ["rigger", "sailor"])
    assert (row["issuer"], row["issuer_name"]) == ("lf", "LF")


def test_skills_in_a_row_are_identifiers_or_labels_with_or_without_weight(tmp_path: Path) -> None:
    table = _read(tmp_path, "id,name,skills\nk,K,onet:tech/c-sharp=0.25|tie a bowline|splice=0.5\n").tables
    rows = table["credential_skills"][["skill", "label", "weight", "how"]].astype(object)
    assert rows.where(rows.notna(), None).to_numpy().tolist() == [
        ["onet:tech/c-sharp", "onet:tech/c-sharp", 0.25, "stated"],
        [None, "tie a bowline", None, "stated"],
        [None, "splice", 0.5, "stated"],
    ]


def test_offering_columns_on_a_credentials_row_make_one_offering(tmp_path: Path) -> None:
    text = "id,name,signup_url,closes,cost,currency,mode\nk,K,https://uni.example/k,2026-05-01,0,,Online\nl,L,,,,,\n"
    offerings = _read(tmp_path, text).tables["offerings"]
    assert offerings["id"].tolist() == ["uni:k#1"]
    assert (offerings["cost"][0], offerings["mode"][0]) == (0.0, "online")


def test_a_folder_is_read_as_one_catalogue(tmp_path: Path) -> None:
    reading = _folder(
        tmp_path,
        credentials="id,name,signup_url\nk,K,https://uni.example/k\nl,L,\n",
        offerings="credential,starts,place\nk,2026-03-01,Porto\n",
        credential_skills="credential,label,skill,weight,evidence\nl,bends,esco:skill/1,0.4,page 2\n",
        pathways="pathway,name,credential,position,requires\np,Ropes,k,1,\np,,l,2,k\n",
    )
    tables = reading.tables
    assert tables["offerings"]["id"].tolist() == ["uni:k#1", "uni:k#2"]
    assert tables["credential_skills"]["evidence"].tolist() == ["page 2"]
    assert tables["pathways"]["id"].tolist() == ["uni:p"]
    assert tables["pathway_steps"]["credential"].tolist() == ["uni:k", "uni:l"]
    assert json.loads(tables["pathway_steps"]["requirement"][1]) == {"holds": "uni:k"}
    assert tables["pathway_steps"]["locator"].tolist() == ["cat/pathways.csv:2", "cat/pathways.csv:3"]
    assert not reading.report.aside


def test_the_second_of_two_equal_ids_is_set_aside_naming_the_first(tmp_path: Path) -> None:
    reading = _read(tmp_path, "id,name\nk,First\nl,Other\nuni:k,Second\n")
    assert reading.tables["credentials"]["name"].tolist() == ["First", "Other"]
    assert [str(aside) for aside in reading.report.aside] == [
        "catalogue.csv:4: the id uni:k stands already at catalogue.csv:2"
    ]


@pytest.mark.parametrize("row", ["k,", ",K"])
def test_a_credential_without_id_or_name_is_set_aside(tmp_path: Path, row: str) -> None:
    reading = _read(tmp_path, f"id,name\n{row}\n")
    assert len(reading.tables["credentials"]) == 0
    assert reading.report.aside[0].locator == "catalogue.csv:2"


def test_without_any_issuer_an_unprefixed_id_is_set_aside_and_a_prefixed_one_taken(tmp_path: Path) -> None:
    reading = _read(tmp_path, "id,name\nk,K\nlf:l,L\n", issuer="")
    assert reading.tables["credentials"]["issuer"].tolist() == ["lf"]
    assert "Name the issuer" in reading.report.aside[0].reason


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("hours", "-3"),
        ("hours", "nan"),
        ("hours", "many"),
        ("validity_months", "2.5"),
        ("page_url", "javascript:alert(1)"),
        ("page_url", "www.example.org"),
        ("page_url", "https://"),
        ("status", "retired"),
        ("language", "English please"),
        ("level_rank", "high"),
        ("requires", "A and"),
        ("checked", "yesterday"),
    ],
)
def test_an_optional_value_that_can_not_be_read_is_left_empty_and_said(tmp_path: Path, column: str, value: str) -> None:
    reading = _read(tmp_path, f"id,name,{column}\nk,K,{value}\n")
    assert len(reading.tables["credentials"]) == 1
    assert [aside.locator for aside in reading.report.aside] == ["catalogue.csv:2"]
    assert reading.report.aside[0].reason.startswith(f"{column} left empty: ")


@pytest.mark.parametrize(
    ("column", "value"), [("cost", "-5"), ("cost", "5"), ("mode", "by post"), ("signup_url", "ftp://x.example")]
)
def test_a_bad_value_of_an_offering_is_left_empty_and_the_offering_stays(
    tmp_path: Path, column: str, value: str
) -> None:
    reading = _read(tmp_path, f"id,name,{column}\nk,K,{value}\n")
    assert len(reading.tables["offerings"]) == 1
    assert reading.tables["offerings"][column].isna().all()
    assert f"{column} left empty: " in reading.report.aside[0].reason


@pytest.mark.parametrize(("closes", "opens"), [("soon", ""), ("2026-01-01", "2026-02-01")])
def test_an_offering_whose_dates_fail_is_left_out_lest_it_looks_open(tmp_path: Path, closes: str, opens: str) -> None:
    reading = _read(tmp_path, f"id,name,opens,closes\nk,K,{opens},{closes}\n")
    assert len(reading.tables["credentials"]) == 1
    assert len(reading.tables["offerings"]) == 0
    assert "left out" in reading.report.aside[0].reason


def test_unknown_columns_and_files_are_remarked_upon(tmp_path: Path) -> None:
    reading = _folder(tmp_path, credentials="id,name,colour\nk,K,red\n", awards="learner\nann\n")
    assert any("'colour'" in remark for remark in reading.report.remarks)
    assert any("awards.csv" in remark for remark in reading.report.remarks)


def test_circles_and_dangling_references_are_left_to_others(tmp_path: Path) -> None:
    reading = _read(tmp_path, "id,name,requires,superseded_by\na,A,b,gone\nb,B,a,\n")
    assert len(reading.tables["credentials"]) == 2
    assert not reading.report.aside


def test_a_step_twice_in_a_pathway_is_set_aside(tmp_path: Path) -> None:
    reading = _folder(tmp_path, credentials=KNOTS, pathways="pathway,name,credential\np,P,knots\np,P,knots\n")
    assert len(reading.tables["pathway_steps"]) == 1
    assert "pathways.csv:2" in reading.report.aside[0].reason


def test_a_missing_file_an_empty_folder_and_wrong_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="can't be opened"):
        catalogue.read(tmp_path / "none.csv")
    with pytest.raises(UnreadableFile, match="no credentials"):
        catalogue.read(tmp_path)
    with pytest.raises(WrongColumns, match="'name' is missing"):
        _read(tmp_path, "id,title\nk,K\n")


def test_text_that_is_not_utf8_is_refused_and_a_huge_line_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes("id,name\nk,Café\n".encode("latin-1"))
    with pytest.raises(UnreadableFile, match="not UTF-8"):
        catalogue.read(path, issuer="uni")
    reading = _read(tmp_path, "id,name\nk," + "x" * 1_500_000 + "\nl,L\n")
    assert reading.tables["credentials"]["id"].tolist() == ["uni:l"]
    assert "catalogue.csv:2" in reading.report.aside[0].locator
