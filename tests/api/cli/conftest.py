"""The command line, run in this process as a terminal runs it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.cli import main


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of one command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on standard output; fails where there is anything else."""
        return json.loads(self.out)

    @property
    def said(self) -> str:
        """Everything said, on one line, so that tests don't depend on where lines are broken."""
        return " ".join((self.out + " " + self.err).split())


Stackway = Callable[..., Ran]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Stackway:
    """`stackway ...` in an empty folder."""
    monkeypatch.delenv("STACKWAY_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["stackway", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else int(code is not None), said.out, said.err)

    return run


@pytest.fixture
def stackway(bare: Stackway, sea_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Stackway:
    """`stackway ...` with the sea school as its workspace."""
    monkeypatch.setenv("STACKWAY_WORKSPACE", str(sea_workspace))
    return bare
