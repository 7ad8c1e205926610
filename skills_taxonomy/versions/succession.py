"""What follows a concept that is gone: as its vocabulary states it, else as its label tells, else nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from skills_taxonomy.versions.changes import How, Merged, Split
from skills_taxonomy.versions.concepts import Concept, Version

_Owners = Mapping[tuple[str, str, str], list[Concept]]


def departures(
    going: Sequence[Concept], older: Version, newer: Version
) -> tuple[tuple[Concept, ...], tuple[Merged, ...], tuple[Split, ...]]:
    """The concepts that go, each either withdrawn, merged or split.

    A stated successor counts where it, or what replaces it in turn, is in use in the newer version and is of the same
    noun. Only where none is stated is the label asked, among concepts of the same noun and kind.
    """
    withdrawn, merged, split = [], [], []
    preferred, other = _owners(newer.concepts.values())
    stated = {**older.replaced, **newer.replaced}
    for concept in going:
        if concept.id in stated:
            found, how = _followed(concept, stated, newer), How.STATED
        else:
            found, how = _named(concept, preferred, other)
        if not found:
            withdrawn.append(concept)
        elif len(found) == 1:
            merged.append(Merged(concept, found[0], how))
        else:
            split.append(Split(concept, tuple(found), how, gone=True))
    return tuple(withdrawn), tuple(merged), tuple(split)


def parted(coming: Sequence[Concept], both: Sequence[tuple[Concept, Concept]]) -> tuple[Split, ...]:
    """New concepts that were an alternate label of one older concept, which lives on without that label."""
    _, other = _owners(old for old, _ in both)
    now = {new.id: {folded(label) for label in new.alt_labels} for _, new in both}
    lives = {new.id: new for _, new in both}
    parts: defaultdict[str, list[Concept]] = defaultdict(list)
    for concept in coming:
        owners = other.get(_key(concept, concept.label), ())
        if len(owners) == 1 and folded(concept.label) not in now[owners[0].id]:
            parts[owners[0].id].append(concept)
    return tuple(Split(lives[id_], tuple(found), How.ALTERNATE_LABEL, gone=False) for id_, found in parts.items())


def folded(label: str) -> str:
    """The label as it is compared: lower case, single blanks."""
    return " ".join(label.split()).casefold()


def _key(concept: Concept, label: str) -> tuple[str, str, str]:
    return concept.noun, concept.kind, folded(label)


def _owners(concepts: Iterable[Concept]) -> tuple[_Owners, _Owners]:
    """Who has a label as preferred and who as alternate label, each concept once a label."""
    preferred: defaultdict[tuple[str, str, str], list[Concept]] = defaultdict(list)
    other: defaultdict[tuple[str, str, str], list[Concept]] = defaultdict(list)
    for concept in concepts:
        preferred[_key(concept, concept.label)].append(concept)
        for key in dict.fromkeys(_key(concept, label) for label in concept.alt_labels):
            other[key].append(concept)
    return preferred, other


def _named(concept: Concept, preferred: _Owners, other: _Owners) -> tuple[list[Concept], How]:
    """The one concept that its label tells; none where several do."""
    key = _key(concept, concept.label)
    how = How.SAME_LABEL if key in preferred else How.ALTERNATE_LABEL
    owners = preferred.get(key) or other.get(key) or []
    return (owners if len(owners) == 1 else []), how


def _followed(concept: Concept, stated: Mapping[str, tuple[str, ...]], newer: Version) -> list[Concept]:
    """The successors in use, through successors that are gone themselves; a circle ends where it began."""
    found: dict[str, Concept] = {}
    seen = {concept.id}
    waiting = list(stated[concept.id])
    while waiting:
        id_ = waiting.pop(0)
        if id_ in seen:
            continue
        seen.add(id_)
        successor = newer.concepts.get(id_)
        if successor is None:
            waiting.extend(stated.get(id_, ()))
        elif successor.noun == concept.noun:
            found[id_] = successor
    return [found[id_] for id_ in sorted(found)]
