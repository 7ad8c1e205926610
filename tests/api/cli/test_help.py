"""Every command explains itself, and none fails for want of a workspace without saying what to do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import click
import pytest
import typer

from api.cli.app import COMMANDS, app
from tests.api.cli.conftest import Stackway


def _commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name in COMMANDS:
        import_module(f"api.cli.{name}")
    yield from _below((), typer.main.get_command(app))


def _below(path: tuple[str, ...], command: click.Command) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, command
    for name, child in (inner or {}).items():
        yield from _below((*path, name), child)


EVERY = dict(_commands())


def test_the_promised_commands_are_there() -> None:
    promised = {
        "demo",
        "import",
        "build",
        "recommend",
        "explain",
        "match",
        "search",
        "serve",
        "preview",
        "doctor",
        "about",
    }
    assert promised <= {path[0] for path in EVERY}
    assert {("keys", "new"), ("keys", "list"), ("keys", "revoke")} <= EVERY.keys()


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_each_command_and_each_option_explains_itself(bare: Stackway, path: tuple[str, ...]) -> None:
    ran = bare(*path, "--help")
    assert ran.code == 0
    command = EVERY[path]
    assert command.help
    first = command.help.split("\n\n")[0]
    assert first.rstrip().endswith("."), first
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{' '.join(path)} {parameter.name} isn't explained"


@pytest.mark.parametrize("path", [path for path in EVERY if path not in {("serve",), ("demo",)}], ids=" ".join)
def test_json_is_everywhere(path: tuple[str, ...]) -> None:
    assert "--json" in {option for parameter in EVERY[path].params for option in parameter.opts}


def test_without_words_the_help_is_shown(bare: Stackway) -> None:
    ran = bare()
    assert "stackway demo" in ran.said
    assert "recommend" in ran.said


@pytest.mark.parametrize(
    "words",
    [
        ("recommend",), ("explain", "cncf:CKA"), ("match", "nurse"), ("search", "nurse"), ("preview",), ("doctor",),
        ("serve",), ("keys", "list"), ("keys", "new", "sea"), ("keys", "revoke", "x"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_without_a_workspace_what_to_run_is_said(bare: Stackway, words: tuple[str, ...], tmp_path: Path) -> None:
    ran = bare(*words)
    assert ran.code == 1
    assert ran.out == ""
    assert "stackway build" in ran.err
    assert list(tmp_path.iterdir()) == [], "nothing is made by asking"


def test_a_workspace_that_was_not_built_says_so(bare: Stackway, tmp_path: Path) -> None:
    (tmp_path / "awards.csv").write_text("learner,credential,date\nann,sea:DECKHAND,2025-01-01\n")
    assert bare("import", "awards.csv").code == 0
    ran = bare("recommend")
    assert ran.code == 1
    assert "stackway build" in ran.said


def test_about_says_whose_data_these_are(bare: Stackway) -> None:
    told = bare("about", "--json").json
    assert told["version"] == version("stackway")
    assert len(told["sources"]) >= 8
    for source in told["sources"]:
        assert source["licence"], source["id"]
        assert source["attribution"], source["id"]
    words = bare("about").said
    for name in ("ESCO", "O*NET", "Cloud Native Computing Foundation"):
        assert name in words


def test_doctor_lists_parts_and_remarks(stackway: Stackway) -> None:
    told = stackway("doctor", "--json").json
    assert told["snapshot"]
    assert [part["part"] for part in told["parts"]] == ["world"]
    assert "world" in stackway("doctor").said


def test_keys_are_made_listed_without_their_secret_and_revoked(stackway: Stackway) -> None:
    made = stackway("keys", "new", "sea", "--scope", "read", "--scope", "write", "--name", "page", "--json").json
    assert made["issuer"] == "sea"
    assert set(made["scopes"]) == {"read", "write"}
    listed = stackway("keys", "list")
    assert made["key"] in listed.said
    assert made["secret"] not in listed.said
    assert stackway("keys", "list", "--json").json["keys"][0]["revoked"] is None
    assert stackway("keys", "revoke", made["key"]).code == 0
    assert "revoked" in stackway("keys", "list").said
    assert stackway("keys", "list", "--json").json["keys"][0]["revoked"]
    assert stackway("keys", "revoke", "nope").code == 1
    assert stackway("keys", "new", "sea", "--scope", "everything").code == 1
    assert stackway("keys", "new", "").code == 1
    assert stackway("keys", "new", "two words").code == 1


def test_the_real_command_keeps_its_streams_apart(sea_workspace: Path) -> None:
    script = [sys.executable, "-c", "from api.cli import main; main()"]
    clean = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    environ = {**clean, "STACKWAY_WORKSPACE": str(sea_workspace), "NO_COLOR": "1"}
    good = subprocess.run([*script, "search", "deckhand", "--json"], env=environ, capture_output=True, check=False)
    assert good.returncode == 0
    assert good.stderr == b""
    assert json.loads(good.stdout)["hits"]
    bad = subprocess.run([*script, "recommend", "--holds", "x:y"], env=environ, capture_output=True, check=False)
    assert bad.returncode == 1
    assert bad.stdout == b""
    assert b"Traceback" not in bad.stderr


def test_who_stops_listening_isnt_shouted_at(sea_workspace: Path) -> None:
    script = [sys.executable, "-c", "from api.cli import main; main()", "about"]
    with subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
    assert said == b""
