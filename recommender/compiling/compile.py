"""Everything compiled and written into one folder, named by the hash of what it holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.tables import Tables, rows_of
from graph.credentials import Credential
from graph.pathways import Pathway
from graph.pathways.codec import pathway_to_plain
from graph.requirements import Holds, leaves
from recommender.compiling.demand import demand_arrays, posting_examples
from recommender.compiling.history import History, history, trained_history
from recommender.compiling.needs import Needs, needs
from recommender.compiling.texts import named_titles, texts, title_rows
from recommender.compiling.vocabulary import Vocabulary, rarity, teaching, vocabulary
from recommender.compiling.weighing import Trial, weighed
from recommender.credential_codec import to_document
from recommender.documents import write_documents
from recommender.outlook import fitted
from recommender.rows import Floats, Rows
from recommender.snapshot import FORMAT, Snapshot
from recommender.weights import Weights

SIGNUP, PAGE = 1.0, 0.6
"""How startable a credential is with a sign-up link, and with no more than a page of its own."""

Arrays = dict[str, NDArray[Any]]
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A snapshot's name, twelve hexadecimal digits, and what was made of the histories, in words."""

    name: str
    history: str


def compile_snapshot(
    folder: Path,
    tables: Tables,
    credentials: Sequence[Credential],
    pathways: Sequence[Pathway],
    awards: pd.DataFrame,
    *,
    trained: Path | None = None,
    posted: pd.DataFrame | None = None,
    remarks: Sequence[str] = (),
    progress: Progress = lambda _: None,
) -> Compiled:
    """Write the snapshot's files into an empty folder.

    `credentials` are sorted by identifier here; `awards` has the columns learner, credential, awarded. A folder that
    `stackway train` wrote stands for them, if `trained` names one. `posted` are needs that postings show.
    """
    ordered = sorted(credentials, key=lambda credential: credential.id)
    words = vocabulary(tables["skills"], tables["skill_relations"])
    occupations = tables["occupations"].sort_values("id", kind="stable", ignore_index=True)
    jobs = {id_: i for i, id_ in enumerate(occupations["id"])}
    progress("skills and needs")
    asked = needs(tables["occupation_skills"], jobs, words, posted)
    arrays = _skill_arrays(ordered, words, asked, tables)
    progress("words and titles")
    arrays |= _text_arrays(folder, ordered, occupations)
    progress("history")
    places = {credential.id: i for i, credential in enumerate(ordered)}
    told = history(awards, places) if trained is None else trained_history(trained, places)
    arrays |= _history_arrays(told)
    arrays |= _twins(tables["occupation_relations"], jobs)
    arrays |= _facts(ordered)
    np.savez(folder / "arrays.npz", allow_pickle=False, **arrays)
    progress("documents")
    write_documents(folder / "credentials", ((c.id, to_document(c)) for c in ordered))
    write_documents(folder / "pathways", ((p.id, pathway_to_plain(p)) for p in sorted(pathways, key=lambda p: p.id)))
    write_documents(folder / "wages", _wages(tables["wages"]))
    strings = _strings(words, occupations, asked) | {
        "postings": {str(concept): rows for concept, rows in posting_examples(tables, words).items()},
        "names": [credential.name for credential in ordered],
        "remarks": list(remarks),
        "titles": named_titles(ordered),
        "accepted": _accepted(ordered),
        "pages": [credential.page_url for credential in ordered],
        "history": told.said,
    }
    _write(folder / "strings.json", strings)
    said = told.said
    if told.trial is not None:
        weights, how = _weighed(folder, told.trial)
        (folder / "weights.json").write_text(json.dumps(weights.as_dict()), encoding="utf-8")
        said = f"{said} {how}".strip()
    if trained is None:
        said = f"{said} {fitted(folder, awards, list(places))}"
        _write(folder / "strings.json", strings | {"history": said})
    name = _fingerprint(folder)
    about = {"format": FORMAT, "name": name, "credentials": len(ordered), "occupations": len(occupations)}
    (folder / "snapshot.json").write_text(json.dumps(about), encoding="utf-8")
    return Compiled(name, said)


def _write(file: Path, value: Any) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _weighed(folder: Path, trial: Trial) -> tuple[Weights, str]:
    """Weights learned by asking the snapshot as it stands, before it has its name."""
    about = folder / "snapshot.json"
    about.write_text(json.dumps({"format": FORMAT, "name": "unnamed"}), encoding="utf-8")
    found = weighed(Snapshot.open(folder), trial)
    about.unlink()
    return found


def _accepted(credentials: Sequence[Credential]) -> dict[str, list[str]]:
    """By credential those in whose place it is taken."""
    found: dict[str, list[str]] = {}
    for credential in credentials:
        for other in dict.fromkeys(credential.accepts):
            if other != credential.id:
                found.setdefault(other, []).append(credential.id)
    return found


