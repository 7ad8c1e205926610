"""The studio as an issuer uses it: by mouse, by keyboard alone, two at once; nothing that axe or the console minds."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from data.records import Records
from data.workspace import Workspace
from tests.browser.conftest import NewPage
from tests.browser.walking import fits, focused, tab_to, violations
from tests.world import DECKHAND, RADIO, SKIPPER

pytestmark = pytest.mark.browser
SCHEMES = ("light", "dark")
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def secret(evergreen: Path) -> str:
    """A key of the sea school that may write."""
    with Records.open(Workspace.open(evergreen).records_url) as records:
        return records.create_key("sea", ("read", "recommend", "write"), "studio", datetime.now(UTC))[1]


@pytest.fixture
def studio(new_page: NewPage, secret: str) -> Iterator[Open]:
    """Opens an address of the studio with the key typed in; whatever the console minds fails the test."""
    minded: list[str] = []

    def opening(address: str = "/studio", width: int = 1280, **options: Any) -> Page:
        page = new_page(width, **options)
        page.on("pageerror", lambda error: minded.append(str(error)))
        page.on("console", lambda said: minded.append(said.text) if said.type == "error" else None)
        page.goto(address)
        page.get_by_label("Your API key").fill(secret)
        page.get_by_role("button", name="Open").click()
        expect(page.get_by_text("Editing for")).to_be_visible()
        return page

    yield opening
    assert [one for one in minded if "412" not in one and "404" not in one] == []


def begin(page: Page, name: str) -> None:
    page.get_by_label("What it is called").fill(name)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_label("What the pathway is called")).to_have_value(name)


def add(page: Page, name: str) -> None:
    page.get_by_label("Add a step:").fill(name)
    page.get_by_role("group", name="Found").get_by_role("button", name=name).first.click()
    expect(page.get_by_text(f"“{name}” was added.")).to_be_visible()


def after(page: Page, step: str, before: str) -> None:
    outline(page, step).click()
    page.get_by_label("Add a step that comes before").select_option(label=before)
    page.get_by_role("button", name="Add the picked step that comes before").click()


def outline(page: Page, step: str) -> Any:
    return page.get_by_role("group", name="The steps in order").get_by_role("button", name=step)


def answer(server: str, path: str) -> Any:
    with urlopen(server + path) as found:
        return json.load(found)


def test_a_pathway_is_made_flawed_mended_saved_and_in_advice_at_once(studio: Open, server: str) -> None:
    page = studio()
    begin(page, "From deck to helm")
    add(page, "Deckhand Certificate")
    add(page, "Skipper Certificate")
    after(page, "Skipper Certificate", "Deckhand Certificate")
    after(page, "Deckhand Certificate", "Skipper Certificate")
    flaws = page.get_by_role("region", name="What to look at")
    expect(flaws).to_contain_text("SW101")
    expect(outline(page, "Skipper Certificate")).to_contain_text("finding")
    page.get_by_role("button", name="Remove Skipper Certificate from after").click()
    expect(flaws).not_to_contain_text("SW101")
    outline(page, "Skipper Certificate").click()
    page.get_by_label("The pathway is done here").check()
    begun = time.monotonic()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved, version")).to_be_visible()
    kept = answer(server, "/v1/pathways/sea:from-deck-to-helm")
    assert [step["credential"] for step in kept["steps"]] == [DECKHAND, SKIPPER]
    assert kept["steps"][1]["after"] == [kept["steps"][0]["id"]]
    assert "sea:from-deck-to-helm" in answer(server, f"/v1/credentials/{DECKHAND}")["pathways"]
    assert time.monotonic() - begun < 2
    assert page.url.endswith("/studio/sea%3Afrom-deck-to-helm")


def test_conditions_of_a_group_are_seen_in_the_drawing_and_taken_back(studio: Open) -> None:
    page = studio()
    begin(page, "A choice")
    for name in ("Deckhand Certificate", "Marine Radio Certificate", "Skipper Certificate"):
        add(page, name)
    page.get_by_label("Add a step:").fill("Two of these")
    page.get_by_role("button", name="Add as my own").click()
    for name in ("Deckhand Certificate", "Marine Radio Certificate"):
        page.get_by_label("Add a step that counts").select_option(label=name)
        page.get_by_role("button", name="Add the picked step that counts").click()
    page.get_by_label("What it asks for").select_option("some")
    page.get_by_label("How many", exact=True).fill("2")
    expect(outline(page, "Two of these")).to_contain_text("Group · 2 of 2")
    drawn = page.evaluate("document.querySelector('#canvas canvas') !== null")
    assert drawn
    page.get_by_label("How many", exact=True).fill("3")
    expect(page.get_by_role("region", name="What to look at")).to_contain_text("SW104")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("What it asks for")).to_be_visible()
    expect(page.get_by_role("region", name="What to look at")).not_to_contain_text("SW104")


def test_a_keyboard_is_enough(studio: Open) -> None:
    page = studio()
    tab_to(page, id="new-name")
    page.keyboard.type("By keyboard")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Add a step:")).to_be_visible()
    page.get_by_label("Add a step:").focus()
    for words in ("Deckhand", "Marine Radio"):
        page.keyboard.type(words)
        expect(page.get_by_role("group", name="Found").get_by_role("button").first).to_contain_text(words)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_text("was added.")).to_be_visible()
    outline(page, "Marine Radio").focus()
    page.keyboard.press("Alt+ArrowUp")
    rows = page.get_by_role("group", name="The steps in order").get_by_role("button")
    expect(rows.first).to_contain_text("Marine Radio")
    assert focused(page)["text"].startswith("Marine Radio")
    page.keyboard.press("ArrowDown")
    assert focused(page)["text"].startswith("Deckhand")
    page.keyboard.press("Delete")
    expect(rows).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(rows).to_have_count(2)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved, version")).to_be_visible()


def test_of_two_editors_the_second_sees_both_versions_and_loses_nothing(studio: Open, server: str) -> None:
    first = studio()
    begin(first, "Contested")
    add(first, "Deckhand Certificate")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_text("Saved, version")).to_be_visible()
    second = studio("/studio/sea%3Acontested")
    expect(outline(second, "Deckhand Certificate")).to_be_visible()
    add(first, "Skipper Certificate")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_text("Changed, not saved")).not_to_be_visible()
    add(second, "Marine Radio Certificate")
    second.get_by_role("button", name="Save").click()
    dialog = second.get_by_role("dialog")
    expect(dialog).to_contain_text("Somebody else saved this pathway meanwhile")
    expect(dialog.get_by_role("table")).to_contain_text("Skipper Certificate")
    expect(dialog.get_by_role("table")).to_contain_text("Marine Radio Certificate")
    assert violations(second) == []
    second.get_by_role("button", name="Keep mine").click()
    expect(second.get_by_text("Saved, version")).to_be_visible()
    held = [step["credential"] for step in answer(server, "/v1/pathways/sea:contested")["steps"]]
    assert held == [DECKHAND, RADIO]


def test_a_draft_is_planned_measured_followed_and_exported(studio: Open, tmp_path: Path) -> None:
    page = studio()
    page.get_by_label("A job, or the identifier").fill("skipper")
    page.get_by_role("button", name="Draft it").click()
    expect(outline(page, "Skipper Certificate")).to_be_visible()
    page.get_by_label("Or what somebody holds").fill(DECKHAND)
    page.get_by_role("button", name="Show").click()
    expect(outline(page, "Deckhand Certificate")).to_contain_text("✓ done")
    page.get_by_role("button", name="Measure").click()
    expect(page.get_by_role("region", name="Measures")).to_contain_text("Structural complexity")
    page.get_by_label("Take least").select_option("steps")
    page.get_by_role("button", name="Plan", exact=True).click()
    expect(page.get_by_role("region", name="The best way through")).to_contain_text("proven the least")
    page.get_by_label("Format").select_option("ctdl")
    with page.expect_download() as loading:
        page.get_by_role("button", name="Export").click()
    loading.value.save_as(tmp_path / "pathway.json")
    document = json.loads((tmp_path / "pathway.json").read_text("utf-8"))
    assert document["@graph"][0]["@type"] == "ceterms:Pathway"


def test_two_boxes_are_connected_in_the_drawing(studio: Open) -> None:
    page = studio()
    begin(page, "Drawn")
    add(page, "Deckhand Certificate")
    add(page, "Skipper Certificate")
    outline(page, "Deckhand Certificate").click()
    page.get_by_role("button", name="Connect to …").click()
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2
    for share in (0.6, 0.65, 0.7, 0.55, 0.75):
        page.mouse.click(middle, box["y"] + share * box["height"])
        if page.get_by_text("Connected.", exact=True).is_visible():
            break
        if page.get_by_text("Nothing was connected.").is_visible():
            outline(page, "Deckhand Certificate").click()
            page.get_by_role("button", name="Connect to …").click()
    outline(page, "Skipper Certificate").click()
    expect(page.get_by_role("group", name="Comes after")).to_contain_text("Deckhand Certificate")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(studio: Open, scheme: str, width: int) -> None:
    page = studio(width=width, color_scheme=scheme, reduced_motion="reduce")
    assert violations(page) == []
    page.get_by_label("A job, or the identifier").fill("skipper")
    page.get_by_role("button", name="Draft it").click()
    outline(page, "Skipper Certificate").click()
    page.get_by_role("button", name="Measure").click()
    expect(page.get_by_role("region", name="Measures")).to_contain_text("Structural complexity")
    assert violations(page) == []
    assert fits(page)


def test_a_wrong_key_is_said_so_and_kept_nowhere(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/studio")
    page.get_by_label("Your API key").fill("stackway_wrong")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("The key isn't known or was revoked.")).to_be_visible()
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    assert "stackway_wrong" not in page.url


def test_without_javascript_the_still_picture_is_shown(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/studio/sea%3Ato-skipper")
    expect(page.get_by_role("img", name="The drawing of the pathway")).to_be_visible()
    expect(page.get_by_text("The studio needs JavaScript.")).to_be_visible()
