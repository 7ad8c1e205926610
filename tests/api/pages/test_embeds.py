"""What other sites and e-mails show of a credential: fragment, landing page, strip, blocks."""

from __future__ import annotations

from urllib.parse import quote
from xml.etree import ElementTree

from starlette.testclient import TestClient

from api.engine import Engine
from tests import world
from tests.api.pages.conftest import HOSTILE, HOSTILE_NAME
from tests.api.pages.reading import Page, get

SVG = "{http://www.w3.org/2000/svg}"


def test_the_page_of_a_credential_says_what_it_is_and_what_comes_next(client: TestClient) -> None:
    page = get(client, f"/next/{world.DECKHAND}")
    assert "Deckhand Certificate: tie knots, row a boat." in page.said
    assert "Skipper Certificate" in page.said
    assert "Asks for Deckhand Certificate, the credential of this page." in page.said
    assert page.outward()


def test_a_credential_never_comes_next_after_itself(client: TestClient) -> None:
    for credential, name in world.NAMES.items():
        assert f"/next/{quote(credential)}" not in get(client, f"/next/{credential}").links
        assert name not in client.get(f"/next/{credential}.svg").text.split("</title>")[1]


def test_what_a_credential_asks_for_is_named_on_its_page(client: TestClient) -> None:
    page = get(client, f"/next/{world.SKIPPER}")
    assert "Asks for: Deckhand Certificate" in page.said


def test_the_fragment_may_be_framed_and_opens_its_links_outside_the_frame(client: TestClient) -> None:
    answer = client.get(f"/embed/credentials/{world.DECKHAND}")
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    page = Page(answer.text)
    assert "Skipper Certificate" in page.said
    assert answer.text.count('target="_blank"') == len(page.links)


def test_pages_that_are_not_fragments_may_not_be_framed(client: TestClient) -> None:
    answer = client.get(f"/next/{world.DECKHAND}")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_the_strip_is_a_picture_with_a_text_alternative(client: TestClient) -> None:
    answer = client.get(f"/next/{world.DECKHAND}.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    root = ElementTree.fromstring(answer.text)  # noqa: S314 - our own answer
    assert root.findtext(f"{SVG}title") == "What comes after Deckhand Certificate"
    assert "Skipper Certificate: Can be started now" in (root.findtext(f"{SVG}desc") or "")


def test_the_strip_is_kept_until_the_day_or_the_snapshot_changes(client: TestClient) -> None:
    first = client.get(f"/next/{world.DECKHAND}.svg")
    again = client.get(f"/next/{world.DECKHAND}.svg", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_a_hostile_credential_is_words_everywhere(client: TestClient) -> None:
    address = quote(HOSTILE)
    for path in (f"/next/{address}", f"/embed/credentials/{address}", f"/email/credentials/{address}"):
        html = client.get(path).text
        assert "<script" not in html
        assert "<img" not in html
    root = ElementTree.fromstring(client.get(f"/next/{address}.svg").text)  # noqa: S314 - our own answer
    assert root.findtext(f"{SVG}title") == f"What comes after {HOSTILE_NAME}"
    assert not root.findall(f".//{SVG}script")


def test_hostile_suggestions_are_words_in_the_strip_and_the_mail(client: TestClient) -> None:
    mail = client.post("/v1/emails", json={"goal": "deckhand", "dismissed": [world.DECKHAND], "limit": 3}).json()
    assert HOSTILE in [one["credential"] for one in mail["suggestions"]]
    assert "<script" not in mail["html"]
    assert HOSTILE_NAME in mail["text"]


def test_the_mail_of_a_credential_has_links_that_work_from_anywhere(client: TestClient) -> None:
    page = get(client, f"/email/credentials/{world.DECKHAND}")
    outward = [link for link in page.links if "/go/" in link]
    assert outward
    assert all(link.startswith("http://127.0.0.1:8000/go/") for link in outward)
    path = outward[0].removeprefix("http://127.0.0.1:8000")
    assert client.get(path, follow_redirects=False).status_code == 302


def test_the_mail_is_tables_with_inlined_styles_that_load_nothing(client: TestClient) -> None:
    html = client.get(f"/email/credentials/{world.DECKHAND}").text
    assert html.startswith("<table")
    assert "style=" in html
    for never in ("<style", "<link", "<script", "<img", "url(", "var("):
        assert never not in html


def test_the_text_of_the_mail_says_the_same(client: TestClient) -> None:
    answer = client.get(f"/email/credentials/{world.DECKHAND}.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    assert "1. Skipper Certificate" in answer.text
    assert "You can start now. 100 EUR · 20 hours · online." in answer.text
    assert "Sign up: http://127.0.0.1:8000/go/" in answer.text


def test_a_mail_for_one_learner_greets_them_as_told_and_keeps_to_the_limit(client: TestClient) -> None:
    ask = {"credentials": [world.DECKHAND], "goal": "skipper", "limit": 1, "greeting": "Dear <b>Ann</b>,"}
    mail = client.post("/v1/emails", json=ask).json()
    assert [one["credential"] for one in mail["suggestions"]] == [world.SKIPPER]
    assert "Dear &lt;b&gt;Ann&lt;/b&gt;," in mail["html"]
    assert mail["text"].startswith("Dear <b>Ann</b>,\n")
    assert client.post("/v1/emails", json={**ask, "limit": 4}).status_code == 422


def test_a_mail_counts_as_suggested_and_not_as_shown(client: TestClient, engine: Engine) -> None:
    client.post("/v1/emails", json={"credentials": [world.DECKHAND], "goal": "skipper", "limit": 1})
    engine.events.flush()
    row = next(row for row in engine.records.funnel() if row.credential == world.SKIPPER)
    assert (row.suggested, row.shown) == (1, 0)


def test_who_holds_everything_gets_a_mail_that_says_so(client: TestClient) -> None:
    everything = [*world.NAMES, HOSTILE, "sea:ELSEWHERE"]
    mail = client.post("/v1/emails", json={"credentials": everything, "goal": "skipper"}).json()
    assert mail["suggestions"] == []
    assert "There is nothing to suggest right now." in mail["text"]


def test_an_unknown_credential_is_not_found_at_every_door(client: TestClient) -> None:
    for path in (
        "/next/{}",
        "/next/{}.svg",
        "/embed/credentials/{}",
        "/email/credentials/{}",
        "/email/credentials/{}.txt",
    ):
        assert client.get(path.format("sea:NONE")).status_code == 404
