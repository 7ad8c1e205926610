"""What was edited in a graph store by hand: a journal, a line for each change, put on again by every build."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from graph.difference import Changed, change_of
from graph.errors import GraphStoreError
from graph.statements import NOWHERE, Edge, Node
from skills_taxonomy.types import Provenance

SOURCE: Final = "graph-edits"
"""The source that edited statements name; their locator is the line of the journal."""

FILE: Final = "graph/edits.jsonl"
"""The journal's place in the workspace."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One line of the journal: a change, the store in which it was made, and the day on which it was taken over."""

    line: int
    change: Changed
    store: str
    taken: str


def read_journal(path: Path) -> tuple[Edit, ...]:
    """Every line of the journal, none where there is no journal yet; raises `GraphStoreError`, naming the line."""
    if not path.exists():
        return ()
    lines = path.read_text("utf-8").splitlines()
    return tuple(_edit(number, line, path) for number, line in enumerate(lines, 1))


def append(path: Path, changes: Iterable[Changed], store: str, today: date) -> None:
    """Write changes behind those of before; the file is exchanged in one step, and lines never change their number."""
    before = path.read_text("utf-8") if path.exists() else ""
    lines = [
        json.dumps(
            {
                "before": _plain(change.before),
                "after": _plain(change.after),
                "store": store,
                "taken": today.isoformat(),
            },
            ensure_ascii=False,
        )
        for change in changes
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(before + "".join(f"{line}\n" for line in lines), "utf-8")
    beside.replace(path)


def in_force(edits: Iterable[Edit]) -> tuple[Changed, ...]:
    """What all lines come to, one change for each node and edge, each saying on which line it stands.

    From the first `before` to the last `after`; what was changed and changed back isn't there.
    """
    found: dict[object, tuple[Changed, Edit]] = {}
    for edit in edits:
        one = edit.change.either
        identity = one.id if isinstance(one, Node) else one.identity
        first = found[identity][0] if identity in found else edit.change
        found[identity] = (change_of(first.before, edit.change.after), edit)
    kept = (
        (change, edit)
        for change, edit in found.values()
        if (change.before is not None or change.after is not None) and not change.says_the_same
    )
    return tuple(_placed(change, edit) for change, edit in kept)


def _placed(change: Changed, edit: Edit) -> Changed:
    """A statement that was edited doesn't stand any more where it did; who gave it a new place is believed."""
    after, before = change.after, change.before
    if after is None:
        return change
    was = before.provenance if before is not None else NOWHERE
    if after.provenance not in (was, NOWHERE):
        return change
    origin = f"{edit.store}, {edit.taken}" + (f"; before: {was.source} {was.locator}" if was != NOWHERE else "")
    return change_of(before, replace(after, provenance=Provenance(SOURCE, f"{FILE}:{edit.line}", origin)))


def _plain(one: Node | Edge | None) -> dict[str, Any] | None:
    if one is None:
        return None
    place = [one.provenance.source, one.provenance.locator, one.provenance.origin]
    said = {"properties": dict(one.properties), "provenance": place}
    if isinstance(one, Node):
        return {"id": one.id, "kind": one.kind, "label": one.label, **said}
    return {"edge": list(one.identity), **said}


def _read(value: Mapping[str, Any] | None) -> Node | Edge | None:
    if value is None:
        return None
    said = tuple(sorted(value["properties"].items()))
    place = Provenance(*value["provenance"])
    if "edge" in value:
        subject, predicate, object_, relation = value["edge"]
        return Edge(subject, predicate, object_, relation, said, place)
    return Node(value["id"], value["kind"], value["label"], said, place)


def _edit(number: int, line: str, path: Path) -> Edit:
    try:
        value = json.loads(line)
        change = change_of(_read(value["before"]), _read(value["after"]))
        return Edit(number, change, value["store"], value["taken"])
    except (ValueError, KeyError, TypeError) as error:
        raise GraphStoreError(
            f"{path}:{number} is no edit of the graph ({error}).",
            hint="Mend or remove the line, or forget all edits: `stackway graph edits --forget`.",
        ) from error
