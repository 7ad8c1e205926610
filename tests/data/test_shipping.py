"""What ships is what is said to ship: every set has its record, its licence and rows that name their origin."""

import csv
import gzip
import zipfile
from collections import defaultdict
from pathlib import Path

import pytest

from data.making import attribution
from data.making.columns import CREDENTIALS, PATHWAYS, SKILLS
from data.shipping import Source, shipped_root, source, sources

CATALOGUES = ("cncf", "ms-learn-2018", "ossu", "uk-apprenticeships-2021")


def rows(name: str) -> list[dict[str, str]]:
    with (shipped_root() / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_shipped_folder_has_a_record_and_every_record_a_folder() -> None:
    folders = {entry.name for entry in shipped_root().iterdir() if entry.is_dir()}
    assert folders == {record.folder for record in sources()}


@pytest.mark.parametrize("record", sources(), ids=lambda record: record.id)
def test_a_record_says_publisher_version_licence_attribution_changes_and_day(record: Source) -> None:
    said = (record.title, record.publisher, record.version, record.licence, record.attribution, record.changes)
    assert all(said)
    assert record.licence_url.startswith("https://")
    assert record.retrieved.year >= 2026


def test_the_readme_of_the_data_says_what_the_records_say() -> None:
    assert attribution.path().read_text("utf-8") == attribution.text(), (
        "run `python -m data.making` or attribution.write()"
    )


def test_the_shipped_data_are_found_from_any_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "data" / "shipped").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert (shipped_root() / "sources.toml").exists()


def test_a_set_that_is_not_shipped_has_no_record() -> None:
    assert source("esco-0.1") is None


def test_the_shipped_data_stay_under_25_megabytes() -> None:
    assert sum(file.stat().st_size for file in shipped_root().rglob("*") if file.is_file()) <= 25_000_000


def test_licences_that_must_travel_with_copies_do() -> None:
    notices = ("esco-onet-crosswalk/LICENSE", "ossu/LICENSE", "uk-apprenticeships-2021/LICENCE.txt")
    for notice in notices:
        assert "Permission is hereby granted" in (shipped_root() / notice).read_text("utf-8")


@pytest.mark.parametrize("folder", CATALOGUES)
def test_every_row_of_a_catalogue_names_its_origin(folder: str) -> None:
    for file in (shipped_root() / folder).glob("*.csv"):
        assert all(row["origin"] for row in rows(f"{folder}/{file.name}")), file


@pytest.mark.parametrize("folder", CATALOGUES)
def test_a_catalogue_has_only_known_columns_and_no_prices(folder: str) -> None:
    known = {"credentials.csv": CREDENTIALS, "credential_skills.csv": SKILLS, "pathways.csv": PATHWAYS}
    assert not {"cost", "currency"} & set(CREDENTIALS)
    for file in (shipped_root() / folder).glob("*.csv"):
        assert set(rows(f"{folder}/{file.name}")[0]) <= set(known[file.name])


@pytest.mark.parametrize("folder", CATALOGUES)
def test_skills_and_steps_speak_of_credentials_of_their_catalogue(folder: str) -> None:
    known = {row["id"] for row in rows(f"{folder}/credentials.csv")}
    for other in ("credential_skills.csv", "pathways.csv"):
        if (shipped_root() / folder / other).exists():
            assert {row["credential"] for row in rows(f"{folder}/{other}")} <= known


@pytest.mark.parametrize("folder", CATALOGUES)
def test_each_row_of_a_catalogue_stands_on_one_physical_line(folder: str) -> None:
    for file in (shipped_root() / folder).glob("*.csv"):
        assert len(file.read_text("utf-8").splitlines()) == len(rows(f"{folder}/{file.name}")) + 1


@pytest.mark.parametrize("folder", CATALOGUES)
def test_what_is_not_known_is_said_in_the_note(folder: str) -> None:
    for row in rows(f"{folder}/credentials.csv"):
        assert row["note"], row["id"]


def test_the_weights_of_each_certification_make_a_whole() -> None:
    shares: dict[str, float] = defaultdict(float)
    for row in rows("cncf/credential_skills.csv"):
        shares[row["credential"]] += float(row["weight"] or 0)
    assert len(shares) == 15
    assert {round(share, 6) for share in shares.values()} == {1.0}


def test_a_trophy_requires_the_badges_of_its_path_in_order() -> None:
    steps = [row for row in rows("ms-learn-2018/pathways.csv") if row["pathway"] == "mslearn:learn.cloud-foundations"]
    trophy = next(row for row in rows("ms-learn-2018/credentials.csv") if row["id"] == steps[0]["destination"])
    assert trophy["requires"].split(" and ") == [step["credential"] for step in steps]
    assert [step["position"] for step in steps] == [str(n) for n in range(1, len(steps) + 1)]


def test_standards_are_withdrawn_only_where_the_source_gives_a_last_day_for_starts() -> None:
    for row in rows("uk-apprenticeships-2021/credentials.csv"):
        assert (row["status"] == "withdrawn") == ("last day for starts" in row["note"])


def test_overlay_rows_name_a_source_the_day_and_that_they_were_never_checked() -> None:
    written = rows("overlay/overlay.csv")
    assert {row["checked"] for row in written} == {"never"}
    assert all(row["source"] and row["written"] for row in written)
    assert {row["credential"] for row in written} <= {row["id"] for row in rows("cncf/credentials.csv")}
    assert not {"cost", "currency", "hours"} & {row["field"] for row in written}


def test_postings_have_distinct_identifiers_and_dates_in_order() -> None:
    postings = rows("usajobs-136/usajobs-136.csv")
    assert len({row["id"] for row in postings}) == len(postings)
    assert all("2020" < (row["posted"] or "2021") <= row["closes"] < "2026" for row in postings)
    assert sum(not row["posted"] for row in postings) == 2, "two carry the years 2922 and 0222"
    assert all(row["text"] and row["origin"] for row in postings)


def test_wages_carry_the_cell_they_came_from_and_marks_only_with_a_note() -> None:
    with gzip.open(shipped_root() / "oews-2025" / "oews-2025.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            assert row["ORIGIN"].endswith(row["OCC_CODE"].replace("-", ""))
            marked = any(mark in row.values() for mark in ("#", "*", "**"))
            assert marked == bool(row["NOTE"])


def test_the_onet_archive_holds_the_columns_of_the_text_release() -> None:
    with zipfile.ZipFile(shipped_root() / "onet-29.0" / "onet_29.0_text.zip") as archive:
        header = archive.read("Skills.txt").decode().splitlines()[0].split("\t")
        assert header[:5] == ["O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value"]
        assert "Occupation Data.txt" in archive.namelist()
