"""What serving needs, opened from the folder that a build wrote: immutable, named by the hash of what it holds."""

from __future__ import annotations

import json
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from graph.credentials import Credential
from graph.errors import UnknownNode
from graph.pathways import Pathway
from graph.pathways.codec import pathway_from_plain
from recommender.authored import Authored
from recommender.chance.model import Chance
from recommender.credential_codec import from_document
from recommender.documents import Documents
from recommender.errors import SnapshotDamaged
from recommender.outlook import opened
from recommender.rows import Rows
from recommender.weights import ASKED, Weights
from skills_taxonomy.types import Provenance

FORMAT: Final = 7

TUPLES: Final = ("skills", "skill_labels", "occupations", "occupation_labels", "names", "pages", "remarks")

MATRICES: Final = ("teaches", "profile", "text", "occupation_text", "titles", "twins", "after", "learned", "unlocks")


@dataclass(frozen=True)
class Snapshot:
    """The compiled arrays, the names that go with them, and the documents of credentials, pathways and wages.

    `accepted`: by credential those in whose place their issuers take it. Credentials, skills, concepts and occupations
    are numbered from 0; arrays are indexed by those numbers. Authored
    pathways may lie on top (`with_authored`); the name then says up to which edit.
    """

    name: str
    folder: Path
    credential_documents: Documents
    pathway_documents: Documents
    wage_documents: Documents
    skills: tuple[str, ...]
    skill_labels: tuple[str, ...]
    occupations: tuple[str, ...]
    occupation_labels: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    pages: tuple[str, ...]
    remarks: tuple[str, ...]
    history: str
    notes: dict[int, str]
    named_titles: dict[str, list[list[float]]]
    arrays: dict[str, NDArray[Any]]
    teaches: Rows
    profile: Rows
    text: Rows
    occupation_text: Rows
    titles: Rows
    twins: Rows
    after: Rows
    learned: Rows
    unlocks: Rows
    postings: dict[int, tuple[Provenance, ...]]
    accepted: dict[str, list[str]]
    weights: Weights
    skill_place: dict[str, int]
    occupation_place: dict[str, int]
    authored: Authored = field(default_factory=Authored)
    _credentials: dict[int, Credential] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path) -> Snapshot:
        """Open a snapshot's folder; raises `SnapshotDamaged`."""
        try:
            about = json.loads((folder / "snapshot.json").read_text("utf-8"))
            if about.get("format") != FORMAT:
                raise SnapshotDamaged(
                    f"The snapshot {folder.name} has format {about.get('format')}, this version reads {FORMAT}.",
                    hint="Run `stackway build` again.",
                )
            parts = {**_documents(folder), **_arrays(folder), **_strings(folder)}
            return cls(name=about["name"], folder=folder, weights=_weights(folder), **parts)
        except (OSError, ValueError, KeyError, TypeError, BadZipFile) as error:
            raise SnapshotDamaged(
                f"The snapshot in {folder} can't be read ({error}).", hint="Run `stackway build` again."
            ) from error

    def with_authored(self, authored: Authored) -> Snapshot:
        """The same snapshot with what is authored of pathways in the place of what it was built with; see `name`.

        Everything else is shared. What follows from pathways is worked out here, so that no question waits for it.
        """
        pathways = authored.over(self.built_pathways)
        fresh = copy(self)
        vars(fresh).update(
            name=authored.named(self.name), authored=authored, pathways=pathways, pathways_of=_by_credential(pathways)
        )
        return fresh

    @property
    def size(self) -> int:
        """How many credentials there are."""
        return len(self.credential_documents.keys)

    def place(self, credential: str) -> int:
        """The number of a credential; raises `UnknownNode`."""
        i = self.credential_documents.index(credential)
        if i is None:
            raise UnknownNode(
                f"No credential is called {credential!r}.", hint="`stackway search` finds identifiers by name."
            )
        return i

    def credential(self, i: int) -> Credential:
        """The credential with this number, parsed once."""
        found = self._credentials.get(i)
        if found is None:
            found = self._credentials[i] = from_document(self.credential_documents.at(i))
        return found

    @cached_property
    def chance(self) -> Chance | None:
        """The chance that learners get a credential before long; None where the build told none."""
        return opened(self.folder)

    @cached_property
    def credential_index(self) -> dict[str, int]:
        """Numbers of credentials by identifier."""
        return {id_: i for i, id_ in enumerate(self.credential_documents.keys)}

    @cached_property
    def word_place(self) -> dict[str, int]:
        """Columns of `text` by word or pair of words."""
        return {word: i for i, word in enumerate(self._words["words"])}

    @cached_property
    def left_out_words(self) -> frozenset[str]:
        """Words that aren't counted in `text`."""
        return frozenset(self._words["left_out"])

    @cached_property
    def _words(self) -> dict[str, list[str]]:
        words: dict[str, list[str]] = json.loads((self.folder / "words.json").read_text("utf-8"))
        return words

    @cached_property
    def built_pathways(self) -> tuple[Pathway, ...]:
        """The pathways that the build found, by identifier."""
        return tuple(pathway_from_plain(self.pathway_documents.at(i)) for i in range(len(self.pathway_documents.keys)))

    @cached_property
    def pathways(self) -> tuple[Pathway, ...]:
        """All pathways, by identifier, as they stand now."""
        return self.authored.over(self.built_pathways)

    @cached_property
    def pathways_of(self) -> dict[str, tuple[Pathway, ...]]:
        """Pathways by the credentials that are steps of them."""
        return _by_credential(self.pathways)

    def need_place(self, position: int) -> Provenance:
        """Where a need (a position in the compiled needs) is stated."""
        source, file = self.files[int(self.arrays["need.file"][position])]
        return Provenance(source, f"{file}:{int(self.arrays['need.line'][position])}")

    def need_span(self, occupation: int) -> slice:
        """Positions of an occupation's needs."""
        indptr = self.arrays["need.indptr"]
        return slice(int(indptr[occupation]), int(indptr[occupation + 1]))

    def asked(self, position: int) -> str:
        """How a need is asked for, in words."""
        return self.notes.get(position) or ASKED[int(self.arrays["need.asked"][position])][0]


