"""The made-up world, compiled."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from graph.from_tables import credentials_from_tables, pathways_from_tables
from recommender.compiling import compile_snapshot
from recommender.snapshot import Snapshot
from tests import world

NO_AWARDS = pd.DataFrame({"learner": [], "credential": [], "awarded": []}, dtype="object")


def compiled(folder: Path, tables: world.Tables, awards: pd.DataFrame = NO_AWARDS) -> Snapshot:
    """A snapshot of these tables, opened."""
    compile_snapshot(folder, tables, credentials_from_tables(tables), pathways_from_tables(tables), awards)
    return Snapshot.open(folder)


@pytest.fixture(scope="session")
def sea(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The sea school, without history."""
    return compiled(tmp_path_factory.mktemp("sea"), world.tables())
