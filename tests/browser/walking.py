"""Ways through the pages that several tests go, and what they look at on the way."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect


def ask(page: Page, goal: str = "skipper", held: str = "Deckhand") -> None:
    """Pick one credential and a goal on the page at `/`, as a person does."""
    page.goto("/")
    page.get_by_label("Certificates, badges, courses").fill(held)
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("checkbox", name=f"{held} Certificate").check()
    page.get_by_role("button", name="Add what is ticked").click()
    page.get_by_label("A job, in your own words").fill(goal)
    page.get_by_role("button", name="Show next steps").click()
    page.get_by_role("heading", name="Your next steps").wait_for()


def compare(page: Page) -> None:
    """Tick the first two suggestions and lay them side by side."""
    for box in page.get_by_role("checkbox", name="Compare").all()[:2]:
        box.check()
    page.get_by_role("button", name="Compare the two ticked").click()
    expect(page.get_by_role("table")).to_contain_text("Skipper Certificate")


def violations(page: Page) -> list[Any]:
    """What axe finds, but for what is minor."""
    found = Axe().run(page).response["violations"]
    return [
        (one["id"], [node["target"] for node in one["nodes"][:3]])
        for one in found
        if one["impact"] not in (None, "minor")
    ]


def fits(page: Page) -> bool:
    """Whether the page needs no scrolling aside."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def tab_to(page: Page, most: int = 80, starts: str = "", **wanted: str) -> dict[str, str]:
    """Press Tab until the wanted thing has the focus; everything on the way must show that it has it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        here = focused(page)
        assert here["ring"], f"{here} doesn't show that it has the focus"
        if all(here[key] == value for key, value in wanted.items()) and here["text"].startswith(starts):
            return here
    raise AssertionError(f"{wanted} can't be reached with the Tab key")


def focused(page: Page) -> dict[str, str]:
    """What has the focus, and whether that can be seen."""
    found: dict[str, str] = page.evaluate(
        """() => {
          const it = document.activeElement, look = getComputedStyle(it);
          const label = it.closest("label") ? getComputedStyle(it.closest("label")) : look;
          const rung = one => (one.outlineStyle !== "none" && one.outlineWidth !== "0px") || one.boxShadow !== "none";
          const ring = it === document.body || rung(look) || rung(label) ? "yes" : "";
          const text = (it.innerText || "").trim();
          return {tag: it.tagName, id: it.id, name: it.name || "", href: it.href || "", text, ring};
        }"""
    )
    return found
