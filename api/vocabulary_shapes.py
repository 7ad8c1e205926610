"""What is said of vocabularies as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from typing import Any

from api.shapes import advice_json, evidence_json
from api.upgrading import Explained, Upgrade
from api.vocabularies import Kept
from recommender.changes import AdviceChange, CredentialChange, Touched
from skills_taxonomy.versions import Concept, VocabularyChange
from skills_taxonomy.versions.changes import CLASSES

Json = dict[str, Any]


def kept_json(kept: Kept) -> Json:
    """One version of a vocabulary that the workspace keeps."""
    return {
        "name": kept.name,
        "of": kept.of,
        "vocabularies": list(kept.vocabularies),
        "in_force": kept.in_force,
        "serving": kept.serving,
        "source": kept.source,
        "rows": dict(kept.rows),
    }


def change_json(change: VocabularyChange) -> Json:
    """All differences, by class; a concept is named by identifier, noun and label."""
    rows = {name: [_plain(one) for one in getattr(change, name)] for name in CLASSES}
    about = {"before": change.before, "after": change.after, "counts": change.counts()}
    return {**about, **rows, "labels": dict(change.labels)}


def _plain(value: Any) -> Any:
    if isinstance(value, Concept):
        return {"id": value.id, "noun": value.noun, "label": value.label, "broader": list(value.broader)}
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def touched_json(touched: Sequence[Touched]) -> list[Json]:
    """Credentials or pathways with what touches each, and where that stands."""
    return [
        {
            "id": one.id,
            "name": one.name,
            "touches": [
                {
                    "code": touch.code,
                    "text": touch.text,
                    "harmless": touch.harmless,
                    "evidence": evidence_json(touch.evidence),
                }
                for touch in one.touches
            ],
        }
        for one in touched
    ]


def upgrade_json(told: Upgrade) -> Json:
    """What an upgrade did, or would do."""
    return {
        "vocabulary": told.part,
        "published": told.published,
        "snapshot": told.built.name,
        "change": change_json(told.change),
        "credentials": touched_json(told.credentials),
        "pathways": touched_json(told.pathways),
        "found_in_texts": touched_json(told.found),
        "carried_on": [asdict(one) for one in told.carried],
        "remarks": list(told.built.remarks),
        "notes": list(told.notes),
        "why": why_json(told.why) if told.why is not None else None,
    }


def explained_json(told: Explained) -> Json:
    """Why a list differs, with the counts of what differs between the vocabularies."""
    counts: list[Mapping[str, Any]] = [
        {"before": change.before, "after": change.after, "counts": change.counts()} for change in told.changes
    ]
    return {"why": why_json(told.why), "vocabularies": counts, "notes": list(told.notes)}


def why_json(why: AdviceChange) -> Json:
    """Both answers, and each credential whose place or score differs."""
    return {
        "same": why.same,
        "goal": list(why.goal),
        "changed": [_credential_json(one) for one in why.credentials],
        "stayed": [_credential_json(one) for one in why.stayed],
        "before": advice_json(why.before),
        "after": advice_json(why.after),
    }


def _credential_json(one: CredentialChange) -> Json:
    return {
        "credential": one.credential,
        "name": one.name,
        "how": one.how,
        "before": one.before,
        "after": one.after,
        "parts": [asdict(part) for part in one.parts],
        "causes": list(one.causes),
    }
