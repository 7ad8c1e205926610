"""O*NET in its text form: occupations, technologies and their names, ratings."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import onet
from data.errors import UnreadableFile, WrongColumns
from data.onet_aliases import Ordinary, aliases, learn, spells
from data.onet_technologies import identifiers
from data.reading import Reading

SHIPPED = Path(onet.__file__).parent / "shipped" / "onet-29.0"
DEV, NURSE = "15-1252.00", "29-1141.00"
RATED = (
    "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tRecommend Suppress\tNot Relevant\n"
    f"{DEV}\t2.A.1.a\tReading\tIM\t4.12\tN\t\n"
    f"{DEV}\t2.A.1.a\tReading\tLV\t4.62\tN\tN\n"
    f"{DEV}\t2.A.1.b\tListening\tIM\t1.50\tN\t\n"
    f"{DEV}\t2.A.1.b\tListening\tLV\t0.50\tN\tY\n"
    f"{NURSE}\t2.A.1.b\tListening\tIM\t4.00\tY\t\n"
    f"{NURSE}\t2.A.1.a\tReading\tIM\t9\tN\t\n"
    f"{NURSE}\t2.A.1.a\tReading\tLV\t3\tN\tN\n"
    f"99-9999.00\t2.A.1.a\tReading\tIM\t3\tN\t\n"
)
FILES = {
    "Occupation Data.txt": (
        "O*NET-SOC Code\tTitle\tDescription\n"
        f"{DEV}\tSoftware Developers\tWrite code in a word or two.\n"
        f"{NURSE}\tRegistered Nurses\tCare.\n"
        f"{DEV}\tAgain\tTwice.\n"
        "x\tNobody\tNo code.\n"
    ),
    "Alternate Titles.txt": (
        "O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\n"
        f"{DEV}\tDevOps Architect (Development and Operations Architect)\tDevOps Architect\t01\n"
        f"{DEV}\tDevOps Engineer\tn/a\t08\n"
        f"{DEV}\tsoftware developers\tn/a\t08\n"
    ),
    "Sample of Reported Titles.txt": (
        "O*NET-SOC Code\tReported Job Title\tShown in My Next Move\n"
        f"{NURSE}\tRN (Registered Nurse)\tY\n"
        f"{DEV}\tDevOps Engineer\tN\n"
    ),
    "Job Zones.txt": f"O*NET-SOC Code\tJob Zone\tDate\n{DEV}\t4\t08/2023\n{NURSE}\t7\t08/2023\n",
    "Related Occupations.txt": (
        "O*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier\tIndex\n"
        f"{DEV}\t{NURSE}\tPrimary-Short\t1\n"
        f"{DEV}\t{NURSE}\tPrimary-Long\t2\n"
        f"{DEV}\t99-9999.00\tPrimary-Long\t3\n"
    ),
    "Technology Skills.txt": (
        "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand\n"
        f"{DEV}\tC#\t1\tObject languages\tY\tN\n"
        f"{DEV}\tKubernetes\t2\tCloud software\tN\tY\n"
        f"{NURSE}\tKubernetes\t2\tCloud software\tY\tN\n"
        f"{NURSE}\tKubernetes\t2\tCloud software\tY\tN\n"
        f'{NURSE}\t5" chart maker\t3\tCharts\tN\tN\n'
    ),
    "Skills.txt": RATED,
    "Knowledge.txt": RATED.replace("2.A.1", "2.C.1").splitlines()[0] + f"\n{NURSE}\t2.C.5.a\tMedicine\tIM\t4.9\tN\t\n",
    "Content Model Reference.txt": "Element ID\tElement Name\tDescription\n2.A.1.a\tReading\tUnderstanding text.\n",
}


def publish(folder: Path, ends: str = "\n", **changes: str) -> Path:
    folder.mkdir()
    for name, content in {**FILES, **changes}.items():
        (folder / name).write_bytes(content.replace("\n", ends).encode())
    return folder


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return publish(tmp_path / "onet-test")


@pytest.fixture(name="reading")
def _reading(folder: Path) -> Reading:
    return onet.read(folder)


def records(reading: Reading, table: str, *columns: str) -> list[tuple[Any, ...]]:
    frame = reading.tables[table][list(columns)].astype(object)
    return list(frame.where(frame.notna(), None).itertuples(index=False, name=None))


def test_occupations_have_their_titles_soc_code_and_job_zone(reading: Reading) -> None:
    assert records(reading, "occupations", "id", "label", "code", "job_zone") == [
        ("onet:15-1252.00", "Software Developers", "15-1252", 4),
        ("onet:29-1141.00", "Registered Nurses", "29-1141", None),
    ]
    developer, nurse = (list(titles) for titles in reading.tables["occupations"]["alt_labels"])
    assert developer == [
        "DevOps Architect (Development and Operations Architect)",
        "DevOps Architect",
        "Development and Operations Architect",
        "DevOps Engineer",
    ]
    assert nurse == ["RN (Registered Nurse)", "RN", "Registered Nurse"]


def test_a_technology_is_one_skill_flagged_where_any_occupation_flags_it(reading: Reading) -> None:
    skills = records(reading, "skills", "id", "label", "kind", "hot", "in_demand", "description")
    assert [row for row in skills if row[2] == "technology"] == [
        ("onet:tech/c-sharp", "C#", "technology", True, False, "Object languages"),
        ("onet:tech/kubernetes", "Kubernetes", "technology", True, True, "Cloud software"),
        ("onet:tech/5-chart-maker", '5" chart maker', "technology", False, False, "Charts"),
    ]
    used = records(reading, "occupation_skills", "occupation", "skill", "relation", "hot", "in_demand")
    assert [row for row in used if row[1] == "onet:tech/kubernetes"] == [
        ("onet:15-1252.00", "onet:tech/kubernetes", "technology", False, True),
        ("onet:29-1141.00", "onet:tech/kubernetes", "technology", True, False),
    ]


def test_ratings_have_importance_and_level_unless_the_publisher_holds_them_back(reading: Reading) -> None:
    rated = records(reading, "occupation_skills", "occupation", "skill", "relation", "importance", "level")
    assert [row for row in rated if row[2] == "important"] == [
        ("onet:15-1252.00", "onet:element/2.A.1.a", "important", 4.12, 4.62),
        ("onet:15-1252.00", "onet:element/2.A.1.b", "important", 1.5, None),
        ("onet:29-1141.00", "onet:element/2.C.5.a", "important", 4.9, None),
    ]
    elements = records(reading, "skills", "id", "kind", "description")
    assert ("onet:element/2.A.1.a", "skill", "Understanding text.") in elements
    assert ("onet:element/2.C.5.a", "knowledge", None) in elements
    assert any(remark.startswith("2 ratings in the file 'Skills'") for remark in reading.report.remarks)


def test_what_is_damaged_is_set_aside_by_file_and_line(reading: Reading) -> None:
    assert {(one.locator, one.reason.split(":")[0]) for one in reading.report.aside} == {
        ("onet-test/Job Zones.txt:3", "a job zone from 1 to 5 belongs here, not '7'"),
        ("onet-test/Occupation Data.txt:4", "onet"),
        ("onet-test/Occupation Data.txt:5", "no O*NET-SOC code with a title"),
        ("onet-test/Related Occupations.txt:3", "the same relation stands there already"),
        ("onet-test/Related Occupations.txt:4", "unknown occupation"),
        ("onet-test/Technology Skills.txt:5", "Kubernetes stands there already for this occupation"),
        ("onet-test/Skills.txt:7", "a value of the scale IM from 1 to 5 belongs here, not '9'"),
        ("onet-test/Skills.txt:9", "unknown occupation"),
    }


def test_related_occupations_are_read(reading: Reading) -> None:
    related = records(reading, "occupation_relations", "subject", "predicate", "object", "locator")
    assert related == [("onet:15-1252.00", "related", "onet:29-1141.00", "onet-test/Related Occupations.txt:2")]


def test_the_published_zip_with_crlf_reads_as_the_folder_does(reading: Reading, tmp_path: Path) -> None:
    other = publish(tmp_path / "crlf", ends="\r\n")
    with zipfile.ZipFile(tmp_path / "db_29_0_text.zip", "w") as archive:
        for file in other.iterdir():
            archive.write(file, f"db_29_0_text/{file.name}")
    zipped = onet.read(tmp_path / "db_29_0_text.zip", locate_as="o")
    for table in ("skills", "occupations", "occupation_skills", "occupation_relations"):
        shown = [column for column in reading.tables[table].columns if column not in ("source", "locator")]
        assert reading.tables[table][shown].equals(zipped.tables[table][shown])
    assert zipped.tables["occupations"]["locator"][0] == "o!db_29_0_text/Occupation Data.txt:2"


def test_the_spreadsheet_columns_read_as_the_text_columns_do(reading: Reading, folder: Path) -> None:
    lines = [line.split("\t") for line in FILES["Skills.txt"].splitlines()]
    wide = ["\t".join([line[0], "Title", *line[1:4], "Scale Name", *line[4:]]) for line in lines]
    (folder / "Skills.txt").unlink()
    (folder / "Skills.from-xlsx.tsv").write_text("\n".join(wide) + "\n")
    assert records(onet.read(folder), "occupation_skills", "skill", "importance", "level") == records(
        reading, "occupation_skills", "skill", "importance", "level"
    )


def test_only_the_occupations_must_be_there(folder: Path) -> None:
    for file in folder.iterdir():
        if file.name != "Occupation Data.txt":
            file.unlink()
    reading = onet.read(folder)
    assert reading.report.read == {"occupations": 2}
    assert len(reading.report.remarks) == len(FILES) - 1


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"Occupation Data\.txt.*Name the folder or zip"):
        onet.read(tmp_path)


def test_commas_in_place_of_tabs_are_wrong_columns(tmp_path: Path) -> None:
    commas = {"Occupation Data.txt": FILES["Occupation Data.txt"].replace("\t", ",")}
    with pytest.raises(WrongColumns, match="seem to be separated by ','"):
        onet.read(publish(tmp_path / "o", **commas))


ORDINARY = Ordinary(
    frozenset({"word", "management", "query", "language", "structured", "system"}), {"pig": frozenset({"45-2093.00"})}
)


def named(*labels: str, others: dict[str, int] | None = None, ordinary: Ordinary = ORDINARY) -> dict[str, list[str]]:
    """The aliases of labels that thirty occupations use each, in a list with others used so many times."""
    uses = {**dict.fromkeys(labels, 30), **(others or {})}
    users = {label: frozenset(f"{n:02}" for n in range(times)) for label, times in uses.items()}
    return {label: found for label, found in aliases(users, ordinary).items() if label in labels}


MAKER = {"Contoso Alpha": 1, "Contoso Beta": 1, "Contoso Gamma": 1}


def test_an_acronym_that_its_words_spell_out_is_a_name_and_so_are_the_words() -> None:
    found = named("Structured query language SQL", "Amazon Elastic Compute Cloud EC2", "Hypertext markup language HTML")
    assert found["Structured query language SQL"] == ["Structured query language", "SQL"]
    assert found["Hypertext markup language HTML"][-1] == "HTML"
    assert {"Amazon EC2", "EC2", "Elastic Compute Cloud"} <= set(found["Amazon Elastic Compute Cloud EC2"])


def test_an_acronym_in_brackets_is_one_too_and_a_remark_in_brackets_is_not() -> None:
    assert "AEM" in named("Adobe Experience Manager (AEM)")["Adobe Experience Manager (AEM)"]
    assert named("Goldenseal (time feature)") == {"Goldenseal (time feature)": ["Goldenseal"]}
    assert not any(named("Goldenseal (time feature)", "Goldenseal (CRM feature)").values())


def test_software_and_vendor_are_left_off_a_name() -> None:
    found = named("Contoso Tabulator", "Zanzibar software", others=MAKER)
    assert found == {"Contoso Tabulator": ["Tabulator"], "Zanzibar software": ["Zanzibar"]}


def test_an_ordinary_word_alone_is_no_name() -> None:
    assert named("Contoso Word", "Management software", others=MAKER) == {"Contoso Word": [], "Management software": []}


def test_a_word_in_titles_of_those_who_do_not_use_it_is_no_name() -> None:
    assert named("Contoso Pig", others=MAKER) == {"Contoso Pig": []}


def test_a_rarely_used_product_keeps_its_vendor_unless_its_name_is_coined() -> None:
    found = aliases({label: frozenset({"1"}) for label in ("Contoso Tabula", "Contoso TabMaker", *MAKER)}, ORDINARY)
    assert (found["Contoso Tabula"], found["Contoso TabMaker"]) == ([], ["TabMaker"])


def test_a_name_that_two_could_have_goes_to_neither() -> None:
    makers = {**MAKER, "Fabrikam Delta": 1, "Fabrikam Epsilon": 1, "Fabrikam Zeta": 1}
    found = named("Contoso TabMaker", "Fabrikam TabMaker", others=makers)
    assert found == {"Contoso TabMaker": [], "Fabrikam TabMaker": []}


def test_a_name_that_is_another_technology_goes_to_nobody_else() -> None:
    assert named("Contoso TabMaker", others={**MAKER, "TabMaker": 1}) == {"Contoso TabMaker": []}


def test_a_misspelt_twin_that_few_use_takes_no_name_away() -> None:
    found = named("Structured query language SQL", others={"Structure query language SQL": 2})
    assert "SQL" in found["Structured query language SQL"]


def test_a_plain_label_has_no_other_name() -> None:
    assert named("Kubernetes", "C++", "R") == {"Kubernetes": [], "C++": [], "R": []}


@pytest.mark.parametrize(
    ("acronym", "words", "fits"),
    [
        ("GIS", "Geographic information system", True),
        ("XML", "Extensible markup language", True),
        ("S3", "Simple Storage Service", True),
        ("FORTRAN", "Formula translation/translator", True),
        ("JSON", "JavaScript Object Notation", True),
        ("CADD", "Computer aided design and drafting", True),
        ("LMS", "Desire2Learn", False),
        ("CRM", "Blackbaud", False),
    ],
)
def test_an_acronym_has_a_letter_of_each_word(acronym: str, words: str, fits: bool) -> None:
    assert spells(acronym, words.split()) is fits


def test_ordinary_words_are_learned_from_how_they_are_written() -> None:
    ordinary = learn(["Tax filing software", "Zanzibar software"], ["Process each word."], [("1", "Pig Farmer")])
    assert not ordinary.name("Word")
    assert not ordinary.name("Tax")
    assert ordinary.name("Zanzibar")
    assert not ordinary.says_enough("Farmer", {"2"})
    assert ordinary.says_enough("Farmer", {"1"})


@given(st.dictionaries(st.text("aA#+. -1", max_size=6), st.integers(1, 9), max_size=12))
def test_identifiers_are_distinct_and_do_not_depend_on_the_order_of_rows(uses: dict[str, int]) -> None:
    found = identifiers(uses)
    assert found == identifiers(dict(reversed(uses.items())))
    assert len(set(found.values())) == len(uses)


@pytest.mark.skipif(not SHIPPED.exists(), reason="the shipped data aren't there")
def test_the_shipped_onet_is_read_whole() -> None:
    reading = onet.read(SHIPPED)
    assert reading.report.read["occupations"] == 1016
    assert reading.report.read["occupation_relations"] == 18_460
    uses = reading.tables["occupation_skills"]
    assert (uses["relation"] == "technology").sum() == 32_470
    assert not reading.report.aside
    names = dict(zip(reading.tables["skills"]["label"], reading.tables["skills"]["alt_labels"], strict=True))
    assert "Excel" in names["Microsoft Excel"]
    assert {"Amazon Web Services", "AWS"} <= set(names["Amazon Web Services AWS software"])
    assert "SQL" in names["Structured query language SQL"]
    assert "Word" not in names["Microsoft Word"]
    assert list(names["Kubernetes"]) == []
