"""The shipped data are made from published files, say nothing that those don't, and come out the same every time."""

import csv
import gzip
import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.making import __main__ as making
from data.making import cncf, oews, postings, reference
from data.making.curriculum import Piece, domains_of, domains_on
from data.making.files import csv_text, write_csv, write_gzip, write_zip


def read(path: Path) -> list[dict[str, str]]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def pdf(path: Path, words: list[tuple[int, int, int, str]]) -> None:
    """A two-page PDF whose second page shows the words at (x, y) in the given size."""
    drawn = "\n".join(f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET" for x, y, size, text in words).encode()
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    resources = b"/MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R " + resources + b" /Contents %d 0 R >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        page % 6,
        page % 7,
        font,
        b"<< /Length 0 >>\nstream\n\nendstream",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 8\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size 8 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start
    path.write_bytes(out)


KNOTS = [
    (60, 700, 13, "This document introduces 100% of knots"),
    (72, 600, 14, "60% - Knots"),
    (77, 580, 10, "\\225 Tie a bow-"),
    (87, 568, 10, "line"),
    (77, 550, 10, "\\225 Untie it"),
    (324, 600, 14, "40% - Ropes and"),
    (324, 584, 14, "lines"),
    (326, 560, 10, "\\225 Splice"),
    (560, 11, 9, "2"),
]


@pytest.fixture
def curricula(tmp_path: Path) -> Path:
    source = tmp_path / "cncf-curriculum"
    (source / "kna").mkdir(parents=True)
    (source / "README.md").write_text("* Certified Knot Associate (KNA)\n", encoding="utf-8")
    (source / "kna" / "README.md").write_text(
        "# KNA\n\n## Exam Description\n\nThe **KNA** proves knots.\nMore information: see"
        " [it](https://training.linuxfoundation.org/certification/knots-kna/).\n\n"
        "## Domains & Weighting\n\n| Domain | Weight |\n|---|---|\n| Knots | 60% |\n| Ropes & lines | 40% |\n",
        encoding="utf-8",
    )
    pdf(source / "KNA_Curriculum.pdf", [(x, y, s, t.replace("\\225", "\\267")) for x, y, s, t in KNOTS])
    return tmp_path


def test_a_curriculum_is_read_column_by_column(curricula: Path) -> None:
    page = [Piece(x, y, s, t.replace("\\225", "•")) for x, y, s, t in KNOTS]
    found = domains_on(page, 612)
    assert [(one.name, one.percent, one.competencies) for one in found] == [
        ("Knots", 60, ("Tie a bowline", "Untie it")),
        ("Ropes and lines", 40, ("Splice",)),
    ]


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(0, 4)), min_size=1, max_size=6), st.randoms())
def test_the_order_in_which_words_were_drawn_does_not_matter(domains: list[tuple[int, int]], shuffled: object) -> None:
    page, y = [], 700.0
    for percent, competencies in domains:
        page.append(Piece(72, y := y - 20, 14, f"{percent}% - Part {y:.0f}"))
        page += [Piece(77, y := y - 15, 10, f"• point {n}") for n in range(competencies)]
    mixed = list(page)
    shuffled.shuffle(mixed)  # type: ignore[attr-defined]
    assert domains_on(mixed, 612) == domains_on(page, 612)
    assert [(one.percent, len(one.competencies)) for one in domains_on(page, 612)] == domains


def test_domains_are_stated_skills_with_their_share_and_page(curricula: Path, tmp_path: Path) -> None:
    cncf.make(curricula, tmp_path / "out")
    skills = read(tmp_path / "out" / "cncf" / "credential_skills.csv")
    assert [(row["label"], row["weight"]) for row in skills if row["weight"]] == [
        ("Knots", "0.60"),
        ("Ropes and lines", "0.40"),
    ]
    assert {row["origin"] for row in skills} == {"KNA_Curriculum.pdf p. 2"}


def test_a_certification_has_its_page_from_its_readme_and_no_price(curricula: Path, tmp_path: Path) -> None:
    assert cncf.make(curricula, tmp_path / "out") == ()
    (row,) = read(tmp_path / "out" / "cncf" / "credentials.csv")
    assert row["id"] == "cncf:KNA"
    assert row["description"] == "The KNA proves knots."
    assert row["page_url"] == "https://training.linuxfoundation.org/certification/knots-kna/"
    assert "Cost" in row["note"]
    assert "cost" not in row


def test_a_readme_that_contradicts_the_curriculum_is_noted(curricula: Path, tmp_path: Path) -> None:
    readme = curricula / "cncf-curriculum" / "kna" / "README.md"
    readme.write_text(readme.read_text("utf-8").replace("60%", "50%"), encoding="utf-8")
    (remark,) = cncf.make(curricula, tmp_path / "out")
    assert "KNA_Curriculum.pdf" in remark
    assert "is followed" in read(tmp_path / "out" / "cncf" / "credentials.csv")[0]["note"]


def test_weights_that_do_not_make_a_whole_stop_the_making(curricula: Path, tmp_path: Path) -> None:
    pdf(curricula / "cncf-curriculum" / "KNA_Curriculum.pdf", [(72, 600, 14, "60% - Knots")])
    with pytest.raises(ValueError, match="60% together"):
        cncf.make(curricula, tmp_path / "out")