def _skill_arrays(credentials: Sequence[Credential], words: Vocabulary, asked: Needs, tables: Tables) -> Arrays:
    teaches = teaching(credentials, words)
    telling = rarity(teaches)
    return {
        **teaches.arrays("teaches"),
        **teaches.scaled(telling).normalised().arrays("profile"),
        "concept": words.concept.astype(np.int32),
        "representative": np.unique(words.concept, return_index=True)[1].astype(np.int32),
        "rarity": telling,
        "strength": teaches.dot(_asked_at_all(words, asked)),
        "need.indptr": asked.indptr,
        "need.skill": asked.skill.astype(np.int32),
        "need.weight": asked.weight.astype(np.float32),
        "need.asked": asked.asked.astype(np.int8),
        "need.file": asked.file.astype(np.int16),
        "need.line": asked.line.astype(np.int32),
        **demand_arrays(tables, words, asked, teaches),
    }


def _asked_at_all(words: Vocabulary, asked: Needs) -> Floats:
    """1 for concepts that any occupation asks for: an issuer's own skills can't be asked for, so they don't dilute."""
    found = np.zeros(words.width)
    found[words.concept[asked.skill]] = 1.0
    return found


def _text_arrays(folder: Path, credentials: Sequence[Credential], occupations: pd.DataFrame) -> Arrays:
    found = texts(credentials, occupations)
    (folder / "words.json").write_text(
        json.dumps({"words": found.words, "left_out": found.left_out}, ensure_ascii=False), encoding="utf-8"
    )
    return {
        **found.credentials.arrays("text"),
        **found.occupations.arrays("occupation_text"),
        "text.idf": found.idf,
        **title_rows(credentials, occupations).arrays("titles"),
    }


def _history_arrays(found: History) -> Arrays:
    return {
        **found.after.arrays("after"),
        **found.learned.arrays("learned"),
        "earned": found.earned,
        "recency": np.array(found.recency),
        "half": np.array(found.half),
    }


def _twins(relations: pd.DataFrame, places: dict[str, int]) -> Arrays:
    """The crosswalk as arrays, both ways: occupation, its twin in another vocabulary, confidence 0..1."""
    matches = relations[relations["predicate"].isin(["exact match", "close match", "broad match"])]
    subject = matches["subject"].map(places)
    other = matches["object"].map(places)
    kept = (subject.notna() & other.notna()).to_numpy()
    one = subject[kept].to_numpy(dtype=np.int64)
    two = other[kept].to_numpy(dtype=np.int64)
    sure = matches["confidence"][kept].fillna(0.5).to_numpy(dtype=float)
    n = len(places)
    rows: list[dict[int, float]] = [{} for _ in range(n)]
    for a, b, confidence in zip(one.tolist(), two.tolist(), sure.tolist(), strict=True):
        rows[a][b] = max(rows[a].get(b, 0.0), confidence)
        rows[b][a] = max(rows[b].get(a, 0.0), confidence)
    return Rows.of(rows, n).arrays("twins")


def _facts(credentials: Sequence[Credential]) -> Arrays:
    """Plain facts about all credentials at once: issuer, withdrawn, where to sign up, what each one's award unlocks."""
    issuers = sorted({credential.issuer for credential in credentials})
    number = {credential.id: i for i, credential in enumerate(credentials)}
    unlocks: list[dict[int, float]] = [{} for _ in credentials]
    for i, credential in enumerate(credentials):
        for leaf in leaves(credential.requirement) if credential.requirement is not None else ():
            if isinstance(leaf, Holds) and leaf.credential in number:
                unlocks[number[leaf.credential]][i] = 1.0
    place = {issuer: i for i, issuer in enumerate(issuers)}
    startable = [SIGNUP if any(o.signup_url for o in c.offerings) else PAGE if c.page_url else 0.0 for c in credentials]
    return {
        "issuer": np.array([place[c.issuer] for c in credentials], np.int32),
        "issuers": np.array(issuers),
        "asks": np.array([c.requirement is not None for c in credentials], bool),
        "withdrawn": np.array([c.withdrawn for c in credentials], bool),
        "startable": np.array(startable),
        **Rows.of(unlocks, len(credentials)).arrays("unlocks"),
    }


def _wages(wages: pd.DataFrame) -> list[tuple[str, list[dict[str, Any]]]]:
    """Wage rows by occupation, both in order; the whole country, area 0000000, comes first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(wages.sort_values(["occupation", "area"], kind="stable")):
        found.setdefault(row["occupation"], []).append(row)
    return list(found.items())


def _strings(words: Vocabulary, occupations: pd.DataFrame, asked: Needs) -> dict[str, Any]:
    return {
        "skills": words.ids,
        "skill_labels": words.labels,
        "occupations": occupations["id"].tolist(),
        "occupation_labels": occupations["label"].tolist(),
        "files": asked.files,
        "notes": {str(at): note for at, note in asked.notes.items()},
    }


def _fingerprint(folder: Path) -> str:
    digest = hashlib.blake2b(digest_size=6)
    for file in sorted(folder.iterdir()):
        digest.update(file.name.encode())
        if file.suffix == ".npz":
            with np.load(file) as arrays:
                for key in sorted(arrays):
                    digest.update(key.encode() + arrays[key].tobytes())
        else:
            digest.update(file.read_bytes())
    return digest.hexdigest()
