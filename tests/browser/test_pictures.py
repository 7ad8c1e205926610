"""The pages as they look, at the width of a phone and of a desk, in light and dark: drawn to be looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewPage
from tests.browser.walking import ask, fits, violations
from tests.world import DECKHAND

pytestmark = pytest.mark.browser

PLACES = {
    "first": "/",
    "landing": f"/next/{DECKHAND}",
    "fragment": f"/embed/credentials/{DECKHAND}",
    "mail": f"/email/credentials/{DECKHAND}",
    "strip": f"/next/{DECKHAND}.svg",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_is_drawn(new_page: NewPage, width: int, scheme: str, tmp_path: Path) -> None:
    page = new_page(width, color_scheme=scheme)
    ask(page)
    page.screenshot(path=tmp_path / f"results-{width}-{scheme}.png")
    for name, place in PLACES.items():
        page.goto(place)
        page.screenshot(path=tmp_path / f"{name}-{width}-{scheme}.png")
    drawn = list(tmp_path.glob("*.png"))
    assert len(drawn) == len(PLACES) + 1
    assert all(one.stat().st_size > 2_000 for one in drawn), "none is blank"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_strip_is_drawn_as_an_image_of_another_page(new_page: NewPage, scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    page.goto("/about")
    size = page.evaluate(
        """async address => {
          const strip = new Image(); strip.src = address; await strip.decode();
          return [strip.naturalWidth, strip.naturalHeight];
        }""",
        PLACES["strip"],
    )
    assert size[0] == 640
    assert size[1] > 100


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_mistakes_are_named_beside_their_fields_and_shut_nobody_out(new_page: NewPage, scheme: str) -> None:
    page = new_page(390, color_scheme=scheme)
    ask(page)
    mistaken(page)
    assert page.get_by_label("Budget for one").get_attribute("aria-describedby") == "budget-error"
    assert page.locator("#budget-error").is_visible()
    assert violations(page) == []
    assert fits(page)


def mistaken(page: Page) -> None:
    """Fill every limit in wrongly and ask again."""
    page.get_by_text("Your limits").click()
    for label, wrong in (("Budget for one", "a lot"), ("Hours a week", "some"), ("Language", "??")):
        page.get_by_label(label).fill(wrong)
    page.get_by_role("button", name="Show next steps").click()
    page.locator("#language-error").wait_for()


def test_nothing_is_said_by_colour_alone(new_page: NewPage) -> None:
    page = new_page()
    ask(page)
    signs = page.locator(".sign").all_inner_texts()
    assert signs
    assert all(len(sign.split()) > 1 for sign in signs), "a symbol and words"
