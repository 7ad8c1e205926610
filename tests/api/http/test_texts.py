"""Texts read for skills over HTTP, and the page where one is pasted."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.world import NAVIGATION

AD = "Requirements:\n- Must find the way at sea\n- Radio is a plus\nBenefits:\n- A free boat"


def post(client: TestClient, path: str, body: Any) -> Any:
    return client.post(f"/v1/skills/{path}", json=body)


def test_a_document_is_read_and_its_places_count_what_was_sent(client: TestClient) -> None:
    answer = post(client, "extract", {"documents": [{"id": "ad", "text": AD}]})
    assert answer.status_code == 200, answer.text
    (document,) = answer.json()["documents"]
    assert document["id"] == "ad"
    named = [one for one in document["mentions"] if one["skill"] == NAVIGATION]
    assert [AD[one["start"] : one["end"]] for one in named] == [one["words"] for one in named]
    assert named[0]["wanted"] == "required"
    assert NAVIGATION in [one["skill"] for one in document["skills"]]
    assert document["set_aside"] == {"benefits": 1}


def test_one_bad_document_is_named_and_the_others_are_read(client: TestClient) -> None:
    documents = [{"id": "pdf", "text": "%PDF-1.7"}, {"id": "empty", "text": ""}, {"id": "ad", "text": AD}]
    pdf, empty, good = post(client, "extract", {"documents": documents}).json()["documents"]
    assert pdf["problem"]["status"] == 415
    assert "PDF" in pdf["problem"]["detail"]
    assert empty["mentions"] == []
    assert good["mentions"]


@pytest.mark.parametrize(
    "body",
    [
        {"documents": []},
        {"documents": [{"text": "x" * 200_001}]},
        {"documents": [{"text": "x"}] * 51},
        {"documents": [{"txt": "x"}]},
        {},
    ],
)
def test_what_is_out_of_bounds_is_refused_with_its_field(client: TestClient, body: Any) -> None:
    answer = post(client, "extract", body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith("documents")


def test_sentences_are_linked_each_by_itself(client: TestClient) -> None:
    texts = ["Must find the way at sea by night", "🐙"]
    answer = post(client, "link", {"texts": texts, "k": 2}).json()
    assert answer["lexical"] is True
    first, second = answer["texts"]
    assert first["links"][0]["skill"] == NAVIGATION
    assert len(first["links"]) == 2
    assert second == {"text": "🐙", "links": []}


def test_without_an_index_the_next_step_is_told(client: TestClient, sea_workspace: Path) -> None:
    shutil.rmtree(sea_workspace / "linking")
    answer = post(client, "extract", {"documents": [{"text": AD}]})
    assert answer.status_code == 503
    assert "skills index" in answer.json()["hint"]


def test_the_page_marks_what_was_pasted_and_escapes_it(client: TestClient) -> None:
    assert "Paste a job advertisement" in client.get("/read").text
    answer = client.post("/read", data={"text": AD + "\n<script>alert(1)</script>"})
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert ">find the way at sea</mark>" in answer.text
    assert "benefits (1 sentence)" in answer.text


def test_the_page_says_what_is_wrong_with_a_file(client: TestClient) -> None:
    answer = client.post("/read", data={"text": "%PDF-1.7"})
    assert answer.status_code == 422
    assert 'role="alert">This is a PDF file' in answer.text
