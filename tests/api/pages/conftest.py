"""The sea school behind the pages, open for sign-up on any day, with one credential whose every word is hostile."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from api.assembly import build_workspace
from data.reading import Reading, Report
from data.workspace import Workspace
from tests import world

HOSTILE: Final = "sea:/x'\"<b>"
HOSTILE_NAME: Final = "<script>alert('x')</script> & \"Knots\" ]]> Certificate"
ELSEWHERE: Final = "sea:ELSEWHERE"


def hostile_tables() -> world.Tables:
    """The world, open without end, with two more credentials: a hostile name, a sign-up that is no web address."""
    credential = {
        "id": HOSTILE,
        "name": HOSTILE_NAME,
        "issuer_name": "<i>Sea</i>",
        "description": "<img src=x>",
        "status": "active",
    }
    scripted = {"id": ELSEWHERE, "name": "Elsewhere Certificate", "issuer_name": "Sea School", "status": "active"}
    skills = [
        {"credential": id_, "skill": world.ROWING, "label": "row a boat", "weight": 1.0, "how": "stated"}
        | {"confidence": 1.0}
        for id_ in (HOSTILE, ELSEWHERE)
    ]
    bad = {"id": f"{ELSEWHERE}#1", "credential": ELSEWHERE, "signup_url": "javascript:alert(1)"}
    tables = world.tables(credentials=[credential, scripted], credential_skills=skills, offerings=[bad])
    tables["offerings"]["closes"] = None
    return tables


@pytest.fixture(scope="session")
def sea_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of these tables, built once with the real tagger; tests get copies."""
    folder = tmp_path_factory.mktemp("pages") / "ws"
    workspace = Workspace.create(folder)
    with workspace.writing():
        workspace.put_part("world", Reading(hostile_tables(), Report("world")))
    build_workspace(folder, with_default=False)
    return folder
