"""Pathways saved and withdrawn, version by version: by whom they may be, and what stands there now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from api.engine import Engine
from api.errors import NotTheirs, PathwayConflict
from data.errors import EditConflict, RecordsUnavailable
from data.records import Edit, Records
from graph.errors import UnknownNode
from graph.pathways import Pathway
from graph.pathways.codec import pathway_from_plain
from recommender.authored import KIND, SOURCE, Authored, body_of

if TYPE_CHECKING:
    from api.pathway_shapes import PathwayIn

_NEW: Final = re.compile(r"[^\s/:?#%]+:[^\s/?#%]+")
"""What a new pathway may be called: an issuer, a colon, a name that fits into a web address."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of one pathway: the version (0: as imported, or nothing), the pathway, None where there is none.

    `edit` is the version in force; None where nothing was ever authored of it.
    """

    id: str
    version: int
    pathway: Pathway | None
    edit: Edit | None = None

    @property
    def shown(self) -> dict[str, Any] | None:
        """Version, author, time and the whole model, as JSON has it; None where there is nothing."""
        if self.pathway is None and self.edit is None:
            return None
        by = {"author": self.edit.author, "at": self.edit.at.isoformat()} if self.edit is not None else {}
        return {"version": self.version, **by, "pathway": body_of(self.pathway) if self.pathway is not None else None}


@dataclass(frozen=True, slots=True)
class By:
    """Who edits: on behalf of which issuer, under which name it is kept, and whether for every issuer (an operator)."""

    issuer: str
    author: str
    operator: bool = False


def standing(engine: Engine, id_: str) -> Standing:
    """What stands of a pathway now, asked of the records themselves, so that an editor never begins with old news."""
    edit = engine.records.edit(KIND, id_)
    if edit is None:
        return Standing(id_, 0, imported(engine, id_))
    return _of(engine, edit)


def _of(engine: Engine, edit: Edit) -> Standing:
    found = Authored().with_edits([edit])
    there = found.pathways[edit.key] if edit.key in found.pathways else imported(engine, edit.key)
    return Standing(edit.key, edit.version, there, edit)


def imported(engine: Engine, id_: str) -> Pathway | None:
    """The pathway as the current snapshot's build imported it; None where it knows none, or only an authored one."""
    documents = engine.snapshot.pathway_documents
    place = documents.index(id_)
    there = pathway_from_plain(documents.at(place)) if place is not None else None
    return there if there is not None and there.provenance.source != SOURCE else None


def save(
    engine: Engine, id_: str, body: Mapping[str, Any] | PathwayIn, *, expected: int | None, by: By, now: datetime
) -> Standing:
    """Keep a pathway as the next version, in advice at once; give back what stands now.

    `body` is the plain JSON of `graph.pathways.codec` without provenance. `expected` is the version that was read and
    changed (0: an import that was never edited); None makes a new one, whose name must begin with its issuer's.
    Raises `InvalidPathway` (nothing is kept), `NotTheirs`, `PathwayConflict` with both versions, `RecordsError`.
    """
    from api.pathway_shapes import pathway_sent

    there = standing(engine, id_)
    pathway = pathway_sent(body, id_, _owner(engine, there, by, body))
    return _put(engine, there, pathway, expected, by, now)


def withdraw(engine: Engine, id_: str, *, expected: int, by: By, now: datetime) -> Standing:
    """Take a pathway back, also an imported one, as a version of its own: `save` brings it back.

    An import that was never edited is kept as a version first, so that there is something to bring back. Raises
    `UnknownNode` where there is none, `NotTheirs`, `PathwayConflict`, `RecordsError`.
    """
    there = standing(engine, id_)
    if there.pathway is None:
        raise _unknown(there)
    _check_theirs(there, there.pathway.issuer, by)
    if there.version == expected == 0:
        there, expected = _put(engine, there, there.pathway, expected, by, now), 1
    return _put(engine, there, None, expected, by, now)


def _owner(engine: Engine, there: Standing, by: By, body: Mapping[str, Any] | PathwayIn) -> str:
    """Whose pathway it is; raises `NotTheirs` where that isn't who edits, or a new one's name isn't of theirs."""
    whose = _whose(engine, there)
    if whose:
        _check_theirs(there, whose, by)
        return whose
    said = body.get("issuer") if isinstance(body, Mapping) else body.issuer
    whose = said if by.operator and isinstance(said, str) and said else by.issuer
    if not _NEW.fullmatch(there.id) or there.id.partition(":")[0] != whose:
        raise NotTheirs(
            f"A new pathway of {whose!a:.80} can't be called {there.id!a:.80}.",
            hint=f"Call it {whose[:80]}:<name>, without blanks and slashes.",
        )
    return whose


