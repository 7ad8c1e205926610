"""A catalogue by itself, without vocabularies and occupations, is built and answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from api.assembly import build_workspace
from api.engine import Engine
from api.imports import Request, import_files
from recommender.query import Query

ISSUER = Path(__file__).parents[2] / "examples" / "issuer"


def test_a_catalogue_without_any_occupation_is_built_and_answers(tmp_path: Path) -> None:
    import_files(tmp_path / "ws", [ISSUER / "catalogue.csv", ISSUER / "awards.csv"], Request(issuer="acme"))
    build_workspace(tmp_path / "ws", with_default=False)
    with Engine.open(tmp_path / "ws") as engine:
        held = engine.holdings(credentials=["acme:DATA-1"], skills=[])
        advice = engine.advise(Query(today=date(2026, 3, 1), request_id="r", holdings=held, goal=None))
        assert {one.credential for one in advice.recommendations}
        assert all(one.credential != "acme:DATA-1" for one in advice.recommendations)
