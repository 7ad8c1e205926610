"""The queue of what was read, as an issuer's person uses it: decided, corrected, taken back, two at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.records import TAG, Proposal, Records, Verdict
from data.workspace import Workspace
from tests import world
from tests.browser.conftest import NewPage
from tests.browser.walking import fits, violations

pytestmark = pytest.mark.browser
KNOTS, ROWING = (
    Proposal(kind=TAG, issuer="sea", subject=world.RADIO, skill=skill, confidence=sure, name="Marine <b>Radio</b>",
             label=world.SKILLS[skill], evidence=f"you will {world.SKILLS[skill]} & more <script>")
    for skill, sure in ((world.KNOTS, 0.61), (world.ROWING, 0.93))
)  # fmt: skip


@pytest.fixture
def records(evergreen: Path) -> Iterator[Records]:
    with Records.open(Workspace.open(evergreen).records_url) as opened:
        for one in opened.reviews(state=None):
            if one.version:
                said = Verdict(state="open")
                opened.decide(one.id, said, expected=one.version, author="test", now=datetime.now(UTC))
        opened.file_proposals(TAG, [KNOTS, ROWING], datetime.now(UTC))
        yield opened


@pytest.fixture
def queue(new_page: NewPage, records: Records) -> Page:
    secret = records.create_key("sea", ("read", "recommend", "write"), "reviews", datetime.now(UTC))[1]
    page = new_page(1280)
    page.goto("/studio/reviews")
    page.get_by_label("Your API key").fill(secret)
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("2 are undecided.")).to_be_visible()
    return page


def test_the_least_sure_come_first_and_text_stays_text(queue: Page) -> None:
    rows = queue.locator("#list > li")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Marine <b>Radio</b> teaches tie knots 61 % sure")
    expect(rows.first.locator("mark")).to_have_text("tie knots")
    expect(rows.first).to_contain_text("& more <script>")
    assert violations(queue) == []
    assert fits(queue)


def test_what_is_decided_is_kept_and_can_be_taken_back(queue: Page, records: Records) -> None:
    queue.get_by_role("button", name=re.compile("^Right: .*tie knots")).click()
    expect(queue.get_by_text(re.compile("right, said "))).to_be_visible()
    found = records.review(KNOTS.id)
    assert found is not None
    assert found.state == "accepted"
    queue.get_by_role("button", name=re.compile("^Take it back: .*tie knots")).click()
    expect(queue.get_by_role("button", name=re.compile("^Right: .*tie knots"))).to_be_visible()
    again = records.review(KNOTS.id)
    assert again is not None
    assert (again.state, again.version) == ("open", found.version + 1)


def test_another_skill_is_looked_for_and_chosen(queue: Page, records: Records) -> None:
    queue.get_by_role("button", name=re.compile("^Another skill: .*row a boat")).click()
    queue.get_by_label(re.compile("The skill that is right instead")).fill("sail")
    queue.get_by_role("group", name="Found").get_by_role("button", name="sail a boat").click()
    expect(queue.get_by_text(re.compile("corrected: sail a boat, said "))).to_be_visible()
    found = records.review(ROWING.id)
    assert found is not None
    assert found.decision is not None
    assert found.decision.verdict.skill == world.SAILING


def test_of_two_at_once_the_second_sees_what_the_first_said(queue: Page, records: Records) -> None:
    review = records.review(KNOTS.id)
    assert review is not None
    records.decide(KNOTS.id, Verdict(state="rejected"), expected=review.version, author="ada", now=datetime.now(UTC))
    queue.get_by_role("button", name=re.compile("^Right: .*tie knots")).click()
    expect(queue.get_by_text("Somebody else decided meanwhile")).to_be_visible()
    expect(queue.get_by_text("wrong, said ada")).to_be_visible()
    kept = records.review(KNOTS.id)
    assert kept is not None
    assert kept.state == "rejected"
