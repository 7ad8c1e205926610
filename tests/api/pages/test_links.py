"""The signed click: it logs once, leads to the sign-up page that is stated today, and nowhere else."""

from __future__ import annotations

from starlette.testclient import TestClient

from api.engine import Engine
from api.http.links import click_path
from api.pages.words import web_address
from tests import world
from tests.api.conftest import NOW
from tests.api.pages.conftest import ELSEWHERE, HOSTILE
from tests.api.pages.reading import get

HTML = {"accept": "text/html"}


def suggested(engine: Engine, credential: str) -> str:
    """A suggestion of this credential that is on record, by its signed path."""
    from data.records import Suggestion

    id_ = "aaaabbbbccccdddd"
    made = Suggestion(id=id_, snapshot=engine.snapshot_name, credential=credential, position=1, created=NOW)
    engine.events.add_suggestions([made])
    return click_path(engine.secret, id_)


def clicks(engine: Engine, credential: str) -> int:
    engine.events.flush()
    return next(row.clicked for row in engine.records.funnel() if row.credential == credential)


def test_a_click_leads_to_the_sign_up_page_that_is_stated(client: TestClient, engine: Engine) -> None:
    answer = client.get(suggested(engine, world.RADIO), follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"] == "https://sea.example/radio/sign-up"


def test_a_replayed_click_still_leads_on_and_is_logged_once(client: TestClient, engine: Engine) -> None:
    path = suggested(engine, world.RADIO)
    for _ in range(3):
        assert client.get(path, follow_redirects=False).status_code == 302
    assert clicks(engine, world.RADIO) == 1


def test_a_changed_link_is_no_link(client: TestClient, engine: Engine) -> None:
    path = suggested(engine, world.RADIO)
    answer = client.get(path[:-1] + ("A" if path[-1] != "A" else "B"), headers=HTML, follow_redirects=False)
    assert answer.status_code == 404
    assert "This link is not one of ours" in answer.text
    assert "location" not in answer.headers


def test_a_link_signed_with_another_secret_is_no_link(client: TestClient) -> None:
    answer = client.get(click_path(b"not the secret", "x"), follow_redirects=False)
    assert answer.status_code == 404


def test_a_suggestion_that_was_never_made_is_unknown(client: TestClient, engine: Engine) -> None:
    answer = client.get(click_path(engine.secret, "never"), headers=HTML, follow_redirects=False)
    assert answer.status_code == 404
    assert "No such suggestion" in answer.text


def test_nothing_in_a_request_chooses_where_a_click_leads(client: TestClient, engine: Engine) -> None:
    path = suggested(engine, world.RADIO) + "?next=https://evil.example&url=//evil.example"
    answer = client.get(path, headers={"host": "evil.example"}, follow_redirects=False)
    assert answer.headers["location"] == "https://sea.example/radio/sign-up"


def test_a_sign_up_that_is_no_web_address_leads_to_the_credentials_own_page_here(
    client: TestClient, engine: Engine
) -> None:
    answer = client.get(suggested(engine, ELSEWHERE), follow_redirects=False)
    assert answer.headers["location"] == f"/next/{ELSEWHERE}"


def test_a_hostile_identifier_never_leads_off_the_site(client: TestClient, engine: Engine) -> None:
    where = client.get(suggested(engine, HOSTILE), follow_redirects=False).headers["location"]
    assert where.startswith("/next/sea")
    assert "<" not in where


def test_only_web_addresses_become_links() -> None:
    for bad in (
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/x",
        "",
        "http://",
        "https:evil",
        "http://[",
    ):
        assert web_address(bad) == ""


def test_a_click_on_a_link_of_a_page_is_a_click_on_what_it_showed(client: TestClient, engine: Engine) -> None:
    page = get(client, f"/next/{world.DECKHAND}")
    assert client.get(page.outward()[0], follow_redirects=False).status_code == 302
    engine.events.flush()
    assert sum(row.clicked for row in engine.records.funnel("sea")) == 1


def test_events_of_a_shown_suggestion_are_kept_under_the_credentials_page(client: TestClient, engine: Engine) -> None:
    get(client, f"/embed/credentials/{world.DECKHAND}")
    engine.events.flush()
    assert sum(row.shown for row in engine.records.funnel("sea")) >= 1
