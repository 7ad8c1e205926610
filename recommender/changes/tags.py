"""Which skills the texts of credentials are found to name in one snapshot and not in the other."""

from __future__ import annotations

from collections.abc import Mapping

from recommender.changes.touching import Touch, Touched
from recommender.compiling.vocabulary import STATED
from recommender.snapshot import Snapshot
from skills_taxonomy.versions import VocabularyChange
from skills_taxonomy.versions.changes import Merged


def retagged(before: Snapshot, after: Snapshot, change: VocabularyChange) -> tuple[Touched, ...]:
    """Credentials of both snapshots in whose texts other skills are found; a merged skill and its heir are one.

    An issuer states nothing of these: they were found by their labels, and labels change with the vocabulary.
    """
    heirs, found = change.forwards, []
    for id_, place in after.credential_index.items():
        earlier = before.credential_index.get(id_)
        if earlier is not None:
            had = {heir(heirs, skill): label for skill, label in _found(before, earlier).items()}
            has = _found(after, place)
            lost = [
                Touch("found", f"{had[s]!r} ({s}) is no longer found in its text.") for s in sorted(had.keys() - has)
            ]
            new = [Touch("found", f"{has[s]!r} ({s}) is found in its text now.") for s in sorted(has.keys() - had)]
            if lost or new:
                found.append(Touched(id_, after.names[place], (*lost, *new)))
    return tuple(found)


def heir(heirs: Mapping[str, Merged], skill: str) -> str:
    """The identifier in the newer version: its heir's where it was merged."""
    return heirs[skill].into.id if skill in heirs else skill


def _found(snapshot: Snapshot, place: int) -> dict[str, str]:
    return {taught.skill: taught.label for taught in snapshot.credential(place).teaches if taught.how != STATED}
