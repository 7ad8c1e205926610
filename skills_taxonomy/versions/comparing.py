"""What differs between two versions of a vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from skills_taxonomy.versions.changes import (
    Described,
    LinkChanged,
    Moved,
    NeedChanged,
    Relabelled,
    Renamed,
    VocabularyChange,
)
from skills_taxonomy.versions.concepts import Concept, Version
from skills_taxonomy.versions.succession import departures, parted

ASPECTS = ("noun", "kind", "code", "description")
"""What of a concept isn't a label and isn't a relation."""

_Pairs = list[tuple[Concept, Concept]]


def diff(older: Version, newer: Version, *, before: str = "older", after: str = "newer") -> VocabularyChange:
    """All differences; `before` and `after` are what the versions are called.

    What a concept that comes or goes has of needs and relations isn't listed apart: it comes and goes with it.
    """
    both = [(older.concepts[id_], newer.concepts[id_]) for id_ in sorted(older.concepts.keys() & newer.concepts.keys())]
    going = [older.concepts[id_] for id_ in sorted(older.concepts.keys() - newer.concepts.keys())]
    coming = [newer.concepts[id_] for id_ in sorted(newer.concepts.keys() - older.concepts.keys())]
    withdrawn, merged, followed = departures(going, older, newer)
    parts = parted(coming, both)
    named = {part.id for split in parts for part in split.into}
    found = VocabularyChange(
        before,
        after,
        added=tuple(concept for concept in coming if concept.id not in named),
        withdrawn=withdrawn,
        merged=merged,
        split=tuple(sorted((*followed, *parts), key=lambda split: split.concept.id)),
        renamed=tuple(Renamed(new, old.label) for old, new in both if old.label != new.label),
        relabelled=tuple(_relabelled(both)),
        moved=tuple(Moved(new, old.broader) for old, new in both if old.broader != new.broader),
        described=tuple(_described(both)),
        needs=tuple(_needs(both, older, newer)),
        links=tuple(_links(both, older, newer)),
    )
    return replace(found, labels=_labels(found, older, newer))


def _labels(found: VocabularyChange, older: Version, newer: Version) -> dict[str, str]:
    """What the identifiers are called that the differences only name."""
    named = {id_ for moved in found.moved for id_ in (*moved.before, *moved.concept.broader)}
    named |= {id_ for need in found.needs for id_ in (need.occupation, need.skill)}
    named |= {id_ for link in found.links for id_ in (link.subject, link.object)}
    known = ((id_, newer.concepts.get(id_) or older.concepts.get(id_)) for id_ in sorted(named))
    return {id_: concept.label for id_, concept in known if concept is not None}


def _relabelled(both: _Pairs) -> Iterator[Relabelled]:
    for old, new in both:
        if old.alt_labels != new.alt_labels:
            had, has = set(old.alt_labels), set(new.alt_labels)
            yield Relabelled(new, tuple(sorted(has - had)), tuple(sorted(had - has)))


def _described(both: _Pairs) -> Iterator[Described]:
    for old, new in both:
        aspects = tuple(name for name in ASPECTS if getattr(old, name) != getattr(new, name))
        if aspects:
            yield Described(new, old, aspects)


def _needs(both: _Pairs, older: Version, newer: Version) -> Iterator[NeedChanged]:
    nothing: Mapping[str, str] = {}
    for old, _ in both:
        asked, asks = older.needs.get(old.id, nothing), newer.needs.get(old.id, nothing)
        if asked != asks:
            for skill in sorted(asked.keys() | asks.keys()):
                if asked.get(skill, "") != asks.get(skill, ""):
                    yield NeedChanged(old.id, skill, asked.get(skill, ""), asks.get(skill, ""))


def _links(both: _Pairs, older: Version, newer: Version) -> Iterator[LinkChanged]:
    staying = {old.id for old, _ in both}
    gone = ((link, False) for link in older.links - newer.links)
    new = ((link, True) for link in newer.links - older.links)
    for (subject, predicate, object_), gained in sorted(chain(gone, new)):
        if subject in staying:
            yield LinkChanged(subject, predicate, object_, gained)
