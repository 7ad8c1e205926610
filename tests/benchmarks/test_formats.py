"""The table of files says what was read and refused, and fails where a file asks for the network or breaks a reader."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from tests.benchmarks.formats import main, no_network
from tests.data.good_files import GOOD


def test_good_files_are_read_and_others_refused_with_a_reason(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    for name in ("case", "rsd", "ctdl"):
        GOOD[name].write(folder)
    (folder / "broken.json").write_text('{"CFItems": [', encoding="utf-8")
    (folder / "notes.txt").write_text("not tried", encoding="utf-8")
    assert main([str(folder), "--json", str(tmp_path / "out.json"), "--today", "2026-09-01"]) == 0
    found = json.loads((tmp_path / "out.json").read_text("utf-8"))
    states = {one["file"]: (one["format"], one["state"]) for one in found["files"]}
    assert states["files/framework.json"] == ("case", "read")
    assert states["files/skills.json"] == ("rsd", "read")
    assert states["files/credentials.jsonld"] == ("ctdl", "read")
    assert states["files/broken.json"][1] == "refused"
    assert (found["totals"]["files"], found["totals"]["tracebacks"], found["totals"]["network calls"]) == (4, 0, 0)


def test_whoever_asks_for_the_network_is_refused_and_counted() -> None:
    calls: list[str] = []
    with no_network(calls), pytest.raises(OSError, match="isn't there"):
        socket.getaddrinfo("x.example", 80)
    assert len(calls) == 1
