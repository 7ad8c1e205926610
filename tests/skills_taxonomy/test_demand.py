"""Demand counts postings, says when there are few, and keeps O*NET's flags apart."""

from __future__ import annotations

from data.tables import Tables, frame
from skills_taxonomy.demand import skill_demand
from skills_taxonomy.types import Tag
from tests.skills_taxonomy.small_world import row, tables


def world() -> Tables:
    postings = [
        row(id="p:1", title="A", posted="2020-03-01"),
        row(id="p:2", title="B", posted="2020-01-01"),
        row(id="p:3", title="C"),
        {**row(id="p:4", title="D"), "source": "t", "locator": "g.csv:9"},
    ]
    asked = [
        row(posting=posting, skill="onet:tech/kubernetes", label="Kubernetes", how="exact")
        for posting in ("p:1", "p:2", "p:gone")
    ]
    return Tables(
        {**tables(), "postings": frame("postings", postings), "posting_skills": frame("posting_skills", asked)}
    )


def test_each_posting_counts_once_and_can_be_walked_back_to() -> None:
    tag = Tag("onet:tech/kubernetes", "Kubernetes", 0, 10, "Kubernetes", "exact", 0.9)
    demand = skill_demand(world(), {"p:1": [tag], "p:4": [tag, tag]}).set_index("skill").loc["onet:tech/kubernetes"]
    assert (demand["postings"], demand["of"], demand["share"]) == (3, 4, 0.75)
    assert (demand["first"], demand["last"]) == ("2020-01-01", "2020-03-01")
    assert demand["sources"] == ["s", "t"]
    assert demand["locators"] == ["f.csv:2", "f.csv:2", "g.csv:9"]


def test_a_small_demand_says_so_and_onets_flags_are_figures_of_their_own() -> None:
    demand = skill_demand(world()).set_index("skill").loc["onet:tech/kubernetes"]
    assert demand["small"]
    assert demand["postings"] == 2
    assert (demand["onet_in_demand"], demand["onet_hot"], demand["onet_occupations"]) == (1, 2, 2)


def test_without_postings_there_is_no_share_and_no_error() -> None:
    demand = skill_demand(tables())
    assert demand["postings"].tolist() == [0]
    assert demand["share"].tolist() == [0.0]
    assert skill_demand(Tables()).empty
