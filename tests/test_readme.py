"""What the README shows, runs: every console block marked as tested, line by line, in a folder of its own."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"<!-- tested -->\s*```console\n(.*?)```", re.DOTALL)
ISSUER = (
    "stackway import examples/issuer/catalogue.csv examples/issuer/awards.csv --issuer acme",
    "stackway build",
    "stackway preview --learners 20",
)
"""An issuer's two files to what twenty learners would be shown, in three commands."""


def commands() -> list[str]:
    """The commands of the README's tested blocks, in their order; `.venv/bin/` before them is the same command."""
    readme = (ROOT / "README.md").read_text("utf-8")
    lines = (line for block in BLOCK.findall(readme) for line in block.replace("\\\n", " ").splitlines())
    typed = (line.removeprefix("$ ").removeprefix(".venv/bin/").strip() for line in lines)
    return [line for line in typed if line.startswith(("stackway ", "make "))]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """One line, with the workspace of its own and the repository's examples at hand."""
    words = shlex.split(line, comments=True)
    assert words[0] == "stackway", f"only stackway and make are run: {line}"
    environ = {**os.environ, "STACKWAY_WORKSPACE": str(folder / "ws"), "NO_COLOR": "1"}
    script = [sys.executable, "-c", "from api.cli import main; main()", *words[1:]]
    return subprocess.run(script, cwd=folder, env=environ, capture_output=True, text=True, check=False, timeout=280)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the examples lie as in the repository."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "examples").symlink_to(ROOT / "examples")
    return folder


def test_the_three_commands_of_an_issuer_stand_in_the_readme_in_their_order() -> None:
    shown = commands()
    assert [line for line in shown if line in ISSUER] == list(ISSUER)


def test_every_make_target_that_is_shown_is_there() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = set(re.findall(r"(?:^|`)(?:\$ )?make ([a-z-]+)", readme, re.MULTILINE))
    assert {"demo", "test"} <= shown
    assert shown <= targets()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_tested_line_runs(place: Path) -> None:
    """One test, since each line needs what the lines before it left."""
    for line in commands():
        if line.startswith("make ") or line.startswith("stackway serve"):
            continue
        done = run(line, place)
        assert done.returncode == 0, f"$ {line}\n{done.stderr[-2000:]}"
        assert done.stdout.strip(), line
    folder = place / "stackway-preview"
    page = (folder / "index.html").read_text("utf-8")
    mails = sorted(folder.glob("[0-9]*.html"))
    assert len(mails) == len(sorted(folder.glob("[0-9]*.txt"))) == 20
    assert "acme.example" in page or all(mail.name in page for mail in mails)
    assert sum("acme.example" in mail.read_text("utf-8") or "/go/" in mail.read_text("utf-8") for mail in mails) >= 10
