"""From errors to problem details: none is forgotten, none tells what it shouldn't, none is HTML for a machine."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

import api
import data
import graph
import recommender
import skills_taxonomy
from api.engine import Engine
from api.http import create_app
from api.http.problems import TABLE, problem_of
from api.settings import Settings
from data import errors as data_errors
from data.errors import StackwayError


def _all(kind: type[StackwayError]) -> Iterator[type[StackwayError]]:
    for below in kind.__subclasses__():
        yield below
        yield from _all(below)


def _import_everything() -> None:
    for package in (data, skills_taxonomy, graph, recommender, api):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not module.name.endswith("__main__") and ".making" not in module.name:
                importlib.import_module(module.name)


def test_every_error_has_a_problem_of_its_own_or_its_parents() -> None:
    _import_everything()
    for kind in _all(StackwayError):
        if kind.__module__.partition(".")[0] == "tests":
            continue
        row = next(TABLE[parent] for parent in kind.__mro__ if parent in TABLE)
        assert row is not TABLE[StackwayError], f"{kind.__name__} would be answered as an unexpected failure"


def test_the_nearest_row_wins_and_a_new_error_falls_to_the_root() -> None:
    class Unheard(StackwayError):
        """A kind of error that nobody gave a row."""

    assert problem_of(Unheard("x")).status == 500
    assert all(100 <= row.status < 600 and row.title for row in TABLE.values())


def test_what_nobody_foresaw_is_a_problem_without_a_trace(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the secret is 1234")

    monkeypatch.setattr(engine, "advise", broken)
    with TestClient(create_app(engine, Settings()), raise_server_exceptions=False) as client:
        response = client.post("/v1/recommendations", json={})
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "1234" not in response.text
    assert "Traceback" not in response.text
    assert response.json()["title"]


def test_a_machine_gets_json_even_where_it_accepts_html(client: TestClient) -> None:
    response = client.get("/v1/credentials/sea:NOPE", headers={"Accept": "text/html"})
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (data_errors.RecordsUnavailable("The disk is full."), 503),
        (data_errors.RecordsVersion("Schema 1 is too old."), 503),
        (data_errors.EditConflict("It is at version 2."), 412),
        (data_errors.RecordsError("There is no such suggestion."), 422),
    ],
)
def test_a_database_that_fails_is_no_fault_of_who_asked(error: StackwayError, status: int) -> None:
    assert problem_of(error).status == status
