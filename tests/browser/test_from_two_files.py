"""From two CSV files, a catalogue and awards, to a checked draft, its drawing and twenty learners: three commands.

Seen in a browser as an issuer would see it. Once with the example's files as the README shows it, once with real badges
of a question-and-answer site and the people who earned them.
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from conftest import BENCH
from tests.browser.walking import violations
from tests.test_readme import commands

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
AWARDS = BENCH / "learners" / "stackexchange-badges" / "martialarts_first_awards.tsv"
LEVEL = {"1": ("gold", 3), "2": ("silver", 2), "3": ("bronze", 1)}


def stackway(folder: Path, *words: str) -> str:
    environ = {**os.environ, "STACKWAY_WORKSPACE": str(folder / "ws"), "NO_COLOR": "1"}
    script = [sys.executable, "-c", "from api.cli import main; main()", *words]
    done = subprocess.run(script, cwd=folder, env=environ, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=True, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def looked_at(page: Page, file: Path) -> list[list[str]]:
    """The page opened: the drawing is there and told in words; gives the rows of the learners' table."""
    page.goto(file.as_uri())
    drawing = page.get_by_role("img")
    assert drawing.bounding_box()["width"] > 200  # type: ignore[index]
    assert len(page.locator("svg desc").text_content() or "") > 50
    assert page.locator("script").count() == 0
    assert violations(page) == []
    rows = page.get_by_role("table").get_by_role("row").all()[1:]
    return [[cell.inner_text() for cell in row.get_by_role("cell").all()] for row in rows]


@pytest.mark.timeout(600)
def test_the_readmes_commands_lead_there(tmp_path: Path, page: Page) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    drafting = [line for line in commands() if line.startswith("stackway pathway draft")]
    assert len(drafting) == 1
    stackway(tmp_path, "import", "examples/issuer/catalogue.csv", "examples/issuer/awards.csv", "--issuer", "acme")
    stackway(tmp_path, "build")
    stackway(tmp_path, "pathway", "draft", "--issuer", "acme", "--goal", "data analyst", "--out", "pathway.yaml",
             "--page", "pathway.html")  # fmt: skip
    assert '--goal "data analyst" --out pathway.yaml --page pathway.html' in drafting[0]
    rows = looked_at(page, tmp_path / "pathway.html")
    assert len(rows) == 20
    assert all(following for _, _, following in rows)
    assert "Data Analysis with Python" in {following for _, _, following in rows}
    assert "Destination" in page.locator("#flaws + *").inner_text() or page.get_by_text("SW303").count() == 1
    assert stackway(tmp_path, "pathway", "lint", "pathway.yaml")


@pytest.mark.bench_data
@pytest.mark.timeout(600)
def test_twenty_people_who_earned_real_badges_are_put_on_a_draft(tmp_path: Path, page: Page) -> None:
    _two_files(tmp_path)
    stackway(tmp_path, "import", "catalogue.csv", "awards.csv", "--issuer", "forum")
    stackway(tmp_path, "build", "--no-default-data")
    told = stackway(tmp_path, "pathway", "draft", "--issuer", "forum", "--credential", "forum:Famous-Question",
                    "--out", "pathway.yaml", "--page", "pathway.html", "--today", "2023-12-01")  # fmt: skip
    rows = looked_at(page, tmp_path / "pathway.html")
    assert len(rows) == 20
    assert all(done.endswith("%") and following for done, _, following in rows)
    assert "Famous Question" in told
    assert {following for _, _, following in rows} <= {"Famous Question", "Notable Question", "It is done."}


def _two_files(folder: Path) -> None:
    with AWARDS.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["tag_based"] == "False"]
    badges = {row["badge"]: row["class"] for row in rows}
    names = {badge: re.sub(r"\W+", "-", badge).strip("-") for badge in badges}
    _write(folder / "catalogue.csv", ("id", "name", "level", "level_rank", "kind", "requires"), (
        (names[badge], badge, *LEVEL[class_], "badge", names.get(BEFORE.get(badge, ""), ""))
        for badge, class_ in sorted(badges.items())
    ))  # fmt: skip
    _write(folder / "awards.csv", ("learner", "credential", "date"), (
        (f"user-{row['user']}", names[row["badge"]], row["date"][:10]) for row in rows
    ))  # fmt: skip


BEFORE = {"Notable Question": "Popular Question", "Famous Question": "Notable Question"}
"""The site gives them for a thousand, 2,500 and 10,000 views of one question: each comes after the one before."""


def _write(path: Path, head: tuple[str, ...], rows: object) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)  # type: ignore[arg-type]
