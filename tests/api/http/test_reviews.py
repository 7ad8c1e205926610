"""Tags and mappings decided over HTTP: an issuer's own, the least sure first, never over an unseen decision."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from api.engine import Engine
from data.records import MAPPING, TAG, Proposal
from tests import world
from tests.api.conftest import NOW, key

SURE = {world.KNOTS: 0.9, world.ROWING: 0.7, world.SAILING: 0.8}
TAGS = [Proposal(kind=TAG, issuer="sea", subject=world.RADIO, skill=skill, confidence=sure, name="Marine Radio",
                 label=world.SKILLS[skill]) for skill, sure in SURE.items()]  # fmt: skip
OWN = Proposal(
    kind=MAPPING, issuer="acme", subject="acme:s1", skill=world.KNOTS, relation="close match", confidence=0.5
)


@pytest.fixture(autouse=True)
def _queue(engine: Engine) -> None:
    engine.records.file_proposals(TAG, TAGS, NOW)
    engine.records.file_proposals(MAPPING, [OWN], NOW)


def put(client: TestClient, one: Proposal, match: str | None = "0", /, **body: Any) -> Any:
    headers = {} if match is None else {"If-Match": f'"{match}"'}
    return client.put(f"/v1/reviews/{one.id}", json=body, headers=headers)


def test_an_issuer_sees_its_own_the_least_sure_first_page_by_page(keyed: TestClient) -> None:
    first = keyed.get("/v1/reviews", params={"limit": 2}).json()
    assert [one["skill"] for one in first["reviews"]] == [world.ROWING, world.SAILING]
    assert first["counts"] == [{"kind": "tag", "state": "open", "count": 3}]
    then = keyed.get("/v1/reviews", params={"limit": 2, "after": first["next_after"]}).json()
    assert [one["skill"] for one in then["reviews"]] == [world.KNOTS]
    assert then["next_after"] is None
    assert keyed.get("/v1/reviews", params={"after": "nobody"}).status_code == 422


def test_a_decision_is_kept_with_who_when_and_what_came_before(keyed: TestClient) -> None:
    kept = put(keyed, TAGS[0], decision="rejected", note="only mentioned", by="Ada  Lovelace")
    assert (kept.status_code, kept.headers["etag"], kept.json()["state"]) == (200, '"1"', "rejected")
    assert kept.json()["decision"]["author"].startswith("Ada Lovelace (")
    assert put(keyed, TAGS[0], "1", decision="accepted").headers["etag"] == '"2"'
    found = keyed.get(f"/v1/reviews/{TAGS[0].id}")
    assert found.headers["etag"] == '"2"'
    assert [one["state"] for one in found.json()["history"]] == ["accepted", "rejected"]
    assert found.json()["history"][1]["note"] == "only mentioned"
    listed = keyed.get("/v1/reviews", params={"state": "accepted"}).json()["reviews"]
    assert [one["id"] for one in listed] == [TAGS[0].id]
    assert put(keyed, TAGS[0], "2", decision="open").json()["state"] == "open"


def test_of_two_editors_the_second_is_told_and_gets_both_decisions(keyed: TestClient) -> None:
    assert put(keyed, TAGS[0], decision="accepted").status_code == 200
    told = put(keyed, TAGS[0], decision="rejected")
    assert told.status_code == 412
    assert told.headers["content-type"] == "application/problem+json"
    assert (told.json()["theirs"]["version"], told.json()["theirs"]["state"]) == (1, "accepted")
    assert told.json()["yours"] == {"version": 0, "state": "rejected", "skill": "", "relation": "", "note": ""}


def test_the_version_must_be_said(keyed: TestClient) -> None:
    assert put(keyed, TAGS[0], None, decision="accepted").status_code == 428
    assert put(keyed, TAGS[0], "x", decision="accepted").status_code == 412


def test_a_correction_names_a_skill_that_is_known(keyed: TestClient) -> None:
    kept = put(keyed, TAGS[0], decision="corrected", skill="find the way at sea")
    assert (kept.json()["decision"]["skill"], kept.json()["decision"]["label"]) == (
        world.NAVIGATION,
        "find the way at sea",
    )
    assert put(keyed, TAGS[1], decision="corrected", skill="esco:skill/nobody").status_code == 404
    assert put(keyed, TAGS[1], decision="corrected").status_code == 422
    assert put(keyed, TAGS[1], decision="corrected", skill=world.KNOTS, relation="exact match").status_code == 422
    assert put(keyed, TAGS[1], decision="perhaps").status_code == 422
    assert put(keyed, TAGS[1], decision="accepted", extra=1).status_code == 422


def test_nobody_decides_or_sees_what_is_another_issuers(keyed: TestClient, client: TestClient, engine: Engine) -> None:
    assert keyed.get(f"/v1/reviews/{OWN.id}").status_code == 403
    assert put(keyed, OWN, decision="accepted").status_code == 403
    assert keyed.get("/v1/reviews", params={"issuer": "acme"}).status_code == 403
    assert keyed.get("/v1/reviews/nobody").status_code == 404
    assert client.get("/v1/reviews").status_code == 401
    assert put(client, TAGS[0], decision="accepted").status_code == 401
    assert client.get("/v1/reviews", headers=key(engine, "sea", "read")).status_code == 403


def test_an_operator_sees_and_decides_all(client: TestClient, engine: Engine) -> None:
    client.headers.update(key(engine, "ops", "admin"))
    assert len(client.get("/v1/reviews").json()["reviews"]) == 4
    assert [one["id"] for one in client.get("/v1/reviews", params={"issuer": "acme"}).json()["reviews"]] == [OWN.id]
    fixed = put(client, OWN, decision="corrected", relation="broad match")
    assert (fixed.json()["decision"]["skill"], fixed.json()["decision"]["relation"]) == (world.KNOTS, "broad match")
