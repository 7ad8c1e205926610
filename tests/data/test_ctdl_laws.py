"""Laws of the CTDL reader: the dialect and the order don't matter, and a long file isn't held in memory."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import ctdl
from data.ctdl.durations import parts_of
from data.ctdl.nodes import texts_of
from tests.data.test_ctdl_conditions import ctid, resource
from tests.data.test_ctdl_dialects import CONTEXT, table

Thing = dict[str, Any]
NUMBERS = st.integers(0, 7)
WORDS = st.text("abcdefg ", min_size=1, max_size=12).filter(str.strip)


@st.composite
def conditions(draw: st.DrawFn) -> Thing:
    found: Thing = {"@type": "ceterms:ConditionProfile"}
    found["ceterms:targetCredential"] = [resource(n) for n in draw(st.lists(NUMBERS, max_size=3))]
    found["ceterms:description"] = {"en": draw(WORDS)}
    if draw(st.booleans()):
        found["ceterms:alternativeCondition"] = draw(st.lists(conditions(), max_size=2))
    return found


@st.composite
def graphs(draw: st.DrawFn) -> list[Thing]:
    """Credentials 0 to 3, competencies 4 to 7: named, linked at random."""
    kinds = st.sampled_from(["ceterms:Badge", "ceterms:Course", "ceterms:AssessmentProfile"])
    credentials = [
        {
            "@type": draw(kinds),
            "@id": resource(n),
            "ceterms:ctid": ctid(n),
            "ceterms:name": {"en": draw(WORDS), "de": "anders"},
            "ceterms:requires": draw(st.lists(conditions(), max_size=2)),
            "ceterms:teaches": [resource(k) for k in draw(st.lists(st.integers(4, 7), max_size=2))],
            "ceterms:estimatedCost": [{"ceterms:price": draw(st.integers(0, 9)), "ceterms:currency": "EUR"}],
        }
        for n in draw(st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True))
    ]
    competencies = [
        {
            "@type": "ceasn:Competency",
            "@id": resource(n),
            "ceterms:ctid": ctid(n),
            "ceasn:competencyText": {"en": draw(WORDS)},
            "ceasn:isChildOf": [resource(k) for k in draw(st.lists(st.integers(4, 7), max_size=2))],
        }
        for n in draw(st.lists(st.integers(4, 7), max_size=4, unique=True))
    ]
    return [*credentials, *competencies]


def plain(value: Any) -> Any:
    """Keys and types without prefix, texts without their language, lists of one as that one."""
    if isinstance(value, list):
        return plain(value[0]) if len(value) == 1 else [plain(item) for item in value]
    if isinstance(value, dict):
        if "en" in value:
            return value["en"]
        return {key.rpartition(":")[2]: plain(item) for key, item in value.items()}
    return value


def capital(value: Any) -> Any:
    """Keys as the Registry Assistant has them, addresses as bare CTIDs."""
    if isinstance(value, list):
        return [capital(item) for item in value]
    if isinstance(value, dict):
        if "en" in value:
            return {**value}
        names = {key: key.rpartition(":")[2].lstrip("@") for key in value}
        return {name[0].upper() + name[1:]: capital(value[key]) for key, name in names.items() if key != "@id"}
    return value.rpartition("/")[2] if isinstance(value, str) and "/resources/" in value else value


def expanded(value: Any, key: str = "") -> Any:
    """Everything in lists, texts as value objects, keys as addresses."""
    if isinstance(value, list):
        return [part for item in value for part in expanded(item, key)]
    if isinstance(value, dict):
        if "en" in value:
            return [{"@value": text, "@language": language} for language, text in value.items()]
        address = "https://purl.org/ctdl/terms/"
        return [
            {
                name if name.startswith("@") else address + name.rpartition(":")[2]: [part.replace("ceterms:", address)]
                if name == "@type" and isinstance(part, str)
                else part
                if name == "@id"
                else expanded(part, name)
                for name, part in value.items()
            }
        ]
    return [{"@id": value}] if isinstance(value, str) and "/resources/" in value else [{"@value": value}]


def contents(document: Any) -> dict[str, list[list[str]]]:
    """The rows of a document, without where in the file they stand and in which language."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "f.json"
        path.write_text(json.dumps(document))
        reading = ctdl.read(path)
    left_out = {"locator", "origin", "iri", "language"}
    return {
        name: sorted(
            [str(value) for column, value in row.items() if column not in left_out] for row in table(reading, name)
        )
        for name in reading.tables
    }


