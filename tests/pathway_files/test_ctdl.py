"""CTDL out and in: what is read, written and read again is equal; what CTDL can't hold is named."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings

from api.pathway_files import converted, format_called, pathways_of
from graph.pathways.formats import differing
from graph.pathways.model import Condition, Constraint, Pathway, Step, StepKind
from skills_taxonomy.types import Provenance
from tests.pathway_files.test_convert import pathways

BENCH = Path(os.environ.get("STACKWAY_BENCH_DATA") or Path(__file__).parents[3] / "shared" / "data" / "bench")
EXAMPLES = BENCH / "ctdl-samples/Schema-Development/PathwaysConditionsAndConstraints/Pathway-Examples"
CTDL = format_called("ctdl")


def again(folder: Path, text: str, issuer: str = "x") -> Pathway:
    path = folder / "again.json"
    path.write_text(text, encoding="utf-8")
    (found,) = pathways_of(path, issuer=issuer)[1]
    return found


@pytest.mark.bench_data
@pytest.mark.parametrize(
    ("file", "steps", "groups"),
    [
        ("Archive/Bakersfield_AS_CS_pathway-CSU_transfer-v2.json", 30, 3),
        ("Archive/Bakersfield_AS_CS_pathway-CSU_transfer.json", 29, 3),
        ("Archive/Bakersfield_AS_CS_pathway-UC_transfer.json", 28, 2),
        ("Badgr/Badgr (Final) - CTDL-French_BA_Marketable_Skills-Nates.json", 53, 0),
        ("Badgr/Badgr_French_B.A.MarketableSkills_CR_sandbox.json", 53, 0),
        ("CompTIA/CTDL-French_BA_Marketable_Skills.json", 50, 0),
        ("CompTIA/CompTIA-IT_Networking_Specialist.jsonld", 9, 0),
    ],
)
def test_published_pathways_are_the_same_after_being_written(
    file: str, steps: int, groups: int, tmp_path: Path
) -> None:
    (read,) = pathways_of(EXAMPLES / file)[1]
    assert len(read.steps) == steps
    assert sum(step.kind is StepKind.GROUP for step in read.steps) == groups
    written = converted(read, CTDL)
    assert written.losses == ()
    assert list(differing(read, again(tmp_path, written.text, read.issuer))) == []


@settings(max_examples=60, deadline=None)
@given(pathways)
def test_what_is_lost_is_named_and_is_lost_once(tmp_path_factory: pytest.TempPathFactory, pathway: Pathway) -> None:
    folder = tmp_path_factory.mktemp("ctdl")
    written = converted(pathway, CTDL)
    first = again(folder, written.text)
    assert {(loss.step, loss.field) for loss in written.losses} == set(differing(pathway, first))
    second = again(folder, CTDL.write(first).text)
    assert list(differing(first, second)) == []


def test_conditions_kinds_credits_and_constraints_are_kept(tmp_path: Path) -> None:
    inner = Condition(("c", "d"), credits=6.0, constraints=(Constraint("grade", "compare:GTEQ", "C"),), name="Sum")
    condition = Condition(("a",), (inner,), least=2, description="Both.")
    steps = (
        Step("a", 1, "x:a", kind=StepKind.WORK, name="Work"),
        Step("c", 1, "x:c", kind=StepKind.COURSE, name="C", credits=3.0),
        Step("d", 1, "esco:skill/0005c151-5b5a-4a66-8aac-60e734beb1ab", kind=StepKind.SKILL, name="D", credits=3.0),
        Step("end", 2, "x:end", name="End", condition=condition, page_url="https://example.org/end"),
    )
    pathway = Pathway("x:p", "P", "x", steps, Provenance("", ""), destination="x:end", ends=("end",))
    written = converted(pathway, CTDL)
    assert written.losses == ()
    assert again(tmp_path, written.text).by_id["end"].condition == condition


def test_the_document_is_in_todays_terms(tmp_path: Path) -> None:
    steps = (Step("a", 1, "x:a", name="A"), Step("b", 2, "x:b", name="B", after=("a",), condition=Condition(("a",))))
    pathway = Pathway("x:p", "P", "x", steps, Provenance("", ""), ends=("b",))
    document = json.loads(CTDL.write(pathway).text)
    assert document["@context"] == "https://credreg.net/ctdl/schema/context/json"
    whole, first, second = document["@graph"]
    assert whole["@type"] == "ceterms:Pathway"
    assert whole["ceterms:hasDestinationComponent"] == [second["@id"]]
    assert whole["ceterms:hasPart"] == [first["@id"], second["@id"]]
    assert second["ceterms:hasCondition"][0]["ceterms:targetComponent"] == [first["@id"]]
    assert second["ceterms:precededBy"] == [first["@id"]]
    assert all(one["ceterms:ctid"].startswith("ce-") for one in document["@graph"])


def test_a_group_that_leads_to_a_job_is_that_job(tmp_path: Path) -> None:
    steps = (
        Step("a", 1, "x:a", name="A"),
        Step("job", 2, "x:p#job", kind=StepKind.GROUP, name="Rigger", condition=Condition(("a",))),
    )
    pathway = Pathway("x:p", "P", "x", steps, Provenance("", ""), destination="onet:47-2221.00", ends=("job",))
    written = converted(pathway, CTDL)
    assert written.losses == ()
    assert "ceterms:JobComponent" in written.text
    assert "https://www.onetonline.org/link/summary/47-2221.00" in written.text
