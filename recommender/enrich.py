"""Skills for what states none: labels that issuers state are looked up, and texts are read for skills that they name.

Every link keeps its evidence: the words, the place where they stand, how they were found and how sure that is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from data.tables import Row, Tables, frame, merged, rows_of
from recommender.concepts import folded
from skills_taxonomy.identifiers import slug
from skills_taxonomy.types import Tag, Tagger

MakeTagger = Callable[[Tables, Sequence[str]], Tagger]
"""Makes a tagger for these tables; the texts are all that it will be asked to read."""

Progress = Callable[[str, int, int | None], None]

SURE_ENOUGH: Final = 0.5
"""Tags less sure than this are left out: they are likelier wrong than right."""

AROUND: Final = 40
"""How many characters either side of the words are kept as evidence."""

PREFERRED: Final = ("onet", "esco")
"""Vocabularies in which a stated label is looked up, after the issuer's own."""

PROVENANCE: Final = ("issuer", "source", "locator", "origin")


def enriched(tables: Tables, make_tagger: MakeTagger, progress: Progress = lambda *_: None) -> Tables:
    """The tables with every credential's stated labels resolved and the texts of credentials and postings tagged."""
    stated, own = _resolved(tables)
    texts = _credential_texts(tables["credentials"])
    postings = [
        f"{title}\n{text or ''}"
        for title, text in zip(tables["postings"]["title"], _text(tables, "postings"), strict=True)
    ]
    tagger = make_tagger(tables, [*texts, *postings])
    tagged = list(_tagged(tables["credentials"], "credential", texts, tagger, progress))
    asked = list(_tagged(tables["postings"], "posting", postings, tagger, progress))
    frames = {name: tables[name] for name in tables if name not in ("credential_skills", "posting_skills")}
    frames["credential_skills"] = frame("credential_skills", [*stated, *_unstated(stated, tagged)])
    frames["posting_skills"] = frame("posting_skills", [*rows_of(tables["posting_skills"]), *asked])
    return merged([Tables(frames), Tables({"skills": frame("skills", own)})])


def with_own_skills(tables: Tables) -> pd.DataFrame:
    """The skills of the tables, and those that issuers state by labels which no vocabulary knows."""
    return merged([tables, Tables({"skills": frame("skills", _resolved(tables)[1])})])["skills"]


def _text(tables: Tables, name: str) -> Iterator[str]:
    return iter(tables[name]["text"].fillna("").tolist())


def _credential_texts(credentials: pd.DataFrame) -> list[str]:
    """What there is to read of each credential: name, description, subjects and text, a line each."""
    columns = [credentials[name].fillna("").tolist() for name in ("name", "description", "text")]
    subjects = [" . ".join(row["subjects"] or ()) for row in rows_of(credentials[["subjects"]])]
    return ["\n".join(part for part in parts if part) for parts in zip(*columns, subjects, strict=True)]


def _tagged(
    table: pd.DataFrame, what: str, texts: Sequence[str], tagger: Tagger, progress: Progress
) -> Iterator[dict[str, Any]]:
    """One row for each skill that a text names; of several mentions the surest is kept."""
    for done, (row, text) in enumerate(zip(rows_of(table[["id", *PROVENANCE]]), texts, strict=True)):
        progress(f"reading {what}s", done + 1, len(texts))
        best: dict[str, Tag] = {}
        for tag in tagger(text):
            known = best.get(tag.skill)
            if tag.confidence >= SURE_ENOUGH and (known is None or tag.confidence > known.confidence):
                best[tag.skill] = tag
        for tag in best.values():
            yield {
                what: row["id"],
                "skill": tag.skill,
                "label": tag.label,
                "how": tag.how,
                "confidence": tag.confidence,
                "evidence": _around(text, tag),
                **{name: row[name] for name in PROVENANCE},
            }


def _around(text: str, tag: Tag) -> str:
    before, after = max(tag.start - AROUND, 0), min(tag.end + AROUND, len(text))
    return " ".join(text[before:after].split())


def _unstated(stated: Sequence[Row], tagged: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Tags of skills that the credential doesn't state anyway."""
    said = {(row["credential"], row["skill"]) for row in stated}
    return (row for row in tagged if (row["credential"], row["skill"]) not in said)


def _resolved(tables: Tables) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Stated links, each with a skill; labels that no vocabulary knows become skills of the issuer's own."""
    known = _by_label(tables["skills"])
    rows: list[dict[str, Any]] = []
    own: dict[str, dict[str, Any]] = {}
    for values in rows_of(tables["credential_skills"]):
        if values["skill"] is None:
            values["skill"] = _known(known, values["issuer"], values["label"]) or _own(own, values)
        rows.append({**values, "confidence": 1.0 if values["confidence"] is None else values["confidence"]})
    return list({(row["credential"], row["skill"]): row for row in reversed(rows)}.values())[::-1], list(own.values())


def _by_label(skills: pd.DataFrame) -> Mapping[str, Mapping[str, list[str]]]:
    """Skills by folded preferred label, then by vocabulary."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for id_, vocabulary, label, kind in zip(
        skills["id"], skills["vocabulary"], skills["label"], skills["kind"].fillna(""), strict=True
    ):
        if kind != "group":
            found[folded(label)][vocabulary].append(id_)
    return found


def resolver(skills: pd.DataFrame) -> Callable[[str, str], str]:
    """Which skill a label stated by an issuer names, asked as (issuer, label); empty where none does, or several do."""
    known = _by_label(skills)
    return lambda issuer, label: _known(known, issuer, label)


def _known(known: Mapping[str, Mapping[str, list[str]]], issuer: str, label: str) -> str:
    places = known.get(folded(label), {})
    return next((places[name][0] for name in (issuer, *PREFERRED) if len(places.get(name, ())) == 1), "")


def _own(own: dict[str, dict[str, Any]], values: Mapping[str, Any]) -> str:
    identifier = f"{values['issuer']}:skill/{slug(values['label'])[:80]}"
    own.setdefault(
        identifier,
        {
            "id": identifier,
            "vocabulary": values["issuer"],
            "label": values["label"],
            "kind": "skill",
            **{name: values[name] for name in PROVENANCE},
        },
    )
    return identifier
