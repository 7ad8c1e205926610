"""The catalogues that are made say what their publisher says: requirements resolved, words kept, nothing added."""

import json
from pathlib import Path

import pytest

from data.making import apprenticeships, mslearn, ossu
from tests.data.test_making import read

OSSU = """## Intro CS
**Topics covered**:
`Computation`
`and more`

Courses | Duration | Effort | Prerequisites
:-- | :--: | :--: | :--:
[First Steps](coursepages/first/README.md) | 2 weeks | 4-6 hours/week | [school](https://school.example)

## Core CS
### Core knots
`rope work`

Courses | Duration | Effort | Notes | Prerequisites
:-- | :--: | :--: | :--: | :--:
[Knots: Bends, Hitches, and More](https://k.example) ([alternative](https://o.example))| 4 weeks | - | - | First Steps
[Rope Work](https://r.example) | 1 month | 3 hours/week | old | Knots: Bends, Hitches, and More, and a knife

## Advanced CS
### Advanced knots
Courses | Duration | Effort | Prerequisites
:-- | :--: | :--: | :--:
[Masts](https://m.example) | 1 week | 1 hour/week | core knots, knots
"""


@pytest.fixture
def ossu_out(tmp_path: Path) -> Path:
    source = tmp_path / "ossu-computer-science"
    (source / "coursepages" / "first").mkdir(parents=True)
    (source / "README.md").write_text(OSSU, encoding="utf-8")
    (source / "LICENSE").write_text("MIT", encoding="utf-8")
    page = "# First\n\n> A course of steps.\n\n**Course Link:** <https://f.example/go>\n"
    (source / "coursepages" / "first" / "README.md").write_text(page, encoding="utf-8")
    ossu.make(tmp_path, tmp_path / "out")
    return tmp_path / "out" / "ossu"


def test_a_course_requires_the_courses_that_its_prerequisites_name(ossu_out: Path) -> None:
    required = {row["id"]: row["requires"] for row in read(ossu_out / "credentials.csv")}
    assert required == {
        "ossu:first-steps": "",
        "ossu:knots-bends-hitches-and-more": "ossu:first-steps",
        "ossu:rope-work": "",
        "ossu:masts": "ossu:knots-bends-hitches-and-more and ossu:rope-work",
    } | {"ossu:rope-work": required["ossu:rope-work"]}


def test_prerequisites_that_name_no_course_stay_words(ossu_out: Path) -> None:
    notes = {row["id"]: row["note"] for row in read(ossu_out / "credentials.csv")}
    assert "Also asks for: school." in notes["ossu:first-steps"]
    assert "Also asks for: knots." in notes["ossu:masts"]
    assert "a knife" in notes["ossu:rope-work"]


def test_hours_are_reckoned_only_where_length_and_effort_are_stated(ossu_out: Path) -> None:
    hours = {row["id"]: row["hours"] for row in read(ossu_out / "credentials.csv")}
    assert hours["ossu:first-steps"] == "10"
    assert hours["ossu:knots-bends-hitches-and-more"] == ""
    assert hours["ossu:rope-work"] == "13"


def test_a_course_with_a_page_of_its_own_is_begun_where_that_page_says(ossu_out: Path) -> None:
    first = read(ossu_out / "credentials.csv")[0]
    assert first["signup_url"] == "https://f.example/go"
    assert first["page_url"].endswith("/coursepages/first/README.md")
    assert first["description"] == "A course of steps."


def test_a_topic_of_a_section_is_a_skill_only_of_the_course_it_surely_belongs_to(ossu_out: Path) -> None:
    skills = [(row["credential"], row["label"]) for row in read(ossu_out / "credential_skills.csv")]
    assert skills == [("ossu:first-steps", "Computation"), ("ossu:rope-work", "rope work")]


def test_the_core_is_one_pathway_and_each_advanced_subject_another(ossu_out: Path) -> None:
    steps = [(row["pathway"], row["credential"]) for row in read(ossu_out / "pathways.csv")]
    assert [step[0] for step in steps] == ["ossu:core-cs"] * 3 + ["ossu:advanced-knots"]


MODULE = """### YamlMime:Module
uid: learn.{name}
title: About {name}
summary: Learn {name}.
abstract: |
  In this module, you will:
  - Tie {name}
prerequisites: {before}
levels:
- {level}
roles:
- solution-architect
products:
- azure-cosmos-db
units: []
achievement: learn.{name}.badge
"""
PATH = """uid: learn.way
title: The way
summary: All of it.
prerequisites: None
levels: [beginner, intermediate]
roles: [developer]
products: [azure]
modules:
- learn.ropes
#- learn.gone
- learn.knots
achievement: learn.way.trophy
"""


