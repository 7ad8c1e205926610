"""The schemas of the canonical tables: their columns, types, keys and what each column means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pyarrow as pa

_TEXT: Final = pa.string()
_TEXTS: Final = pa.list_(pa.string())
_REAL: Final = pa.float64()
_FLAG: Final = pa.bool_()
_WHOLE: Final = pa.int64()

PROVENANCE: Final = ("issuer", "source", "locator", "origin")


@dataclass(frozen=True, slots=True)
class Schema:
    """One table's name, columns (name to Arrow type), key and the columns that may not be null.

    A dataframe keeps the schema when it has exactly these columns, its values convert to these types, no
    `required` value is null and no two rows share the `key` (an empty key allows repeats).
    """

    name: str
    columns: Mapping[str, pa.DataType]
    key: tuple[str, ...] = ()
    required: tuple[str, ...] = ()

    @property
    def arrow(self) -> pa.Schema:
        """The Arrow schema, provenance included."""
        return pa.schema(list(self.columns.items()))


def _schema(name: str, key: tuple[str, ...] = (), required: tuple[str, ...] = (), /, **columns: pa.DataType) -> Schema:
    everything = {**columns, **dict.fromkeys(PROVENANCE, _TEXT)}
    needed = tuple(dict.fromkeys((*key, *required, "issuer", "source", "locator")))
    return Schema(name, MappingProxyType(everything), key, needed)


SCHEMAS: Final[Mapping[str, Schema]] = MappingProxyType(
    {
        schema.name: schema
        for schema in (
            # A skill of a vocabulary (esco, onet, gdad, or an issuer's own). `kind`: skill, knowledge, technology,
            # language, attitude or group. `hot` and `in_demand` are O*NET's flags, null elsewhere.
            _schema(
                "skills",
                ("id",),
                ("vocabulary", "label"),
                id=_TEXT,
                vocabulary=_TEXT,
                label=_TEXT,
                alt_labels=_TEXTS,
                kind=_TEXT,
                description=_TEXT,
                status=_TEXT,
                iri=_TEXT,
                hot=_FLAG,
                in_demand=_FLAG,
            ),
            # `predicate`: broader (subject is narrower), essential or optional (subject needs object), related, or
            # exact/close/broad/narrow match to a skill of another vocabulary, or replaced by.
            _schema(
                "skill_relations",
                ("subject", "predicate", "object"),
                subject=_TEXT,
                predicate=_TEXT,
                object=_TEXT,
            ),
            # `code` is the ISCO-08 or SOC code; `job_zone` O*NET's 1 (little) to 5 (extensive preparation).
            _schema(
                "occupations",
                ("id",),
                ("vocabulary", "label"),
                id=_TEXT,
                vocabulary=_TEXT,
                label=_TEXT,
                alt_labels=_TEXTS,
                description=_TEXT,
                code=_TEXT,
                job_zone=_WHOLE,
                status=_TEXT,
                iri=_TEXT,
            ),
            # `predicate`: broader, related, or exact/close/broad match to another vocabulary; confidence 0..1.
            _schema(
                "occupation_relations",
                ("subject", "predicate", "object"),
                subject=_TEXT,
                predicate=_TEXT,
                object=_TEXT,
                confidence=_REAL,
            ),
            # What an occupation asks for. `relation`: essential, optional, important, technology.
            # `importance` (O*NET IM) 1..5, `level` (O*NET LV) 0..7, both null where not rated; `hot` and
            # `in_demand` are O*NET's flags of this technology for this occupation.
            _schema(
                "occupation_skills",
                ("occupation", "skill", "relation"),
                occupation=_TEXT,
                skill=_TEXT,
                relation=_TEXT,
                importance=_REAL,
                level=_REAL,
                hot=_FLAG,
                in_demand=_FLAG,
            ),
            # Wages and employment (a stock, not vacancies). Money per year in `currency`; p10..p90 percentiles.
            _schema(
                "wages",
                ("occupation", "area", "period"),
                occupation=_TEXT,
                area=_TEXT,
                area_name=_TEXT,
                period=_TEXT,
                currency=_TEXT,
                employment=_REAL,
                p10=_REAL,
                p25=_REAL,
                median=_REAL,
                p75=_REAL,
                p90=_REAL,
                note=_TEXT,
            ),
            # `requirement` is JSON of a requirement tree (graph.requirements), null: none stated. `status`: active,
            # withdrawn. `validity_months`: how long an award lasts, null: not stated. `level`: as the issuer words
            # it; `level_rank` 0 (entry) upwards within the issuer's own ladder, null where not stated.
            # `page_url`: public page. `note`: what isn't known, said aloud. `occupations`: job titles it names.
            # `accepts`: credentials, of any issuer, that its own issuer takes in its place.
            _schema(
                "credentials",
                ("id",),
                ("name",),
                id=_TEXT,
                issuer_name=_TEXT,
                name=_TEXT,
                description=_TEXT,
                kind=_TEXT,
                level=_TEXT,
                level_rank=_REAL,
                language=_TEXT,
                requirement=_TEXT,
                validity_months=_WHOLE,
                status=_TEXT,
                superseded_by=_TEXT,
                accepts=_TEXTS,
                page_url=_TEXT,
                hours=_REAL,
                subjects=_TEXTS,
                occupations=_TEXTS,
                text=_TEXT,
                note=_TEXT,
                checked=_TEXT,
            ),
            # `skill` is a CURIE, or null where only a `label` is stated (a build resolves it). `weight` 0..1 share
            # of the credential, null: not stated. `level` as stated. `how`: stated, exact, lemma.
            # `evidence`: the words that show it. `confidence` 0..1.
            _schema(
                "credential_skills",
                (),
                ("credential", "label", "how"),
                credential=_TEXT,
                skill=_TEXT,
                label=_TEXT,
                weight=_REAL,
                level=_TEXT,
                how=_TEXT,
                confidence=_REAL,
                evidence=_TEXT,
            ),
            # An occasion to earn a credential. Dates are ISO 8601 (YYYY-MM-DD); `mode`: online, onsite, blended;
            # `language` BCP 47; `cost` in `currency` (ISO 4217), null: not known, 0: free; `hours` of work.
            _schema(
                "offerings",
                ("id",),
                ("credential",),
                id=_TEXT,
                credential=_TEXT,
                signup_url=_TEXT,
                opens=_TEXT,
                closes=_TEXT,
                starts=_TEXT,
                ends=_TEXT,
                place=_TEXT,
                mode=_TEXT,
                language=_TEXT,
                cost=_REAL,
                currency=_TEXT,
                hours=_REAL,
                note=_TEXT,
            ),
            # `destination`: the occupation or credential that it leads to. `ends`: the steps at which it is done, any
            # of them; null: all required steps. `ordered`: what comes before a step locks it; else it is advice.
            # `extra`: JSON of what a format says and Stackway only keeps.
            _schema(
                "pathways",
                ("id",),
                ("name",),
                id=_TEXT,
                name=_TEXT,
                description=_TEXT,
                destination=_TEXT,
                page_url=_TEXT,
                note=_TEXT,
                ends=_TEXTS,
                ordered=_FLAG,
                level=_TEXT,
                language=_TEXT,
                extra=_TEXT,
            ),
            # `position` 1 upwards; steps of one `position` are alternatives in order of time, not of choice.
            # `credential`: what is earned (of a step of kind skill, the skill). `requirement`: JSON of what must be met
            # before this step, null: none beyond the credential's own. `kind`: credential (null too), course, skill,
            # assessment, work, activity, job, group (met when its condition is). `condition`: JSON over steps
            # (graph.pathways). `after`: steps before this one. `role`: milestone, off-ramp.
            _schema(
                "pathway_steps",
                ("pathway", "step"),
                ("position", "credential"),
                pathway=_TEXT,
                step=_TEXT,
                position=_WHOLE,
                credential=_TEXT,
                optional=_FLAG,
                requirement=_TEXT,
                kind=_TEXT,
                name=_TEXT,
                description=_TEXT,
                page_url=_TEXT,
                condition=_TEXT,
                after=_TEXTS,
                credits=_REAL,
                hours=_REAL,
                role=_TEXT,
            ),
            _schema(
                "postings",
                ("id",),
                ("title",),
                id=_TEXT,
                title=_TEXT,
                occupation=_TEXT,
                employer=_TEXT,
                place=_TEXT,
                country=_TEXT,
                posted=_TEXT,
                closes=_TEXT,
                url=_TEXT,
                language=_TEXT,
                text=_TEXT,
            ),
            _schema(
                "posting_skills",
                ("posting", "skill"),
                posting=_TEXT,
                skill=_TEXT,
                label=_TEXT,
                how=_TEXT,
                confidence=_REAL,
                evidence=_TEXT,
            ),
            # `state`: enrolled, completed, awarded, expired, revoked. `known`: verified (by its issuer), uploaded,
            # self_declared. `date` and `expires` ISO 8601 dates, null: not stated. `note`: why not verified.
            _schema(
                "awards",
                ("learner", "credential", "state", "date"),
                ("state", "known"),
                learner=_TEXT,
                credential=_TEXT,
                state=_TEXT,
                date=_TEXT,
                expires=_TEXT,
                known=_TEXT,
                note=_TEXT,
            ),
        )
    }
)
