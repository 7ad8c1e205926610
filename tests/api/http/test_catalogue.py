"""What there is, over HTTP: credentials, pathways, skills, occupations, matches."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

import api.http.context
from tests import world
from tests.world import DECKHAND, DECKHAND_JOB, RADIO, SKIPPER, SKIPPER_JOB, TO_SKIPPER

TODAY = world.TODAY.isoformat()


def test_credentials_come_a_page_at_a_time_and_none_is_lost(client: TestClient) -> None:
    met: list[str] = []
    after = ""
    while True:
        page = client.get("/v1/credentials", params={"limit": 1, "after": after}).json()
        met += [row["id"] for row in page["credentials"]]
        after = page["next_after"]
        if not after:
            break
    assert met == sorted(world.NAMES)


def test_credentials_of_an_issuer_that_has_none_are_none(client: TestClient) -> None:
    assert client.get("/v1/credentials", params={"issuer": "land"}).json()["credentials"] == []
    assert len(client.get("/v1/credentials", params={"issuer": "sea"}).json()["credentials"]) == 3


def test_a_credential_is_found_as_people_type_it(client: TestClient) -> None:
    for typed in ("marine radio", "Marine Radoi", "radio cert"):
        found = client.get("/v1/credentials", params={"q": typed}).json()["credentials"]
        assert found[0]["id"] == RADIO, typed


def test_a_credential_says_what_it_teaches_and_asks_for_and_where_that_stands(client: TestClient) -> None:
    found = client.get(f"/v1/credentials/{SKIPPER}").json()
    assert {one["skill"] for one in found["teaches"]} == {world.SAILING, world.NAVIGATION}
    assert all(one["evidence"][0]["locator"] for one in found["teaches"])
    assert DECKHAND in str(found["requirement"])
    assert found["pathways"] == [TO_SKIPPER]
    assert found["offerings"][0]["cost"] == 100.0
    assert found["evidence"][0]["locator"] == "credentials.csv:4"


def test_a_pathway_lists_its_steps(client: TestClient) -> None:
    assert [one["id"] for one in client.get("/v1/pathways").json()["pathways"]] == [TO_SKIPPER]
    found = client.get(f"/v1/pathways/{TO_SKIPPER}").json()
    assert [step["credential"] for step in found["steps"]] == [DECKHAND, RADIO, SKIPPER]


def test_progress_says_what_is_done_open_and_locked(client: TestClient) -> None:
    told = client.post(f"/v1/pathways/{TO_SKIPPER}/progress", json={"today": TODAY}).json()
    assert not told["reached"]
    assert "Deckhand" in " ".join(next(s for s in told["steps"] if s["credential"] == SKIPPER)["why"])
    told = client.post(
        f"/v1/pathways/{TO_SKIPPER}/progress", json={"today": TODAY, "credentials": [DECKHAND, SKIPPER]}
    ).json()
    assert told["reached"]
    assert told["share"] == 1.0


@pytest.mark.parametrize(
    "path",
    [
        "/v1/credentials/sea:NOPE",
        "/v1/credentials/%00",
        "/v1/credentials/" + "x" * 3000,
        "/v1/pathways/sea:nope",
        "/v1/skills/esco:skill/nope",
        "/v1/occupations/esco:occupation/nope",
        "/v1/nothing-of-the-kind",
        "/nothing-of-the-kind",
    ],
)
def test_what_isnt_there_is_404_with_a_problem_that_repeats_little(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert len(response.text) < 1500
    told = response.json()
    assert told["status"] == 404
    assert told["title"]
    assert told["detail"]


def test_progress_in_an_unknown_pathway_is_404(client: TestClient) -> None:
    assert client.post("/v1/pathways/sea:nope/progress", json={}).status_code == 404


def test_a_method_that_isnt_there_is_405_and_says_what_is(client: TestClient) -> None:
    response = client.put("/v1/recommendations")
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    assert response.headers["content-type"] == "application/problem+json"


def test_a_search_without_words_is_refused(client: TestClient) -> None:
    for path in ("skills", "occupations"):
        assert client.get(f"/v1/{path}").status_code == 422


def test_skills_and_occupations_are_found_and_shown(client: TestClient) -> None:
    found = client.get("/v1/skills", params={"q": "tie knots"}).json()["skills"][0]
    assert found["id"] == world.KNOTS
    assert client.get(f"/v1/skills/{found['id']}").json()["label"] == "tie knots"
    found = client.get("/v1/occupations", params={"q": "skiper"}).json()["occupations"][0]
    assert found["id"] == SKIPPER_JOB
    shown = client.get(f"/v1/occupations/{found['id']}").json()
    assert shown["label"] == "skipper"
    assert shown["wages"] == []


def test_a_match_says_what_is_had_what_lacks_and_what_closes_the_gap(client: TestClient) -> None:
    told = client.post("/v1/match", json={"goal": "skipper", "credentials": [DECKHAND], "today": TODAY}).json()
    assert {need["skill"] for need in told["lack"]} == {world.SAILING, world.NAVIGATION, world.RADIO_SKILL}
    assert told["have"] == []
    assert {one["credential"] for one in told["closes"]} == {SKIPPER, RADIO}
    whole = client.post("/v1/match", json={"goal": "deckhand", "credentials": [DECKHAND], "today": TODAY}).json()
    assert whole["share"] == 1.0
    assert whole["lack"] == []
    assert all(need["evidence"][0]["locator"] for need in whole["have"])


def test_a_match_against_nothing_known_says_so(client: TestClient) -> None:
    told = client.post("/v1/match", json={"goal": "qwxzy vbnmq"})
    assert told.status_code == 200
    assert told.json()["goal"]["occupation"] is None
    assert told.json()["notes"]
    assert client.post("/v1/match", json={"goal": "qwxzy vbnmq", "strict_goal": True}).status_code == 404
    assert client.post("/v1/match", json={}).status_code == 422


def test_a_goal_may_be_an_identifier(client: TestClient) -> None:
    told = client.post("/v1/match", json={"goal": DECKHAND_JOB}).json()
    assert told["goal"]["occupation"]["id"] == DECKHAND_JOB


def test_who_has_an_answer_already_gets_no_second_copy(client: TestClient) -> None:
    for path in (f"/v1/credentials/{SKIPPER}", "/v1/credentials", "/v1/pathways", "/v1/skills?q=boat"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == first.headers["etag"]
        assert client.get(path, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'}).status_code == 304
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_tag_is_good_for_a_day_since_offerings_open_and_close(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.http.context, "now", lambda: datetime(2026, 12, 31, 12, tzinfo=UTC))
    tag = client.get(f"/v1/credentials/{SKIPPER}").headers["etag"]
    monkeypatch.setattr(api.http.context, "now", lambda: datetime(2027, 1, 1, 12, tzinfo=UTC))
    assert client.get(f"/v1/credentials/{SKIPPER}", headers={"If-None-Match": tag}).status_code == 200


def test_the_server_says_that_it_lives_and_which_snapshot_answers(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert ready["status"] == "ready"
    assert ready["snapshot"] == client.post("/v1/recommendations", json={}).json()["snapshot"]


def test_every_answer_is_guarded_against_sniffing_and_framing(client: TestClient) -> None:
    for path in ("/v1/credentials", "/v1/nothing", "/healthz"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
