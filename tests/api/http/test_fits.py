"""CVs fitted to occupations over HTTP."""

from __future__ import annotations

from starlette.testclient import TestClient

from tests.world import DECKHAND_JOB

CV = "I am able to tie knots and work on deck"


def test_each_text_has_its_answer_in_its_place(client: TestClient) -> None:
    documents = [{"id": "scan", "text": "%PDF-1.7"}, {"id": "ann", "text": CV}]
    answer = client.post("/v1/occupations/fit", json={"documents": documents})
    assert answer.status_code == 200, answer.text
    scan, ann = answer.json()["documents"]
    assert scan["problem"]["status"] == 415
    assert ann["occupations"][0]["id"] == DECKHAND_JOB
    assert "tie knots" in ann["occupations"][0]["has"]


def test_too_many_texts_are_refused(client: TestClient) -> None:
    documents = [{"text": CV}] * 21
    assert client.post("/v1/occupations/fit", json={"documents": documents}).status_code == 422
