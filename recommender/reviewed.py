"""What people decided about tags and mappings, put on the tables of a build: a person's word wins over a program's.

A tag that was rejected is gone, one that was accepted or corrected is there as surely as if it were stated. A mapping
counts from its acceptance on; a rejected one keeps two skills apart that are called alike. What an issuer's own
catalogue states stays: no decision was about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from data.review_rows import MAPPING, REJECTED, TAG, Proposal, Review
from recommender.authored import SOURCE

if TYPE_CHECKING:
    import pandas as pd

    from data.tables import Tables

STATED: Final = "stated"
REVIEWED: Final = "reviewed"
"""How a skill is known that a person confirmed for a credential."""

APART: Final = "different from"
"""The predicate of two skills of which a person said that they aren't the same."""

_NOT_SAME: Final = ("broad match", "narrow match")
_MATCHES: Final = ("exact match", "close match", "broad match", "narrow match", APART)
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The decisions in force, by subject and skill.

    Of a tag the review that says that it is right, None where it isn't; of a mapping the review, and the predicates
    that state it: a skill that is broader or narrower is never the same. Of several decisions about one pair the
    latest counts.
    """

    tags: Mapping[Pair, Review | None] = field(default_factory=lambda: MappingProxyType({}))
    mappings: Mapping[Pair, tuple[Review, tuple[str, ...]]] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, decided: Iterable[Review], forwards: Mapping[str, str] = MappingProxyType({})) -> Reviewed:
        """The decisions, in the order in which they were made; skills that were merged are those they became."""
        tags: dict[Pair, Review | None] = {}
        mappings: dict[Pair, tuple[Review, tuple[str, ...]]] = {}
        for review in decided:
            said, kept = review.proposal, review.decision
            if kept is None:
                continue
            subject, verdict = forwards.get(said.subject, said.subject), kept.verdict
            proposed = (subject, forwards.get(said.skill, said.skill))
            right = (subject, forwards.get(verdict.skill, verdict.skill))
            if said.kind == TAG:
                tags[proposed] = None
                if verdict.state != REJECTED:
                    tags[right] = review
            elif said.kind == MAPPING:
                mappings[proposed] = review, (APART,)
                if verdict.state != REJECTED:
                    mappings[right] = review, (verdict.relation, *((APART,) if verdict.relation in _NOT_SAME else ()))
        return cls(MappingProxyType(tags), MappingProxyType(mappings))

    def over(self, tables: Tables) -> tuple[Tables, list[str]]:
        """The tables with the decisions put on, and what an issuer should look at. The tables given stay as they are.

        A decision about a credential or skill that isn't there any more waits until it is.
        """
        if not self.tags and not self.mappings:
            return tables, []
        from data.tables import Tables

        labels = dict(zip(tables["skills"]["id"], tables["skills"]["label"], strict=True))
        waiting: list[str] = []
        changed: dict[str, pd.DataFrame] = {}
        if self.tags:
            changed["credential_skills"] = _exchanged(
                tables, "credential_skills", *_tagged(tables, self.tags, labels, waiting)
            )
        if self.mappings:
            changed["skill_relations"] = _exchanged(
                tables, "skill_relations", *_mapped(tables, self.mappings, labels, waiting)
            )
        frames = {name: tables[name] for name in tables}
        return Tables(frames | changed), _remarks(waiting)


def _tagged(
    tables: Tables, tags: Mapping[Pair, Review | None], labels: Mapping[str, str], waiting: list[str]
) -> tuple[list[bool], list[dict[str, Any]]]:
    """Which rows stay, and which come."""
    table, credentials = tables["credential_skills"], tables["credentials"]
    whose = dict(zip(credentials["id"], credentials["issuer"], strict=True))
    pairs = list(zip(table["credential"], table["skill"], strict=True))
    stated = {pair for pair, how in zip(pairs, table["how"], strict=True) if how == STATED and pair in tags}
    stay = [pair not in tags or pair in stated for pair in pairs]
    rows = []
    for (credential, skill), review in tags.items():
        if review is None or (credential, skill) in stated:
            continue
        if credential not in whose or skill not in labels:
            waiting.append(review.id)
            continue
        row = {"credential": credential, "skill": skill, "label": labels[skill], "how": REVIEWED, "confidence": 1.0}
        rows.append({**row, "evidence": evidence_of(review), **_place(review, whose[credential])})
    return stay, rows


def _mapped(
    tables: Tables,
    mappings: Mapping[Pair, tuple[Review, tuple[str, ...]]],
    labels: Mapping[str, str],
    waiting: list[str],
) -> tuple[list[bool], list[dict[str, Any]]]:
    table, skills = tables["skill_relations"], tables["skills"]
    whose = dict(zip(skills["id"], skills["issuer"], strict=True))
    meant = zip(table["subject"], table["object"], table["predicate"], strict=True)
    stay = [predicate not in _MATCHES or (subject, object_) not in mappings for subject, object_, predicate in meant]
    rows: list[dict[str, Any]] = []
    for (subject, skill), (review, predicates) in mappings.items():
        if subject not in labels or skill not in labels:
            waiting.append(review.id)
            continue
        row = {"subject": subject, "object": skill, **_place(review, whose[subject])}
        rows += [{**row, "predicate": predicate} for predicate in predicates]
    return stay, rows


def _exchanged(tables: Tables, name: str, stay: Sequence[bool], rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    from data.tables import frame

    kept = tables[name][np.array(stay, bool)]
    return pd.concat([kept, frame(name, rows)], ignore_index=True) if rows else kept.reset_index(drop=True)


def evidence_of(review: Review) -> str:
    """The words that were found, and who decided about them when.

    >>> from datetime import UTC, datetime
    >>> from data.review_rows import Decision, Verdict
    >>> at = datetime(2026, 6, 1, tzinfo=UTC)
    >>> said = Proposal(kind="tag", issuer="x", subject="x:a", skill="esco:1", confidence=0.8, evidence="tie knots")
    >>> evidence_of(Review("1", said, at, Decision(1, Verdict(state="accepted"), "ada", at)))
    'tie knots (accepted by ada on 2026-06-01)'
    """
    kept = review.decision
    if kept is None:
        return review.proposal.evidence
    who = f"{kept.verdict.state} by {kept.author} on {kept.at:%Y-%m-%d}"
    return f"{review.proposal.evidence} ({who})" if review.proposal.evidence else who


def _place(review: Review, issuer: str) -> dict[str, str]:
    kept = review.decision
    origin = f"{kept.verdict.state} by {kept.author} on {kept.at:%Y-%m-%d}" if kept else ""
    locator = f"reviews/{review.id}@{review.version}"
    return {"issuer": issuer, "source": SOURCE, "locator": locator, "origin": origin}


def _remarks(waiting: Sequence[str]) -> list[str]:
    if not waiting:
        return []
    first = ", ".join(waiting[:3])
    return [
        f"{len(waiting)} decided reviews wait for a credential or skill that isn't there any more ({first}"
        f"{', ...' if len(waiting) > 3 else ''})."
    ]


def proposals(tables: Tables, reviewed: Reviewed) -> Iterator[Proposal]:
    """What a program read in the texts of credentials, for a person to look at; without what is decided already.

    `tables` are those of `enrich.enriched`. A decision about a skill that was merged counts for what it became.
    """
    table, credentials = tables["credential_skills"], tables["credentials"]
    names = dict(zip(credentials["id"], credentials["name"], strict=True))
    whose = dict(zip(credentials["id"], credentials["issuer"], strict=True))
    found = table[(table["how"] != STATED).to_numpy(dtype=bool)]
    columns = ("credential", "skill", "label", "how", "confidence", "evidence")
    for credential, skill, label, how, sure, evidence in zip(*(found[name] for name in columns), strict=True):
        if credential in whose and (credential, skill) not in reviewed.tags:
            yield Proposal(
                kind=TAG,
                issuer=whose[credential],
                subject=credential,
                skill=skill,
                name=names[credential],
                label=label,
                how=how,
                confidence=float(sure),
                evidence=evidence or "",
            )
