"""A kill at any step leaves the old state whole, and two writers never write at once. All with real processes."""

import json
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from data.errors import WorkspaceBusy
from data.workspace import Workspace
from tests.data.workspace.world import reading

OLD = {"labels": ["old"], "parts": ["one"], "snapshot": {"a": "old", "b": "old"}}
AFTER = {
    "put": OLD | {"labels": ["new", "newer"]},
    "publish": OLD | {"snapshot": {"a": "new", "b": "new"}},
    "remove": OLD | {"labels": [], "parts": []},
    "secret": OLD,
}


def deaths(act: str, home: Path) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.data.workspace.killed", str(home), act],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("act", AFTER)
def test_killed_at_any_step_the_old_state_is_whole_or_the_new_one_is(tmp_path: Path, act: str) -> None:
    seen = deaths(act, tmp_path)
    assert len(seen) > 3
    for one in seen:
        state = {key: one[key] for key in OLD}
        assert state in (OLD, AFTER[act]), one
        assert len(one["secret"]) in (0, 64)
    assert {key: seen[-1][key] for key in OLD} == AFTER[act]
    assert not seen[-1]["dead"]


@pytest.mark.parametrize("act", ["put", "publish", "remove"])
def test_what_a_killed_writer_left_is_removed_by_the_next(tmp_path: Path, act: str) -> None:
    for one in deaths(act, tmp_path):
        assert len([name for name in one["litter"] if name.startswith("one~")]) == len(one["parts"])
        assert not [name for name in one["litter"] if name.startswith(".")]


HOLD = """
import sys, time
from pathlib import Path
from data.workspace import Workspace
with Workspace.open(Path(sys.argv[1])).writing():
    print("held", flush=True)
    time.sleep(60)
"""


def held_by_another_process(workspace: Workspace) -> "subprocess.Popen[str]":
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(workspace.path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    process.stdout.close()
    return process


def test_a_second_writer_is_told_who_writes_at_once(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    process = held_by_another_process(workspace)
    try:
        began = time.monotonic()
        with pytest.raises(WorkspaceBusy) as busy, workspace.writing():
            pass
        assert time.monotonic() - began < 10
        assert f"process {process.pid} on " in str(busy.value)
        assert re.search(r"since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", str(busy.value))
        assert workspace.parts() == ()
    finally:
        process.kill()
        process.wait()


def test_a_killed_writer_holds_nothing(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    process = held_by_another_process(workspace)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with workspace.writing():
        workspace.put_part("one", reading("old"))
    assert not (workspace.path / "writer.json").exists()


def test_a_second_thread_is_a_second_writer(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    told: list[str] = []

    def other() -> None:
        try:
            with workspace.writing():
                told.append("wrote")
        except WorkspaceBusy as error:
            told.append(str(error))

    with workspace.writing():
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert "is being written by" in told[0]


def test_writing_inside_writing_is_the_same_writing(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    with workspace.writing():
        with workspace.writing():
            workspace.put_part("one", reading("old"))
        workspace.put_part("two", reading("new"))
    assert [part.name for part in workspace.parts()] == ["one", "two"]


CHURN = """
import sys
from pathlib import Path
from data.workspace import Workspace
from tests.data.workspace.world import reading
workspace = Workspace.open(Path(sys.argv[1]))
print("begun", flush=True)
for turn in range(10_000):
    with workspace.writing():
        workspace.put_part("one", reading(*[f"{turn}-{i}" for i in range(50)]))
"""


def test_a_reader_beside_a_busy_writer_that_is_killed_at_random_sees_whole_parts(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    with workspace.writing():
        workspace.put_part("one", reading("0-0"))
    process = subprocess.Popen([sys.executable, "-c", CHURN, str(workspace.path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    until = time.monotonic() + random.Random().uniform(0.5, 2.0)
    reads = 0
    while time.monotonic() < until:
        turns = {label.split("-")[0] for label in workspace.tables()["skills"]["label"]}
        assert len(turns) == 1
        reads += 1
    process.kill()
    process.wait()
    assert reads > 3
    assert len({label.split("-")[0] for label in workspace.tables()["skills"]["label"]}) == 1
