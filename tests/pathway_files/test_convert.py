"""Pathway files: what is written reads back equal, losses are exactly what differs, faults are named by line."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.pathway_files import converted, format_called, pathways_of
from data.errors import StackwayError
from data.pathway_files import yaml
from graph.pathways.formats import differing
from graph.pathways.model import Condition, Constraint, Pathway, Role, Step, StepKind
from graph.requirements import Holds
from skills_taxonomy.types import Provenance

IDS = ("a", "b", "true", "12")
texts = st.sampled_from(["", "Knots: a beginning", "no", "1.5", "null", "two\nlines ", "- é #x"])
parts = st.builds(Condition, st.sampled_from([("a",), ("b", "12")]), least=st.sampled_from([None, 1, 2]))
conditions = st.builds(
    Condition,
    st.sampled_from([("a",), ("true", "b")]),
    st.lists(parts, max_size=2).map(tuple),
    st.sampled_from([None, 0, 1]),
    st.sampled_from([None, 30.0, 2.5]),
    texts,
    constraints=st.sampled_from([(), (Constraint("hours", ">=", "30", "x: y"),)]),
)


def steps(id_: str) -> st.SearchStrategy[Step]:
    return st.builds(
        Step,
        st.just(id_),
        st.just(IDS.index(id_)),
        st.just(f"x:{id_}"),
        st.booleans(),
        st.sampled_from([None, Holds("x:z", 3.0)]),
        st.sampled_from(StepKind),
        texts,
        condition=st.none() | conditions,
        after=st.sampled_from([(), ("a", "true")]),
        credits=st.sampled_from([0.0, 2.5]),
        hours=st.sampled_from([None, 0.0, 12.0]),
        role=st.sampled_from(Role),
    )


pathways = st.builds(
    Pathway,
    st.just("x:p"),
    st.just("Knots"),
    st.just("x"),
    st.tuples(*(steps(id_) for id_ in IDS)),
    st.just(Provenance("s", "l")),
    description=texts,
    ends=st.sampled_from([(), ("b",), ("a", "12")]),
    ordered=st.booleans(),
    extra=st.sampled_from([(), (("k", "v: 1"),)]),
)


@settings(max_examples=40, deadline=None)
@given(pathways)
def test_yaml_loses_nothing(pathway: Pathway) -> None:
    assert converted(pathway, format_called("yaml")).losses == ()


@settings(max_examples=40, deadline=None)
@given(pathways)
def test_what_badgr_loses_is_exactly_what_differs_when_it_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, pathway: Pathway
) -> None:
    written = converted(pathway, format_called("badgr"))
    path = tmp_path_factory.mktemp("b") / "p.json"
    path.write_text(written.text, encoding="utf-8")
    (again,) = pathways_of(path, issuer="x")[1]
    assert {(loss.step, loss.field) for loss in written.losses} == set(differing(pathway, again))


def test_the_documented_example_is_read(tmp_path: Path) -> None:
    text = Path("docs/pathway-format.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    (tmp_path / "p.yaml").write_text(text, encoding="utf-8")
    (pathway,) = pathways_of(tmp_path / "p.yaml")[1]
    assert pathway.by_id["final"].condition == Condition(("safety", "metals", "practice"), least=2)
    assert pathway.by_id["final"].role is Role.MILESTONE
    assert pathway.ordered
    assert pathway.ends == ("final",)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("colour: red", "p.yaml:5: colour"),
        ("optional: perhaps", "p.yaml:5: optional"),
        ("name: &x n", "p.yaml:5: anchors"),
        ("name: !!python/none n", "p.yaml:5: tags"),
        ("requires: a and", "p.yaml:5: requires"),
        ("name: [", "not YAML"),
    ],
)
def test_a_fault_is_named_by_line_and_field(tmp_path: Path, line: str, said: str) -> None:
    head = "pathway: x:p\nname: P\nsteps:\n  - {id: a, credential: x:a}\n".replace("{id: a, credential: x:a}", "id: a")
    (tmp_path / "p.yaml").write_text(f"{head}    {line}\n    credential: x:a\n", encoding="utf-8")
    with pytest.raises(StackwayError) as refused:
        pathways_of(tmp_path / "p.yaml")
    assert said in refused.value.message


def test_a_step_that_isnt_there_is_said_by_line_and_kept_for_lint(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(
        "pathway: x:p\nname: P\nends: [c]\nsteps:\n  - id: a\n    credential: x:a\n    needs: [b]\n", encoding="utf-8"
    )
    told = [str(one.locator) + " " + one.reason for one in yaml.read(tmp_path / "p.yaml").report.aside]
    assert told == ["p.yaml:3 ends: there is no step 'c'", "p.yaml:7 needs: there is no step 'b'"]
    (pathway,) = pathways_of(tmp_path / "p.yaml")[1]
    assert pathway.ends == ("c",)
    assert pathway.by_id["a"].condition == Condition(("b",))


def test_a_badgr_element_needs_some_of_its_children_and_badges(tmp_path: Path) -> None:
    rule = {"countRule": {"@type": "atLeastN", "requiredCount": 1}}
    child = {"elementId": "c", "name": "C", "children": [], "requirements": {}, "requiredForParentCompletion": False}
    badges = {**rule, "requiredBadges": [{"badgeUrl": "https://b.example/1"}, {"badgeUrl": "https://b.example/2"}]}
    top = {"elementId": "t", "name": "T", "children": [child]}
    top["requirements"] = {"childElementRequirements": rule, "badgeRequirements": badges}
    (tmp_path / "p.json").write_text(json.dumps(top), encoding="utf-8")
    (pathway,) = pathways_of(tmp_path / "p.json")[1]
    asked = pathway.by_id["t"].condition
    assert asked is not None
    assert [part.least for part in asked.parts] == [1, 1]
    assert pathway.by_id["c"].optional
    assert pathway.ends == ("t",)