def _by_credential(pathways: Iterable[Pathway]) -> dict[str, tuple[Pathway, ...]]:
    found: dict[str, list[Pathway]] = {}
    for pathway in pathways:
        for credential in dict.fromkeys(step.credential for step in pathway.steps):
            found.setdefault(credential, []).append(pathway)
    return {credential: tuple(some) for credential, some in found.items()}


def _documents(folder: Path) -> dict[str, Any]:
    return {f"{name}_documents": Documents(folder / f"{name}s") for name in ("credential", "pathway", "wage")}


def _arrays(folder: Path) -> dict[str, Any]:
    with np.load(folder / "arrays.npz", allow_pickle=False) as file:
        arrays = dict(file)
    return {"arrays": arrays, **{name: Rows.read(arrays, name) for name in MATRICES}}


def _weights(folder: Path) -> Weights:
    """What the build learned; those set by hand where it learned none."""
    file = folder / "weights.json"
    return Weights(**json.loads(file.read_text("utf-8"))) if file.exists() else Weights()


def _strings(folder: Path) -> dict[str, Any]:
    strings = json.loads((folder / "strings.json").read_text("utf-8"))
    return {
        **{name: tuple(strings[name]) for name in TUPLES},
        "files": tuple((source, file) for source, file in strings["files"]),
        "named_titles": strings["titles"],
        "accepted": strings["accepted"],
        "history": strings["history"],
        "notes": {int(at): note for at, note in strings["notes"].items()},
        "postings": {
            int(concept): tuple(Provenance(*row) for row in rows) for concept, rows in strings["postings"].items()
        },
        "skill_place": {id_: i for i, id_ in enumerate(strings["skills"])},
        "occupation_place": {id_: i for i, id_ in enumerate(strings["occupations"])},
    }
