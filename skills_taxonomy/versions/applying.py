"""A list of changes laid over the older version: what the newer one is said to be called."""

from __future__ import annotations

from skills_taxonomy.versions.changes import VocabularyChange
from skills_taxonomy.versions.concepts import Version

Labels = tuple[str, tuple[str, ...]]


def labels_of(version: Version) -> dict[str, Labels]:
    """Every identifier with its preferred and its alternate labels."""
    return {id_: (concept.label, concept.alt_labels) for id_, concept in version.concepts.items()}


def applied(change: VocabularyChange, older: Version) -> dict[str, Labels]:
    """The labels of the newer version, from the older one and the differences alone.

    That this gives the newer version's labels is a law of `diff`, held by the tests: no difference is lost.
    """
    found = labels_of(older)
    for id_ in change.going:
        del found[id_]
    parts = (part for split in change.split if not split.gone for part in split.into)
    for concept in (*change.added, *parts):
        found[concept.id] = concept.label, concept.alt_labels
    for renamed in change.renamed:
        found[renamed.concept.id] = renamed.concept.label, found[renamed.concept.id][1]
    for one in change.relabelled:
        label, others = found[one.concept.id]
        found[one.concept.id] = label, tuple(sorted(set(others) - set(one.lost) | set(one.gained)))
    return found
