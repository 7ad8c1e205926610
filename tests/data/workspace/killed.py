"""A program that dies by SIGKILL at its nth step on the disk; run by the tests as a process of its own.

``python -m tests.data.workspace.killed WORKSPACE ACT``: forks, and each child performs the act with a hook that kills
it at the 1st, 2nd, 3rd ... file it opens, renames, makes or removes in the workspace, until one child gets through.
After each death the workspace is read; every line printed is what was found then, as JSON.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet  # noqa: F401 - loaded before forking, so that each child is quick

from data.errors import WorkspaceMissing
from data.workspace import Workspace
from tests.data.workspace.world import reading

WATCHED = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link"}


def put(workspace: Workspace) -> None:
    with workspace.writing():
        workspace.put_part("one", reading("new", "newer"))


def publish(workspace: Workspace) -> None:
    with workspace.writing(), workspace.new_snapshot() as folder:
        (folder / "a").write_text("new")
        (folder / "b").write_text("new")
        workspace.publish(folder, "new")


def remove(workspace: Workspace) -> None:
    with workspace.writing():
        workspace.remove_part("one")


def secret(workspace: Workspace) -> None:
    workspace.secret()


def kill_at(step: int, workspace: Path) -> None:
    """Die at the nth event that concerns the workspace."""
    left = [step]

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event in WATCHED and str(args[0]).startswith(str(workspace)):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def found(workspace: Path) -> dict[str, Any]:
    """What a reader sees."""
    seen = Workspace.open(workspace)
    try:
        snapshot = {path.name: path.read_text() for path in seen.current_snapshot().iterdir()}
    except WorkspaceMissing:
        snapshot = {}
    return {
        "labels": [label.split()[0] for label in seen.tables()["skills"]["label"]],
        "parts": [part.name for part in seen.parts()],
        "snapshot": snapshot,
        "secret": (workspace / "secret").read_text() if (workspace / "secret").exists() else "",
    }


def main(workspace: Path, act: Callable[[Workspace], None], fresh: Callable[[int], Path]) -> None:
    for step in range(1, 500):
        path = fresh(step)
        child = os.fork()
        if child == 0:
            kill_at(step, path)
            act(Workspace.open(path))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        dead = os.WIFSIGNALED(status)
        before_cleaning = found(path)
        with Workspace.open(path).writing():
            pass
        litter = sorted(p.name for d in ("parts", "snapshots") for p in (path / d).glob("*"))
        print(json.dumps({"dead": dead, **before_cleaning, "litter": litter}), flush=True)
        if not dead:
            sys.exit(os.waitstatus_to_exitcode(status))


def prepared(home: Path) -> Callable[[int], Path]:
    def fresh(step: int) -> Path:
        workspace = Workspace.create(home / str(step))
        with workspace.writing():
            workspace.put_part("one", reading("old"))
            with workspace.new_snapshot() as folder:
                (folder / "a").write_text("old")
                (folder / "b").write_text("old")
                workspace.publish(folder, "old")
        return workspace.path

    return fresh


if __name__ == "__main__":
    acts = {"put": put, "publish": publish, "remove": remove, "secret": secret}
    main(Path(sys.argv[1]), acts[sys.argv[2]], prepared(Path(sys.argv[1])))
