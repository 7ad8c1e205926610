"""Snapshots: folders that a build fills; a small file says which of them is the current one.

What a build is still writing lies under a name that begins with a dot. Publishing renames it and then replaces the
small file, in one step. The snapshot before the current one stays, for a server that still reads it; older ones go.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from data.errors import WorkspaceError, WorkspaceMissing
from data.workspace.durable import remove, replace_json, sync, sync_tree

_HOME: Final = "snapshots"
_POINTER: Final = "current"


@contextmanager
def fresh(workspace: Path) -> Iterator[Path]:
    """An empty folder to build in; removed at the end unless it was published."""
    home = workspace / _HOME
    home.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".new-", dir=home))
    try:
        yield folder
    finally:
        remove(folder)


def publish(workspace: Path, folder: Path, name: str) -> Path:
    """Make a folder of `fresh` the current snapshot under that name; returns where it now lies.

    Names tell contents: where the current snapshot has this name and the same files, it stays and `folder` goes.
    Raises `WorkspaceError` where `folder` isn't one of `fresh`, or is empty.
    """
    home = workspace / _HOME
    if folder.parent.resolve() != home.resolve() or not any(folder.iterdir()):
        raise WorkspaceError(
            f"{folder} can't be published: it is empty or didn't come from `new_snapshot`.",
            hint="Write the snapshot into the folder that `new_snapshot` gives.",
        )
    now, previous = _pointed(workspace)
    if now.partition("~")[0] == name and _same(home / now, folder):
        return home / now
    sync_tree(folder)
    there = _unused(home, name)
    folder.rename(there)
    sync(home)
    kept = previous if now.partition("~")[0] == name else now
    replace_json(home / _POINTER, {"current": there.name, "previous": kept})
    clean(workspace)
    return there


def current(workspace: Path) -> Path:
    """The folder of the current snapshot; raises `WorkspaceMissing` where nothing was built yet."""
    now, _ = _pointed(workspace)
    folder = workspace / _HOME / now
    if not now or not folder.is_dir():
        raise WorkspaceMissing(f"The workspace {workspace} hasn't been built yet.", hint="Run `stackway build`.")
    return folder


def previous(workspace: Path) -> Path | None:
    """The folder of the snapshot that was current before; None where there is none."""
    _, before = _pointed(workspace)
    folder = workspace / _HOME / before
    return folder if before and folder.is_dir() else None


def clean(workspace: Path) -> None:
    """Remove all snapshots but the current and the previous one, and what a killed build left."""
    home = workspace / _HOME
    keep = {_POINTER, *_pointed(workspace)}
    for path in list(home.iterdir()) if home.is_dir() else []:
        if path.name not in keep:
            remove(path)


def _pointed(workspace: Path) -> tuple[str, str]:
    path = workspace / _HOME / _POINTER
    try:
        pointer = json.loads(path.read_text("utf-8"))
        return str(pointer["current"]), str(pointer["previous"])
    except FileNotFoundError:
        return "", ""
    except (ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            f"{path}, which names the current snapshot, can't be read ({error}).",
            hint="Remove that file and run `stackway build`.",
        ) from error


def _same(one: Path, other: Path) -> bool:
    return one.is_dir() and _sizes(one) == _sizes(other)


def _sizes(folder: Path) -> dict[str, int]:
    return {str(p.relative_to(folder)): p.stat().st_size for p in folder.rglob("*") if p.is_file()}


def _unused(home: Path, name: str) -> Path:
    number = 1
    while (there := home / (name if number == 1 else f"{name}~{number}")).exists():
        number += 1
    return there