@settings(deadline=None, max_examples=15)
@given(graphs(), st.randoms())
def test_the_dialect_and_the_order_of_a_graph_do_not_matter(things: list[Thing], random: Any) -> None:
    expected = contents({"@context": CONTEXT, "@graph": things})
    shuffled = random.sample(things, len(things))
    assert contents({"@context": CONTEXT, "@graph": shuffled}) == expected
    assert contents(things) == expected
    assert contents({"@context": CONTEXT, "@graph": plain([*things, {}])[:-1]}) == expected
    assert contents([capital(thing) for thing in things]) == expected
    assert contents(expanded(things)) == expected
    assert contents([{"envelope_type": "x", "decoded_resource": {"@graph": [thing]}} for thing in things]) == expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@id", "@type", "@value", "@list", "name", "en", "ceterms:targetNode", ""]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
PROPERTIES = [
    "name",
    "ctid",
    "requires",
    "hasChild",
    "hasCondition",
    "proxyFor",
    "estimatedCost",
    "estimatedDuration",
    "teaches",
    "occupationType",
    "ownedBy",
    "creditValue",
    "inLanguage",
    "credentialStatusType",
    "availableAt",
    "hasPart",
    "isPartOf",
    "targetCompetency",
    "hasDestinationComponent",
]
KINDS = [
    "Badge",
    "Course",
    "Pathway",
    "CourseComponent",
    "SelectionComponent",
    "ConditionProfile",
    "Occupation",
    "Task",
    "Organization",
]


@settings(deadline=None, max_examples=80)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "@type": st.sampled_from(KINDS),
                "@id": st.sampled_from(["_:a", "_:b", resource(1), "https://x.example/y"]),
            },
            optional={f"ceterms:{name}": JSON for name in PROPERTIES},
        ),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_the_values_are_a_file_is_read_and_each_thing_is_a_row_or_set_aside(things: list[Thing]) -> None:
    found = contents({"@graph": things})
    assert set(found)


@given(st.dictionaries(st.sampled_from("YMWD"), st.integers(1, 99), min_size=1))
def test_a_duration_has_the_parts_that_it_states(given_parts: dict[str, int]) -> None:
    text = "P" + "".join(f"{given_parts[unit]}{unit}" for unit in "YMWD" if unit in given_parts)
    assert sorted(parts_of(text).values()) == sorted(map(float, given_parts.values()))


@given(JSON)
def test_texts_are_texts_whatever_they_are_taken_from(value: Any) -> None:
    assert all(isinstance(text, str) and text == text.strip() and text for text in texts_of(value))


def framework(path: Path, number: int, filler: str) -> None:
    """A framework of so many competencies, each with a property that is of no use."""

    def lines() -> Iterator[str]:
        yield '{"@context": "https://credreg.net/ctdlasn/schema/context/json", "@graph": ['
        yield json.dumps({"@type": "ceasn:CompetencyFramework", "@id": resource(0), "ceasn:name": {"en": "F"}})
        for n in range(1, number + 1):
            own = {"@type": "ceasn:Competency", "@id": resource(n), "ceasn:competencyText": {"en": f"Ties knot {n}"}}
            yield "," + json.dumps({**own, "ceasn:isChildOf": resource(n // 10), "ceasn:conceptKeyword": filler})
        yield "]}"

    with path.open("w") as file:
        file.writelines(f"{line}\n" for line in lines())


def test_a_long_graph_is_read_one_thing_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    framework(path, 1_000, "x" * 30_000)
    assert path.stat().st_size > 30_000_000
    tracemalloc.start()
    try:
        reading = ctdl.read(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (len(table(reading, "skills")), len(table(reading, "skill_relations"))) == (1_000, 991)
    assert peak < 10_000_000
    assert table(reading, "skills")[0]["locator"] == "f.json#/@graph/1"


MEASURED = """
import resource, sys
from pathlib import Path
from data import ctdl
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(dict(ctdl.read(Path(sys.argv[1])).report.read))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.slow
def test_fifty_thousand_competencies_are_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    framework(path, 50_000, "x" * 2_000)
    assert path.stat().st_size > 100_000_000
    done = subprocess.run([sys.executable, "-c", MEASURED, path], capture_output=True, text=True, check=True)
    read, kilobytes = done.stdout.splitlines()
    assert read == "{'skills': 50000, 'skill_relations': 49991}"
    assert int(kilobytes) < 300_000
