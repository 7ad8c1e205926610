"""A vocabulary small enough to see through, and what reads documents with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.tables import Tables, frame
from skills_taxonomy.extraction.extractor import Extractor
from skills_taxonomy.extraction.phrases import PhraseLinker
from skills_taxonomy.linking import index
from skills_taxonomy.linking.texts import texts_of
from skills_taxonomy.tagging.english import English
from skills_taxonomy.tagging.lookup import NameTable
from skills_taxonomy.tagging.names import names_of
from tests.skills_taxonomy.small_world import FROM

SKILLS = [
    ("t:python", "Python", [], "technology"),
    ("t:sql", "SQL", [], "technology"),
    ("t:java", "Java", [], "technology"),
    ("t:cobol", "COBOL", [], "technology"),
    ("t:excel", "Excel", [], "technology"),
    ("t:r", "R", [], "technology"),
    ("t:c", "C", [], "technology"),
    ("t:go", "Go", [], "technology"),
    ("t:docker", "Docker", [], "technology"),
    ("t:kubernetes", "Kubernetes", [], "technology"),
    ("s:team", "manage a team", ["lead a team", "team management"], "skill"),
    ("s:contracts", "negotiate contracts", ["contract negotiation"], "skill"),
    ("s:knots", "tie knots", ["knot tying"], "skill"),
    ("s:german", "German", [], "language"),
    ("s:english", "English", [], "language"),
    ("s:databases", "relational databases", [], "knowledge"),
]


@pytest.fixture(scope="session")
def vocabulary() -> Tables:
    rows = [
        {"id": i, "vocabulary": "s", "label": label, "alt_labels": others, "kind": kind, "description": f"{label}."}
        | FROM
        for i, label, others, kind in SKILLS
    ]
    return Tables({"skills": frame("skills", rows)})


@pytest.fixture(scope="session")
def extractor(vocabulary: Tables, tmp_path_factory: pytest.TempPathFactory) -> Extractor:
    place: Path = tmp_path_factory.mktemp("extraction") / "index"
    index.build(texts_of(vocabulary), place, tell=lambda done, total: None)
    english = English()
    return Extractor(NameTable.of(names_of(vocabulary), english), english, PhraseLinker(index.load(place)))
