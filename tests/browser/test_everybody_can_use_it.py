"""Nobody is shut out: axe finds nothing, a keyboard is enough, nothing scrolls sideways, no script is needed."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from data.records import Records
from data.workspace import Workspace
from tests.browser.conftest import NewPage
from tests.browser.walking import ask, compare, fits, focused, tab_to, violations
from tests.world import DECKHAND, RADIO, SKIPPER

pytestmark = pytest.mark.browser

PLACES = (
    "/",
    "/about",
    "/read",
    f"/next/{DECKHAND}",
    f"/next/{SKIPPER}",
    f"/embed/credentials/{DECKHAND}",
    "/next/sea:NOPE",
)
SCHEMES = ("light", "dark")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_on_any_page(new_page: NewPage, scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    for place in PLACES:
        page.goto(place)
        assert violations(page) == [], place


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_in_an_answer_and_a_comparison(new_page: NewPage, scheme: str, width: int) -> None:
    page = new_page(width, color_scheme=scheme)
    ask(page)
    for details in page.locator("details").all():
        details.evaluate("it => it.open = true")
    assert violations(page) == []
    compare(page)
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways(new_page: NewPage, width: int) -> None:
    page = new_page(width)
    for place in PLACES:
        page.goto(place)
        assert fits(page), place
    ask(page)
    assert fits(page)
    compare(page)
    assert fits(page)


def test_the_whole_journey_goes_without_javascript(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    ask(page)
    expect(page.get_by_role("heading", name="Your next steps")).to_be_visible()
    expect(page.get_by_role("link", name="Skipper Certificate", exact=True)).to_be_visible()
    page.get_by_role("button", name="dismiss Marine Radio Certificate").click()
    expect(page.get_by_role("link", name="Marine Radio Certificate", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Undo dismissing Marine Radio Certificate").click()
    expect(page.get_by_role("link", name="Marine Radio Certificate", exact=True)).to_be_visible()
    compare(page)
    expect(page.get_by_text("From the deck to the helm").first).to_be_visible()


def test_a_keyboard_is_enough(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert focused(page)["text"] == "Skip to content"
    tab_to(page, id="q")
    page.keyboard.type("deckhand")
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=add]")
    tab_to(page, name="add")
    page.keyboard.press("Space")
    tab_to(page, id="goal")
    page.keyboard.type("skipper")
    page.keyboard.press("Enter")
    page.wait_for_selector("article")
    tab_to(page, text="Skipper Certificate")
    at = tab_to(page, tag="A", starts="Sign up")
    assert urlsplit(at["href"]).path.startswith("/go/")


def test_a_click_leads_to_sign_up_and_counts_once(new_page: NewPage, evergreen: Path) -> None:
    page = new_page()
    ask(page)
    card = page.get_by_role("article").filter(has_text="Skipper Certificate").first
    link = card.get_by_role("link", name="Sign up")
    again = str(link.get_attribute("href"))
    with page.expect_request("https://sea.example/skipper/sign-up"):
        link.click()
    assert page.request.get(again, max_redirects=0).headers["location"] == "https://sea.example/skipper/sign-up"
    assert clicked(page, evergreen, SKIPPER) == 1


def clicked(page: Page, workspace: Path, credential: str) -> int:
    """How many suggestions of a credential were clicked, once the server has written what it took."""
    with Records.open(Workspace.open(workspace).records_url) as records:
        for _ in range(50):
            row = next((row for row in records.funnel() if row.credential == credential), None)
            if row is not None and row.clicked:
                return row.clicked
            page.wait_for_timeout(100)
    return 0


def test_nothing_is_loaded_from_elsewhere_and_nothing_breaks_the_policy(new_page: NewPage, server: str) -> None:
    page = new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for place in (*PLACES[:-1], f"/email/credentials/{DECKHAND}", f"/next/{DECKHAND}.svg"):
        page.goto(place)
    ask(page)
    assert asked
    assert all(url.startswith(server) for url in asked)
    assert said == []


def test_what_is_picked_never_stands_in_an_address(new_page: NewPage) -> None:
    page = new_page()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    ask(page, goal="skipper of my own boat")
    assert not any(word in url for url in seen for word in (DECKHAND, RADIO, "skipper", "boat"))


def test_a_host_page_may_frame_the_fragment_and_nothing_else(new_page: NewPage, server: str) -> None:
    page = new_page()
    frames = "".join(f'<iframe src="{server}{place}"></iframe>' for place in (f"/embed/credentials/{DECKHAND}", "/"))
    page.route("https://host.example/", lambda route: route.fulfill(body=frames, content_type="text/html"))
    page.goto("https://host.example/")
    fragment, other = page.frames[1:]
    expect(fragment.get_by_text("Skipper Certificate").first).to_be_visible()
    assert other.get_by_text("What should you learn next?").count() == 0


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_pasted_text_is_seen_again_with_its_skills_marked(new_page: NewPage, scheme: str) -> None:
    page = new_page(390, color_scheme=scheme, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Read a text").click()
    page.get_by_label("The text").fill("Requirements:\n- Must find the way at sea\nBenefits:\n- A free boat")
    page.get_by_role("button", name="Find the skills").click()
    expect(page.get_by_role("heading", name="1 skill found")).to_be_visible()
    expect(page.locator("mark", has_text="find the way at sea")).to_be_visible()
    expect(page.get_by_text("No skills were taken from what it says of: benefits (1 sentence).")).to_be_visible()
    assert fits(page)
    page = new_page(390, color_scheme=scheme)
    page.goto("/read")
    page.get_by_role("button", name="Find the skills").click()
    assert violations(page) == []