def test_a_page_of_outlines_is_known_to_be_read_by_eye() -> None:
    domains, how = domains_of(Path("CGOA_Curriculum.pdf"))
    assert sum(one.percent for one in domains) == 100
    assert "by eye" in how


def posting(**given: object) -> dict[str, object]:
    fields = {
        "source": "https://www.usajobs.gov/job/11", "title": "Rigger", "org": "Navy", "division": "n/a",
        "controlNumber": "11",
        "openDate": "9/3/22", "closeDate": "09/10/2022", "city": "Norfolk", "state": "VA", "announcement": "A-1",
        "summary": "n/a", "duties": "Rig.", "specialized": None,
    }  # fmt: skip
    return {**fields, **given}


def test_an_announcement_met_twice_is_kept_once_and_a_template_never(tmp_path: Path) -> None:
    (tmp_path / "usajobs-136").mkdir()
    items = [posting(title="", source=""), posting(), posting(title="Again"), posting(controlNumber="12")]
    (tmp_path / "usajobs-136" / "fedjobs.json").write_text(json.dumps(items), encoding="utf-8")
    remarks = postings.make(tmp_path, tmp_path / "out")
    first, second = read(tmp_path / "out" / "usajobs-136" / postings.NAME)
    assert (first["id"], first["posted"], first["closes"]) == ("usajobs:11", "2022-09-03", "2022-09-10")
    assert (first["text"], first["place"], first["employer"]) == ("Rig.", "Norfolk, VA", "Navy")
    assert (second["id"], second["url"]) == ("usajobs:12", ""), "a link to another announcement is no link"
    assert len(remarks) == 1


def test_withheld_wages_keep_the_meaning_of_their_footnote(tmp_path: Path) -> None:
    file = tmp_path / "oews.sqlite"
    with sqlite3.connect(file) as base:
        numbers = [f"{n:02d}" for n in range(1, 18)]
        columns = ", ".join(f"v{n} TEXT" for n in numbers) + ", " + ", ".join(f"f{n} TEXT" for n in numbers)
        base.execute(f"CREATE TABLE cell (key TEXT PRIMARY KEY, {columns})")
        base.executescript(
            "CREATE TABLE area (area_code TEXT, area_name TEXT); INSERT INTO area VALUES ('0000000', 'National');"
            "CREATE TABLE occupation (occupation_code TEXT, occupation_name TEXT);"
            "INSERT INTO occupation VALUES ('151252', 'Software Developers');"
            "CREATE TABLE footnote (footnote_code TEXT, footnote_text TEXT);"
            "INSERT INTO footnote VALUES ('5', 'At the top.'), ('8', 'Not released.');"
            "CREATE TABLE meta (name TEXT, value TEXT); INSERT INTO meta VALUES ('release', 'May 2025');"
        )
        for key in ("OEUN0000000000000151252", "OEUN0000000111000151252"):
            base.execute(
                "INSERT INTO cell (key, v01, f01, v11, v12, v13, f13, v14, f14, v15, f15) VALUES"
                " (?, '-', '8', '100', '200', '-', '8', '-', '5', '-', '5')",
                (key,),
            )
    base.close()
    (tmp_path / "oews-2025").mkdir()
    (tmp_path / "oews-2025" / "oews-2025.sqlite.gz").write_bytes(gzip.compress(file.read_bytes()))
    oews.make(tmp_path, tmp_path / "out")
    (row,) = read(tmp_path / "out" / "oews-2025" / oews.NAME)
    assert [row[c] for c in ("TOT_EMP", "A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90")] == [
        "**", "100", "200", "*", "#", "#",
    ]  # fmt: skip
    assert row["OCC_CODE"] == "15-1252"
    assert row["NOTE"] == "Not released. At the top."


def test_a_spreadsheet_comes_back_in_the_columns_of_the_text_release(tmp_path: Path) -> None:
    file = tmp_path / "Skills.from-xlsx.tsv"
    file.write_text(
        "Code\tTitle\tScale ID\tScale Name\tValue\na\tA\tIM\tImportance\t4.1\na\tA\tXX\tOdd\t9\n", encoding="utf-8"
    )
    assert reference.text_release(file) == b"Code\tScale ID\tValue\na\tIM\t4.1\n"


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_zip(tmp_path / name / "a.zip", {"b.txt": b"knots", "a.txt": b"ropes"})
        write_gzip(tmp_path / name / "a.gz", "knots")
    for file in ("a.zip", "a.gz"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    with zipfile.ZipFile(tmp_path / "one" / "a.zip") as archive:
        assert archive.namelist() == ["b.txt", "a.txt"]


def test_a_column_that_no_row_fills_is_left_out(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ("id", "name", "hours"), [{"id": "x:1", "hours": "3"}, {"id": "x:2"}])
    assert (tmp_path / "a.csv").read_text("utf-8") == "id,hours\nx:1,3\nx:2,\n"


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_a_made_row_is_always_one_physical_line(values: list[str]) -> None:
    columns = [str(n) for n in range(len(values))]
    text = csv_text(columns, [dict(zip(columns, values, strict=True))])
    assert len(list(csv.reader(io.StringIO(text, newline="")))) == text.count("\n") == 2


def test_an_unknown_column_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="colour"):
        csv_text(["id"], [{"colour": "red"}])


def test_the_command_says_what_it_wants_when_no_folder_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert making.main([]) == 2
    assert "PUBLISHED_FOLDER" in capsys.readouterr().err
