"""`stackway pathway compare`: what differs in words and as JSON, and exit codes for scripts."""

from __future__ import annotations

from pathlib import Path

from tests.api.cli.conftest import Stackway

ONE = """pathway: acme:welder
name: Welder
steps:
  - {id: safety, credential: acme:safety, name: Safety first}
  - {id: final, credential: acme:welder, name: Welder, after: [safety]}
"""
OTHER = ONE.replace("acme:", "land:").replace("safety,", "sicher,").replace("[safety]", "[sicher]")


def test_what_differs_is_named_and_ends_with_one(bare: Stackway, tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(ONE, encoding="utf-8")
    (tmp_path / "other.yaml").write_text(OTHER, encoding="utf-8")
    same = bare("pathway", "compare", "one.yaml", "other.yaml")
    assert same.code == 0
    assert "2 steps are the same: 2 by name." in same.said
    (tmp_path / "other.yaml").write_text(OTHER.replace("after: [sicher]", "optional: true"), encoding="utf-8")
    found = bare("pathway", "compare", "one.yaml", "other.yaml")
    assert found.code == 1
    assert "after differs at 1 step:" in found.said
    assert "optional differs at 1 step: Welder: 'no' / 'yes'" in found.said
    told = bare("pathway", "compare", "one.yaml", "other.yaml", "--json").json
    assert [(one["field"], one["step"], one["other_step"]) for one in told["differences"]] == [
        ("after", "final", "final"),
        ("optional", "final", "final"),
    ]


def test_which_pathway_is_meant_must_be_said(bare: Stackway, tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(ONE, encoding="utf-8")
    refused = bare("pathway", "compare", "one.yaml", "one.yaml", "--with", "acme:nothing")
    assert refused.code == 1
    assert "--with: acme:welder" in refused.said
