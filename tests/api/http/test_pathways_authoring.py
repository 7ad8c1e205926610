"""Pathways saved over HTTP: whole, by their issuer alone, never over an unseen change, and in advice at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api import authoring
from api.authoring import By
from api.engine import Engine
from api.errors import NotTheirs
from graph.pathways import Pathway
from graph.pathways.codec import pathway_from_plain
from recommender.authored import body_of
from tests.api.conftest import NOW, key
from tests.graph.test_pathway_laws import pathway
from tests.world import DECKHAND, RADIO, SKIPPER, TO_SKIPPER

AT = f"/v1/pathways/{TO_SKIPPER}"
NEW = "/v1/pathways/sea:new"
TO_RADIO: dict[str, Any] = {
    "name": "To the radio",
    "steps": [{"id": "1", "position": 1, "credential": DECKHAND}, {"id": "2", "position": 2, "credential": RADIO}],
}


def put(client: TestClient, path: str, body: Any, match: str | None = "0", **headers: str) -> Any:
    """Save over a version; None makes a new one."""
    said = {"If-None-Match": "*"} if match is None else {"If-Match": f'"{match}"'}
    written = json.dumps(body)  # with Infinity and half characters, which strict clients don't write
    return client.put(path, content=written, headers={"Content-Type": "application/json", **said, **headers})


def model(answer: Any) -> Pathway:
    return pathway_from_plain({**answer.json(), "provenance": ["", ""]})


def test_a_pathway_is_read_whole_with_its_version(client: TestClient) -> None:
    found = client.get(AT)
    assert found.headers["etag"] == '"0"'
    assert [step["credential"] for step in found.json()["steps"]] == [DECKHAND, RADIO, SKIPPER]
    assert found.json()["evidence"] == [{"source": "world", "locator": "pathways.csv:2"}]
    assert client.get("/v1/pathways/sea:nope").status_code == 404


def test_what_was_read_can_be_sent_back_as_it_is(keyed: TestClient) -> None:
    found = keyed.get(AT)
    kept = put(keyed, AT, found.json())
    assert kept.status_code == 200
    assert kept.headers["etag"] == '"1"'
    assert model(kept) == model(found)
    assert kept.json()["evidence"] == [{"source": "records", "locator": f"pathways/{TO_SKIPPER}@1"}]
    assert keyed.get(AT).json() == kept.json()
    assert keyed.get(AT).headers["etag"] == '"1"'


def test_of_two_editors_the_second_is_told_and_gets_both_versions(keyed: TestClient, engine: Engine) -> None:
    read = keyed.get(AT).json()
    first, second = {**read, "name": "First"}, {**read, "name": "Second"}
    assert put(keyed, AT, first).status_code == 200
    told = put(keyed, AT, second, **key(engine, "sea"))
    assert told.status_code == 412
    assert told.headers["content-type"] == "application/problem+json"
    assert (told.json()["theirs"]["version"], told.json()["theirs"]["pathway"]["name"]) == (1, "First")
    assert (told.json()["yours"]["version"], told.json()["yours"]["pathway"]["name"]) == (0, "Second")
    assert told.json()["theirs"]["author"] != key
    assert keyed.get(AT).json()["name"] == "First"
    assert put(keyed, AT, second, str(told.json()["theirs"]["version"])).status_code == 200
    assert [one["name"] for one in keyed.get(f"{AT}/versions").json()["versions"]] == ["Second", "First"]


@pytest.mark.parametrize("headers", [{}, {"If-Match": "*"}, {"If-Match": '"0", "1"'}, {"If-None-Match": '"0"'}])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_change_that_doesnt_say_what_it_changes_is_refused(
    keyed: TestClient, method: str, headers: dict[str, str]
) -> None:
    told = keyed.request(method, AT, json=keyed.get(AT).json(), headers=headers)
    assert told.status_code == 428
    assert "If-Match" in told.json()["hint"]
    assert keyed.get(AT).headers["etag"] == '"0"'


@pytest.mark.parametrize("tag", ["1", "7", "-1", "abc", "", "9" * 30])
def test_a_version_that_never_was_is_a_conflict(keyed: TestClient, tag: str) -> None:
    assert put(keyed, AT, TO_RADIO, tag).status_code == 412
    assert keyed.delete(AT, headers={"If-Match": f'"{tag}"'}).status_code == 412
    assert put(keyed, NEW, TO_RADIO, tag).json()["theirs"] is None


def test_a_new_one_is_made_once(keyed: TestClient) -> None:
    made = put(keyed, NEW, TO_RADIO, None)
    assert made.status_code == 201
    assert (made.json()["issuer"], made.json()["id"]) == ("sea", "sea:new")
    assert put(keyed, NEW, TO_RADIO, None).status_code == 412
    assert put(keyed, AT, TO_RADIO, None).status_code == 412
    assert "sea:new" in [one["id"] for one in keyed.get("/v1/pathways").json()["pathways"]]
    assert keyed.get(f"/v1/credentials/{RADIO}").json()["pathways"] == ["sea:new", TO_SKIPPER]


def test_what_is_withdrawn_is_gone_and_comes_back(keyed: TestClient) -> None:
    assert put(keyed, AT, TO_RADIO).status_code == 200
    gone = keyed.delete(AT, headers={"If-Match": '"1"'})
    assert gone.json() == {"id": TO_SKIPPER, "version": 2, "withdrawn": True}
    told = keyed.get(AT)
    assert told.status_code == 404
    assert "version 2" in told.json()["hint"]
    assert keyed.get("/v1/pathways").json()["pathways"] == []
    assert keyed.post(f"{AT}/progress", json={}).status_code == 404
    assert keyed.delete(AT, headers={"If-Match": '"2"'}).status_code == 404
    listed = keyed.get(f"{AT}/versions").json()["versions"]
    assert [(one["version"], one["withdrawn"]) for one in listed] == [(2, True), (1, False)]
    assert keyed.get(f"{AT}/versions/2").json()["pathway"] is None
    before = keyed.get(f"{AT}/versions/1").json()["pathway"]
    assert put(keyed, AT, before, "1").status_code == 412
    assert put(keyed, AT, before, "2").headers["etag"] == '"3"'
    assert keyed.get(AT).json()["name"] == "To the radio"


def test_an_import_that_is_withdrawn_is_kept_as_a_version(keyed: TestClient) -> None:
    imported = keyed.get(AT).json()
    assert keyed.delete(AT, headers={"If-Match": '"0"'}).json()["version"] == 2
    kept = keyed.get(f"{AT}/versions/1").json()["pathway"]
    assert put(keyed, AT, kept, "2").json()["steps"] == imported["steps"]


def test_versions_come_a_page_at_a_time(keyed: TestClient) -> None:
    for number in range(5):
        assert put(keyed, AT, {**TO_RADIO, "name": f"n{number}"}, str(number)).status_code == 200
    first = keyed.get(f"{AT}/versions", params={"limit": 3}).json()
    rest = keyed.get(f"{AT}/versions", params={"limit": 3, "before": first["next_before"]}).json()
    assert [one["version"] for one in first["versions"] + rest["versions"]] == [5, 4, 3, 2, 1]
    assert rest["next_before"] is None
    assert keyed.get(f"{AT}/versions/0").json()["pathway"]["name"] == "From the deck to the helm"
    assert keyed.get(f"{AT}/versions/9").status_code == 404
    assert keyed.get("/v1/pathways/sea:nope/versions").status_code == 404


def test_only_its_issuer_changes_a_pathway(keyed: TestClient, engine: Engine) -> None:
    land, operator, reader = key(engine, "land"), key(engine, "ops", "admin"), key(engine, "sea", "read")
    for path, match in ((AT, "0"), ("/v1/pathways/sea:more", None), ("/v1/pathways/more", None)):
        assert put(keyed, path, TO_RADIO, match, **land).status_code == 403
        assert put(keyed, path, TO_RADIO, match, **reader).status_code == 403
    assert keyed.delete(AT, headers={"If-Match": '"0"', **land}).status_code == 403
    assert keyed.get(f"{AT}/versions", headers=land).status_code == 403
    assert keyed.get(f"{AT}/versions/0", headers=land).status_code == 403
    assert put(keyed, "/v1/pathways/land:own", {**TO_RADIO, "issuer": "sea"}, None, **land).status_code == 422
    assert put(keyed, "/v1/pathways/land:own", TO_RADIO, None, **land).status_code == 201
    assert put(keyed, AT, TO_RADIO, "0", **operator).json()["issuer"] == "sea"
    assert keyed.delete(AT, headers={"If-Match": '"1"'}).status_code == 200
    assert put(keyed, AT, TO_RADIO, "2", **land).status_code == 403


def test_nobody_changes_anything_without_a_key(client: TestClient) -> None:
    assert put(client, AT, TO_RADIO).status_code == 401
    assert client.delete(AT, headers={"If-Match": '"0"'}).status_code == 401
    assert client.get(f"{AT}/versions").status_code == 401


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": 7}, "name"),
        ({"nmae": "x"}, "nmae"),
        ({"name": "a\u0000b"}, "name"),
        ({"id": "sea:other"}, "id"),
        ({"page_url": "javascript:alert(1)"}, "page_url"),
        ({"language": "a language"}, "language"),
        ({"description": "x" * 10_001}, "description"),
        ({"steps": None}, "steps"),
        ({"steps": [{"id": "1", "position": 1}]}, "steps.0.credential"),
        ({"steps": [{"id": "1", "position": 1.5, "credential": "x"}]}, "steps.0.position"),
        ({"steps": [{"id": "1", "position": 1, "credential": "x", "kind": "quest"}]}, "steps.0.kind"),
        ({"steps": [{"id": "1", "position": 1, "credential": "x", "credits": -1}]}, "steps.0.credits"),
        ({"steps": [{"id": "1", "position": 1, "credential": "x", "requirement": "{}"}]}, "steps.0.requirement"),
        ({"steps": [{"id": "1", "position": 1, "credential": "x", "after": ["2"]}]}, "steps.0.after.0"),
        ({"steps": [{"id": "1", "position": 1, "credential": "x"}] * 2}, "steps.1.id"),
        ({"steps": [{"id": "1", "position": 1, "credential": "x", "condition": {"steps": ["9"]}}]},
         "steps.0.condition.steps.0"),
        ({"steps": [{"id": "1", "position": 1, "credential": "x", "condition": {"atLeast": True}}]},
         "steps.0.condition.atLeast"),
        ({"ends": ["9"]}, "ends.0"),
        ({"steps": [{"id": str(i), "position": i, "credential": "x"} for i in range(2001)]}, "steps"),
    ],
)  # fmt: skip
def test_what_cant_be_saved_is_told_by_its_field(keyed: TestClient, change: dict[str, Any], field: str) -> None:
    told = put(keyed, AT, {**TO_RADIO, **change})
    assert told.status_code == 422
    assert field in [one["field"] for one in told.json()["errors"]]
    assert keyed.get(AT).headers["etag"] == '"0"'


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 100_000, b'{"name": NaN}', b"\xff\xfe", b"null", b"[]"])
def test_a_body_that_is_no_pathway_is_refused(keyed: TestClient, content: bytes) -> None:
    told = keyed.put(AT, content=content, headers={"If-Match": '"0"', "Content-Type": "application/json"})
    assert 400 <= told.status_code < 500
    assert told.headers["content-type"] == "application/problem+json"


def test_conditions_nested_without_end_are_refused(keyed: TestClient) -> None:
    for depth in (25, 150, 400):
        condition: dict[str, Any] = {"steps": ["1"]}
        for _ in range(depth):
            condition = {"parts": [condition]}
        step = {"id": "1", "position": 1, "credential": "x", "condition": condition}
        assert put(keyed, AT, {**TO_RADIO, "steps": [step]}).status_code == 422


def test_many_faults_are_told_in_few_words(keyed: TestClient) -> None:
    told = put(keyed, AT, {**TO_RADIO, **{f"f{i}": 1 for i in range(10_000)}})
    assert len(told.content) < 20_000


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["\ud800", "\0", 10**400]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["1", "2", "3", "", "no"])
CONDITIONS: Any = st.deferred(
    lambda: st.fixed_dictionaries(
        {"steps": st.lists(NAMES, max_size=3)},
        optional={"parts": st.lists(CONDITIONS, max_size=2), "atLeast": JSON | st.integers(0, 3), "credits": JSON},
    )
)
STEPS = st.fixed_dictionaries(
    {"id": NAMES, "position": st.integers(0, 3) | JSON, "credential": st.sampled_from([DECKHAND, RADIO]) | JSON},
    optional={
        "optional": st.booleans() | JSON,
        "requirement": st.sampled_from(['{"holds":"sea:DECKHAND"}', '{"all":[]}', "{", None]) | JSON,
        "kind": st.sampled_from(["group", "skill", "course"]) | JSON,
        "condition": CONDITIONS | JSON,
        "after": st.lists(NAMES, max_size=2) | JSON,
        "credits": st.floats(0, 10) | JSON,
        "hours": JSON,
        "role": st.sampled_from(["milestone", ""]) | JSON,
        "name": st.text(max_size=9) | JSON,
    },
)
BODIES = JSON | st.fixed_dictionaries(
    {"name": st.sampled_from(["Way"]) | JSON, "steps": st.lists(STEPS, max_size=3) | JSON},
    optional={
        "ends": st.lists(NAMES, max_size=2) | JSON,
        "ordered": st.booleans() | JSON,
        "extra": st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=2) | JSON,
        "description": st.text() | JSON,
        "page_url": st.sampled_from(["", "https://sea.example/way", "sea"]) | JSON,
    },
)


@given(BODIES)
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_is_refused_or_reads_back_as_it_was_sent(keyed: TestClient, engine: Engine, body: Any) -> None:
    before = keyed.get(AT)
    kept = put(keyed, AT, body, before.headers["etag"].strip('"'))
    after = keyed.get(AT)
    event("saved" if kept.status_code == 200 else "refused")
    if kept.status_code != 200:
        assert 400 <= kept.status_code < 500
        assert after.json() == before.json()
        return
    assert after.json() == kept.json()
    for name, value in body.items():
        if name != "steps":
            assert after.json()[name] == (list(map(list, value)) if name == "extra" else value)
    steps = {step["id"]: step for step in after.json()["steps"]}
    assert steps.keys() == {step["id"] for step in body["steps"]}
    for sent in body["steps"]:
        for name, value in sent.items():
            if name not in ("condition", "requirement") and value not in (None, "", [], False, 0):
                assert steps[sent["id"]][name] == value
    on_top = engine.pathway(TO_SKIPPER)
    assert model(after) == pathway_from_plain({**body_of(on_top), "provenance": ["", ""]})
    assert keyed.post(f"{AT}/progress", json={"credentials": [DECKHAND]}).status_code == 200


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_pathway_of_the_model_is_saved_whole(keyed: TestClient, seed: int) -> None:
    made = body_of(pathway(seed)) | {"id": TO_SKIPPER, "issuer": "sea"}
    kept = put(keyed, AT, made, keyed.get(AT).headers["etag"].strip('"'))
    assert kept.status_code == 200, kept.text
    assert model(kept) == pathway_from_plain({**made, "provenance": ["", ""]})


def test_a_save_is_in_advice_at_once_and_the_answer_says_of_which_edit(keyed: TestClient, engine: Engine) -> None:
    built = engine.snapshot_name

    def asked() -> tuple[str, list[str]]:
        told = keyed.post("/v1/recommendations", json={"credentials": [RADIO]}).json()
        return told["snapshot"], next(o["pathways"] for o in told["recommendations"] if o["credential"] == DECKHAND)

    assert asked() == (built, [TO_SKIPPER])
    put(keyed, NEW, {**TO_RADIO, "name": "Back to the deck"}, None)
    put(keyed, AT, {**TO_RADIO, "steps": []})
    assert asked() == (f"{built}+p2", ["sea:new"])
    keyed.delete(NEW, headers={"If-Match": '"1"'})
    assert asked() == (f"{built}+p3", [])
    assert [one.id for one in authoring.authored_until(engine.records, 1).over(engine.snapshot.built_pathways)] == [
        "sea:new", TO_SKIPPER,
    ]  # fmt: skip
    assert authoring.authored_until(engine.records, 3).over([]) == engine.snapshot.pathways


def test_the_command_line_saves_by_the_same_function(engine: Engine) -> None:
    by = By("sea", "cli")
    kept = authoring.save(engine, "sea:new", TO_RADIO, expected=None, by=by, now=NOW)
    assert (kept.version, engine.pathway("sea:new")) == (1, kept.pathway)
    with pytest.raises(NotTheirs):
        authoring.save(engine, "sea:new", TO_RADIO, expected=1, by=By("land", "cli"), now=NOW)
