"""The canonical tables: what every reader hands over, with declared columns, types and keys.

A table is a pandas frame that keeps a declared schema. Every row says whose it is (`issuer`) and can be walked
back to where it was published: `source` (the data set, as listed by `stackway about`, or the imported file),
`locator` (the file that was read and its physical line, ``folder/file.csv:12``; inside an archive
``file.zip!member.csv:12``) and `origin` (the published file and row, page or key, where the file read was made
from another one; else empty).

Identifiers are CURIEs (`skills_taxonomy.identifiers` expands them). Lists are lists of text. What isn't known is
null, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from data.errors import InvalidTable

Row = Mapping[str, Any]

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
            # `predicate`: broader (subject is narrower), essential or optional (subject needs object), related.
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
            ),
            # `position` 1 upwards; steps of one `position` are alternatives in order of time, not of choice.
            # `requirement`: JSON of what must be met before this step, null: none beyond the credential's own.
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


class Tables(Mapping[str, pd.DataFrame]):
    """The canonical tables by name; every name of `SCHEMAS` is there, empty where nothing was read."""

    __slots__ = ("_frames",)

    def __init__(self, frames: Mapping[str, pd.DataFrame] | None = None) -> None:
        """Take frames by table name and hold each to its schema; raises `InvalidTable`."""
        given = dict(frames or {})
        if unknown := set(given) - set(SCHEMAS):
            raise InvalidTable(
                f"There is no table called {sorted(unknown)[0]!r}.", hint=f"Known: {', '.join(SCHEMAS)}."
            )
        self._frames = {
            name: conform(schema, given[name]) if name in given else empty(schema) for name, schema in SCHEMAS.items()
        }

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)


def to_arrow(schema: Schema, frame: pd.DataFrame) -> pa.Table:
    """The frame as an Arrow table of the schema; raises `InvalidTable` with the column at fault."""
    missing = [column for column in schema.columns if column not in frame.columns]
    extra = [str(column) for column in frame.columns if column not in schema.columns]
    if missing or extra:
        raise InvalidTable(f"Table {schema.name!r}: missing columns {missing}, unexpected columns {extra}.")
    try:
        return pa.Table.from_pandas(frame[list(schema.columns)], schema=schema.arrow, preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise InvalidTable(f"Table {schema.name!r} has a value of the wrong type: {error}.") from error


def from_arrow(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as a frame whose columns keep their Arrow types."""
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def conform(schema: Schema, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the schema's columns and types, in its order; raises `InvalidTable`."""
    checked = from_arrow(to_arrow(schema, frame))
    for column in schema.required:
        if checked[column].isna().any():
            raise InvalidTable(f"Table {schema.name!r} has a row without {column!r}.")
    if schema.key and checked.duplicated(list(schema.key)).any():
        twice = checked.loc[checked.duplicated(list(schema.key)), list(schema.key)].iloc[0].tolist()
        raise InvalidTable(f"Table {schema.name!r} has the key {twice} twice.")
    return checked


def empty(schema: Schema) -> pd.DataFrame:
    """A table of the schema without rows."""
    return from_arrow(schema.arrow.empty_table())


def merged(parts: Sequence[Tables]) -> Tables:
    """All rows of the parts, in order; of rows with the same key the first part's stays.

    >>> row = {"id": "x:p", "name": "A", "issuer": "x", "source": "s", "locator": "f:2"}
    >>> one = Tables({"pathways": frame("pathways", [row])})
    >>> merged([one, one])["pathways"]["name"].tolist()
    ['A']
    """
    frames: dict[str, pd.DataFrame] = {}
    for name, schema in SCHEMAS.items():
        rows = [part[name] for part in parts if len(part[name])]
        if rows:
            together = pd.concat(rows, ignore_index=True)
            frames[name] = together.drop_duplicates(list(schema.key), ignore_index=True) if schema.key else together
    return Tables(frames)


def frame(name: str, rows: Iterable[Row]) -> pd.DataFrame:
    """Rows as a frame of the named table; columns that a row doesn't give are null; raises `InvalidTable`.

    >>> row = {"id": "x:1", "vocabulary": "x", "label": "knots", "issuer": "x", "source": "s", "locator": "f:2"}
    >>> frame("skills", [row])["label"][0]
    'knots'
    """
    collected = TableRows("", "")
    for row in rows:
        collected.append(name, row)
    return collected.frame(name)


@dataclass(slots=True)
class TableRows:
    """Rows collected by a reader, table by table, until they become `Tables`.

    >>> rows = TableRows(issuer="x", source="s")
    >>> rows.add("skills", locator="f.csv:2", id="x:1", vocabulary="x", label="knots")
    >>> rows.tables()["skills"]["issuer"][0]
    'x'
    """

    issuer: str
    source: str
    _columns: dict[str, dict[str, list[Any]]] = field(default_factory=dict)

    def add(self, table: str, *, locator: str, origin: str = "", **values: Any) -> None:
        """Add one row; `issuer` and `source` are the collector's unless given in `values`."""
        row = {"issuer": self.issuer, "source": self.source, "locator": locator, "origin": origin, **values}
        self.append(table, row)

    def append(self, table: str, row: Row) -> None:
        """Add one row as it is; raises `InvalidTable` where the table hasn't such a column."""
        columns = self._of(table)
        if strange := row.keys() - columns.keys():
            raise InvalidTable(f"Table {table!r} has no column {sorted(strange)[0]!r}.")
        for column, cells in columns.items():
            cells.append(row.get(column))

    def count(self, table: str) -> int:
        """How many rows the named table has so far."""
        return len(next(iter(self._columns[table].values()))) if table in self._columns else 0

    def column(self, table: str, column: str) -> Sequence[Any]:
        """The values of one column so far."""
        return tuple(self._of(table)[column])

    def frame(self, table: str) -> pd.DataFrame:
        """The rows of one table; raises `InvalidTable`."""
        columns, types = self._of(table), SCHEMAS[table].columns
        try:
            arrow = pa.table({name: pa.array(cells, type=types[name]) for name, cells in columns.items()})
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise InvalidTable(f"Table {table!r} has a value of the wrong type: {error}.") from error
        return from_arrow(arrow)

    def tables(self) -> Tables:
        """The rows as tables; raises `InvalidTable`."""
        return Tables({table: self.frame(table) for table in self._columns})

    def _of(self, table: str) -> dict[str, list[Any]]:
        if table not in self._columns:
            if table not in SCHEMAS:
                raise InvalidTable(f"There is no table called {table!r}.", hint=f"Known: {', '.join(SCHEMAS)}.")
            self._columns[table] = {column: [] for column in SCHEMAS[table].columns}
        return self._columns[table]


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as plain dictionaries, null as None: the way back from `frame`.

    >>> rows_of(pd.DataFrame({"id": ["x:1", None]}))
    [{'id': 'x:1'}, {'id': None}]
    """
    columns = [str(column) for column in table.columns]
    values = (pa.Array.from_pandas(table[column]).to_pylist() for column in table.columns)
    return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]