def _check_theirs(there: Standing, whose: str, by: By) -> None:
    if whose != by.issuer and not by.operator:
        raise NotTheirs(
            f"{there.id!a:.80} is a pathway of {whose!a:.80}.", hint="Its issuer may change it and see its versions."
        )


def _whose(engine: Engine, there: Standing) -> str:
    """The issuer of the pathway, also of a withdrawn one; empty where there never was any."""
    if there.pathway is not None:
        return there.pathway.issuer
    if there.edit is None:
        return ""
    before = (edit.body for edit in engine.records.edit_history(KIND, there.id, 10, there.version))
    said = next((str(body.get("issuer", "")) for body in before if isinstance(body, Mapping)), "")
    found = imported(engine, there.id)
    return said or (found.issuer if found is not None else there.id.partition(":")[0])


def _put(  # noqa: PLR0917 - as above
    engine: Engine, there: Standing, pathway: Pathway | None, expected: int | None, by: By, now: datetime
) -> Standing:
    yours = {"version": expected, "pathway": body_of(pathway) if pathway is not None else None}
    missing = there.pathway is None
    if (not missing) if expected is None else (expected != there.version or (missing and there.edit is None)):
        raise _conflict(there, expected, yours)
    body = body_of(pathway) if pathway is not None else None
    try:
        engine.records.put_edit(KIND, there.id, body, there.version, by.author, now)
    except EditConflict:
        raise _conflict(standing(engine, there.id), expected, yours) from None
    with suppress(RecordsUnavailable):  # it is kept, and the next look takes it over
        engine.reload_authored()
    version = there.version + 1
    kept = Edit(KIND, there.id, version, body, by.author, now)
    if pathway is None:
        return Standing(there.id, version, None, kept)
    place = replace(pathway.provenance, source=SOURCE, locator=f"pathways/{there.id}@{version}")
    return Standing(there.id, version, replace(pathway, provenance=place), kept)


def _conflict(there: Standing, expected: int | None, yours: Mapping[str, Any]) -> PathwayConflict:
    now = f"stands at version {there.version}" if there.shown is not None else "isn't there"
    sent = "was to be new" if expected is None else f"what was edited is version {expected}"
    made = PathwayConflict(
        f"{there.id!a:.80} {now}, and {sent}.",
        hint="Read it again, make the change there, and send that version with it.",
        version=there.version,
    )
    made.theirs, made.yours = there.shown, yours
    return made


def versions(engine: Engine, id_: str, *, by: By, limit: int = 20, before: int | None = None) -> tuple[Edit, ...]:
    """The versions of a pathway, latest first; those that withdrew it have no body. Nothing for one never edited.

    Raises `UnknownNode` where there never was such a pathway, `NotTheirs` where it is another issuer's.
    """
    _readable(engine, id_, by)
    return engine.records.edit_history(KIND, id_, limit, before)


def version(engine: Engine, id_: str, number: int, *, by: By) -> Standing:
    """One version of a pathway; 0 is the import. Raises `UnknownNode` where there is none, `NotTheirs`."""
    _readable(engine, id_, by)
    if number == 0:
        found = Standing(id_, 0, imported(engine, id_))
    else:
        edits = engine.records.edit_history(KIND, id_, 1, number + 1)
        found = _of(engine, edits[0]) if edits and edits[0].version == number else Standing(id_, number, None)
    if found.shown is None:
        raise UnknownNode(
            f"The pathway {id_!a:.80} has no version {number}.", hint="GET /v1/pathways/{id}/versions lists them."
        )
    return found


def _readable(engine: Engine, id_: str, by: By) -> None:
    there = standing(engine, id_)
    whose = _whose(engine, there)
    if not whose:
        raise _unknown(there)
    _check_theirs(there, whose, by)


def authored_until(records: Records, number: int) -> Authored:
    """What stood of authored pathways after the edit of a number: the ground of an answer that names ``+p<number>``."""
    return Authored().with_edits(records.edits_between(KIND, until=number))


def _unknown(there: Standing) -> UnknownNode:
    if there.edit is not None:
        return UnknownNode(
            f"The pathway {there.id!a:.80} was withdrawn with version {there.version}.",
            hint=f"Save it again over version {there.version} to bring it back.",
        )
    return UnknownNode(f"No pathway is called {there.id!a:.80}.", hint="GET /v1/pathways lists them.")


def found(there: Standing) -> Pathway:
    """The pathway that stands; raises `UnknownNode`."""
    if there.pathway is None:
        raise _unknown(there)
    return there.pathway