@pytest.fixture
def learn(tmp_path: Path) -> Path:
    root = tmp_path / "ms-learn-2018" / "learn-pr"
    for name, level, before in (
        ("knots", "intermediate", "None"),
        ("ropes", "beginner", "'- A [rope](https://x.example)'"),
    ):
        (root / "azure" / name).mkdir(parents=True)
        text = MODULE.format(name=name, level=level, before=before)
        (root / "azure" / name / "index.yml").write_text(text, encoding="utf-8")
    (root / "paths" / "way").mkdir(parents=True)
    (root / "paths" / "way" / "index.yml").write_text(PATH, encoding="utf-8")
    earned = ("knots.badge", "ropes.badge", "way.trophy", "gone.badge")
    achievements = "".join(f"- uid: learn.{one}\n  title: Title of {one}\n" for one in earned)
    (root / "achievements.yml").write_text(f"achievements:\n{achievements}", encoding="utf-8")
    (root.parent / "ThirdPartyNotices").write_text("CC BY", encoding="utf-8")
    return tmp_path


def test_modules_are_badges_and_paths_are_trophies_that_require_them_all(learn: Path) -> None:
    remarks = mslearn.make(learn, learn / "out")
    credentials = {row["id"]: row for row in read(learn / "out" / "ms-learn-2018" / "credentials.csv")}
    trophy = credentials["mslearn:learn.way.trophy"]
    assert trophy["requires"] == "mslearn:learn.ropes.badge and mslearn:learn.knots.badge"
    assert trophy["level_rank"] == "1"
    assert credentials["mslearn:learn.ropes.badge"]["level_rank"] == "0"
    assert "Before it: A rope." in credentials["mslearn:learn.ropes.badge"]["note"]
    assert all("2018" in row["issuer_name"] for row in credentials.values())
    assert [remark.split(" ")[3] for remark in remarks] == ["mslearn:learn.gone.badge:"]


def standard(**given: object) -> dict[str, object]:
    fields = {
        "larsCode": 7, "title": " Rigger ", "level": "3", "typicalDuration": 18, "overviewOfRole": "Ropes &amp; masts",
        "route": "Ships", "pathway": None, "cluster": "Ropes", "typicalJobTitles": ["rigger", "Sailor"],
        "standardPageUrl": "https://ifa.example/rigger/", "lastDateStarts": "", "regulated": False, "regulatedBody": "",
        "skills": [], "maxFunding": 9000, "providers": {"number": 3}, "keywords": ["made up"],
    }  # fmt: skip
    return {**fields, **given}


def standards(tmp_path: Path, *items: dict[str, object]) -> list[dict[str, str]]:
    source = tmp_path / "uk-apprenticeships-2021"
    source.mkdir()
    (source / "standards.json").write_text(json.dumps({"list": items}), encoding="utf-8")
    (source / "LICENCE.txt").write_text("MIT", encoding="utf-8")
    apprenticeships.make(tmp_path, tmp_path / "out")
    return read(tmp_path / "out" / "uk-apprenticeships-2021" / "credentials.csv")


def test_a_standard_keeps_its_page_titles_and_level_and_nothing_made_up(tmp_path: Path) -> None:
    (row,) = standards(tmp_path, standard())
    assert (row["id"], row["name"], row["level"], row["level_rank"]) == ("ukstd:7", "Rigger", "level 3", "1")
    assert row["occupations"] == "Rigger|Sailor"
    assert row["description"] == "Ropes & masts"
    assert "made up" not in str(row)
    assert "9000" not in str(row)


def test_a_standard_is_withdrawn_only_when_its_last_day_for_starts_was_past(tmp_path: Path) -> None:
    early, late, none = standards(
        tmp_path,
        standard(larsCode=1, lastDateStarts="01/06/2020"),
        standard(larsCode=2, lastDateStarts="01/06/2031"),
        standard(larsCode=3),
    )
    assert [row["status"] for row in (early, late, none)] == ["withdrawn", "", ""]
    assert "2031-06-01" in late["note"]


def test_what_a_standard_asks_for_becomes_its_text(tmp_path: Path) -> None:
    (row,) = standards(tmp_path, standard(skills=[{"detail": "Tie\nknots"}], knowledges=[{"detail": "Kinds of rope."}]))
    assert row["text"] == "Skills: Tie knots. Knowledge: Kinds of rope."
