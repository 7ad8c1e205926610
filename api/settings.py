"""How a server is set up: who may ask, under which address it is known, how much it takes."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from api.errors import BadOption
from data.workspace import Workspace

RECORDS: Final = "STACKWAY_RECORDS"
"""The environment variable with the records' address, such as ``postgresql://user@host/database``."""

GRAPH: Final = "STACKWAY_GRAPH"
"""The environment variable with the graph store's address, such as ``neo4j://user:password@host``; none: embedded."""


TRUSTED_KEYS: Final = "STACKWAY_TRUSTED_KEYS"
"""The environment variable with the folder of keys that are known to be their issuers'; none: no badge is verified."""


EXPLORE: Final = "STACKWAY_EXPLORE"
"""The environment variable with the rate of exploration of a server, such as ``0.1``; none: nothing is explored."""


def rate_of_exploration(given: float | None = None) -> float:
    """How often a lower place goes to a runner-up: as given, else STACKWAY_EXPLORE, else 0; raises `BadOption`."""
    from recommender.exploring import MOST

    named = os.environ.get(EXPLORE, "")
    try:
        rate = given if given is not None else float(named or 0)
    except ValueError:
        rate = -1.0
    if not 0.0 <= rate <= MOST:
        where = f"--explore is {given}" if given is not None else f"{EXPLORE} is {named[:50]!r}"
        raise BadOption(f"{where}; it must be from 0 to {MOST}.", hint="0 is never, 0.1 one in ten lower places.")
    return rate


def trusted_keys() -> Path | None:
    """The folder of trusted keys; raises `BadOption` where the one named isn't there."""
    named = os.environ.get(TRUSTED_KEYS, "")
    if named and not Path(named).is_dir():
        raise BadOption(f"{TRUSTED_KEYS} names {named}, which is no folder.", hint="Make it, or unset the variable.")
    return Path(named) if named else None


def graph_address(given: str = "") -> str:
    """Where the graph is kept beside the workspace: the address given, else STACKWAY_GRAPH, else nowhere (empty)."""
    return given or os.environ.get(GRAPH, "")


def records_url(workspace: Workspace, given: str = "") -> str:
    """Where the records are: the address given, else STACKWAY_RECORDS, else SQLite in the workspace."""
    return given or os.environ.get(RECORDS, "") or workspace.records_url


@dataclass(frozen=True, slots=True)
class Settings:
    """Knobs of one server.

    `open_read_only`: anybody may read and ask without a key; nobody may change anything without one. `public_url` is
    the address under which the world sees the server, without a slash at the end; links in e-mails and fragments
    begin with it. `max_body` bounds a request's body in bytes. `check_every` is how often, in seconds, a newer
    snapshot is looked for, `check_authored_every` the same for pathways that another process authored. `graph` is the
    address of the graph store, empty where the graph is in the workspace only; `check_graph_every` is how often, in
    seconds, the store is looked at.
    """

    open_read_only: bool = True
    public_url: str = "http://127.0.0.1:8000"
    max_body: int = 2_000_000
    check_every: float = 2.0
    check_authored_every: float = 0.5
    graph: str = field(default="", repr=False)
    check_graph_every: float = 5.0
