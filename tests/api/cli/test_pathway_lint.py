"""`stackway pathway lint`: exit codes, places, JSON, with and without a workspace and a catalogue."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SOUND = """pathway: acme:welder
name: Welder
level: basic
language: en
ordered: true
ends: [final]
steps:
  - id: safety
    credential: acme:safety
  - id: final
    credential: acme:welder
    after: [safety]
"""
CATALOGUE = """id,name,signup_url,cost,currency,status
acme:safety,Safety,https://example.org/s,10,EUR,
acme:welder,Welder,,10,EUR,
"""


def run(*given: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("stackway")), "pathway", "lint", *given]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sound.yaml").write_text(SOUND)
    (tmp_path / "broken.yaml").write_text(
        SOUND.replace("    credential: acme:safety\n", "    credential: acme:safety\n    after: [final]\n")
    )
    (tmp_path / "catalogue.csv").write_text(CATALOGUE)
    return tmp_path


def test_a_sound_file_ends_with_nothing_found(folder: Path) -> None:
    done = run("sound.yaml", "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["pathways"][0]["flaws"] == []


def test_a_circle_is_named_with_file_and_line_and_ends_with_one(folder: Path) -> None:
    done = run("broken.yaml", "--json", cwd=folder)
    assert done.returncode == 1
    first = json.loads(done.stdout)["pathways"][0]["flaws"][0]
    assert (first["code"], first["place"], first["steps"]) == ("SW101", "broken.yaml:8", ["safety", "final"])
    assert first["page"] == "docs/lint/SW101.md"


def test_a_catalogue_beside_it_is_looked_at_and_the_severity_chosen_decides(folder: Path) -> None:
    given = ("sound.yaml", "--catalogue", "catalogue.csv")
    lenient, strict = run(*given, cwd=folder), run(*given, "--fail-on", "warning", "--json", cwd=folder)
    assert (lenient.returncode, strict.returncode) == (0, 1)
    assert [flaw["code"] for flaw in json.loads(strict.stdout)["pathways"][0]["flaws"]] == ["SW201"]
    assert run(*given, "--fail-on", "warning", "--ignore", "sw201", cwd=folder).returncode == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("pathway: x:p\nname: [", ":2"),
        (SOUND.replace("ordered: true", "ordered: 7"), "broken.yaml:5"),
        ("", "broken.yaml"),
    ],
)
def test_what_cant_be_read_ends_with_two_and_says_where(folder: Path, text: str, told: str) -> None:
    (folder / "broken.yaml").write_text(text)
    done = run("broken.yaml", cwd=folder)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_what_a_reader_leaves_out_is_found_with_its_line(folder: Path) -> None:
    (folder / "broken.yaml").write_text(SOUND.replace("[final]", "[nowhere]"))
    (folder / "broken.csv").write_text(CATALOGUE.replace("https://example.org/s", "javascript:alert(1)"))
    done = run("broken.yaml", "--catalogue", "broken.csv", "--json", cwd=folder)
    assert done.returncode == 1
    (found,) = json.loads(done.stdout)["pathways"]
    flaws = {flaw["code"]: flaw for flaw in found["flaws"]}
    assert {"SW106", "SW202"} <= flaws.keys()
    assert "javascript:alert(1)" in flaws["SW202"]["message"]
    assert flaws["SW202"]["place"] == "broken.yaml:8"


def test_a_code_or_a_severity_that_there_isnt_is_refused(folder: Path) -> None:
    assert "SW999" in run("sound.yaml", "--ignore", "SW999", cwd=folder).stderr
    assert "never" in run("sound.yaml", "--fail-on", "bad", cwd=folder).stderr


def test_a_pathway_of_the_workspace_is_checked_by_name(folder: Path, default_workspace: Path) -> None:
    done = run("ossu:core-cs", "-w", str(default_workspace), "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["pathways"][0]
    assert {flaw["code"] for flaw in found["flaws"]} >= {"SW502", "SW503"}
    assert found["counts"]["error"] == 0
