"""An issuer's own skills mapped to a published vocabulary: proposals that a person decides about."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from api.errors import BadOption
from data.records import MAPPING, Filed, Proposal, Records
from data.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from data.reading import Progress
    from skills_taxonomy.mapping import Mapper, Match

PUBLISHED: Final = ("esco", "onet")
"""Vocabularies that are mapped to, and whose own skills aren't mapped."""

MATCHES: Final = ("exact match", "close match", "broad match", "narrow match")


@dataclass(frozen=True, slots=True)
class Mapped:
    """An own skill, and what it may be mapped to, the surest first; nothing where nothing is likely."""

    skill: str
    label: str
    issuer: str
    matches: tuple[Match, ...]

    def proposals(self) -> Iterator[Proposal]:
        """The matches as a person is to look at them."""
        for one in self.matches:
            yield Proposal(
                kind=MAPPING, issuer=self.issuer, subject=self.skill, skill=one.skill, relation=one.relation,
                name=self.label, label=one.label, how="mapped", confidence=one.confidence, evidence=one.evidence,
            )  # fmt: skip

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        """One row a match; one without a match where there is none."""
        own = {"skill": self.skill, "label": self.label, "issuer": self.issuer}
        none = {"relation": "", "match": "", "match_label": "", "confidence": None, "evidence": ""}
        if not self.matches:
            yield own | none
        for one in self.matches:
            said = {"relation": one.relation, "match": one.skill, "match_label": one.label}
            yield own | said | {"confidence": one.confidence, "evidence": one.evidence}


class SkillMapper:
    """Maps skills that are given, for a server: a vocabulary's labels are put together when they are first asked for.

    They are put together anew where the workspace has another snapshot since.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._of = ""
        self._mappers: dict[str, Mapper] = {}

    def map(self, given: Sequence[tuple[str, str, Sequence[str]]], to: str, snapshot: str) -> list[Mapped]:
        """Each own skill (identifier, label, other labels) with its matches; raises `BadOption` for `to`."""
        from skills_taxonomy.mapping import Own

        mapper = self._mapper(to, snapshot)
        return [
            Mapped(id_, label, "", tuple(mapper.matches(Own(id_, label, tuple(others)))))
            for id_, label, others in given
        ]

    def _mapper(self, to: str, snapshot: str) -> Mapper:
        from api.in_force import in_force

        with self._lock:
            if self._of != snapshot:
                self._of, self._mappers = snapshot, {}
            if to not in self._mappers:
                tables = in_force(Workspace.open(self._path)).tables
                self._mappers[to] = _mapper(tables, to, lambda *_: None)
            return self._mappers[to]


def map_skills(path: Path, to: Sequence[str] = PUBLISHED[:1], *, issuer: str = "", progress: Progress) -> list[Mapped]:
    """Map the skills of a workspace that are of no published vocabulary (of one issuer) to those named by `to`.

    What is mapped there already isn't mapped again. Raises `BadOption` where there is nothing to map or to map to.
    """
    from api.in_force import in_force
    from recommender.enrich import with_own_skills

    workspace = Workspace.open(path)
    progress("putting the labels together", 0, None)
    tables = in_force(workspace).tables
    skills = with_own_skills(tables)
    own = _own(skills, issuer)
    if own.empty:
        raise BadOption(
            f"There are no own skills{f' of {issuer[:80]!a}' if issuer else ''} to map.",
            hint="Import some: `stackway import skills.csv --issuer NAME`, a table with a column label.",
        )
    done = _mapped_already(tables["skill_relations"], dict(zip(skills["id"], skills["vocabulary"], strict=True)))
    found: dict[str, Mapped] = {}
    for name in to:
        mapper = _mapper(tables, name, progress)
        left = own[[(id_, name) not in done for id_ in own["id"]]]
        for at, row in enumerate(left.to_dict("records")):
            progress(f"mapping to {name}", at + 1, len(left))
            one = _map(mapper, row)
            before = found.get(one.skill)
            found[one.skill] = one if before is None else Mapped(*_who(one), (*before.matches, *one.matches))
    return list(found.values())


def file(records: Records, mapped: Sequence[Mapped], now: datetime, issuer: str = "") -> Filed:
    """Let the undecided mappings (of an issuer) be these; what is decided stays."""
    found = [proposal for one in mapped for proposal in one.proposals()]
    return records.file_proposals(MAPPING, found, now, issuer=issuer or None)


def _who(one: Mapped) -> tuple[str, str, str]:
    return one.skill, one.label, one.issuer


def _own(skills: pd.DataFrame, issuer: str) -> pd.DataFrame:
    kept = ~skills["vocabulary"].isin(PUBLISHED) & (skills["kind"].fillna("") != "group")
    kept &= skills["status"].fillna("active").isin(["active", "released"])
    if issuer:
        kept &= skills["issuer"] == issuer
    return skills[kept].sort_values("id", kind="stable")


def _mapped_already(relations: pd.DataFrame, vocabulary: dict[str, str]) -> set[tuple[str, str]]:
    """Own skills, each with the vocabulary in which a match of it is stated."""
    said = relations[relations["predicate"].isin(MATCHES)]
    pairs = zip(said["subject"], said["object"], strict=True)
    return {(one, vocabulary.get(other, other.partition(":")[0])) for one, other in pairs}


def _mapper(tables: Any, to: str, progress: Progress) -> Mapper:
    from data.tables import Tables
    from skills_taxonomy.linking.texts import texts_of
    from skills_taxonomy.mapping import Mapper, targets_of

    skills = tables["skills"]
    there = skills[skills["vocabulary"] == to]
    if there.empty:
        known = sorted(set(skills["vocabulary"]) & set(PUBLISHED))
        raise BadOption(f"The workspace has no vocabulary {to[:50]!a}.", hint=f"There: {', '.join(known) or 'none'}.")
    progress(f"reading the labels of {to}", 0, None)
    texts = texts_of(Tables({**{name: tables[name] for name in tables}, "skills": there}))
    return Mapper(targets_of(texts))


def _map(mapper: Mapper, row: dict[Any, Any]) -> Mapped:
    from skills_taxonomy.mapping import Own

    others = row["alt_labels"] if row["alt_labels"] is not None else ()
    matches = mapper.matches(Own(row["id"], row["label"], tuple(others)))
    return Mapped(row["id"], row["label"], row["issuer"], tuple(matches))
