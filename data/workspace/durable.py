"""Files that are either the old ones or the new ones, whole, even where the power goes in between."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from data.errors import WorkspaceError

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def sync(path: Path) -> None:
    """Wait until a file's bytes, or a folder's list of names, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Wait until everything under the folder is on the disk, names included."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if not path.is_symlink():
            sync(path)
    sync(folder)


def replace_json(path: Path, value: Any) -> None:
    """Put JSON in the place of a file in one step: a reader sees the old text or the new, never a part of it."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(json.dumps(value, indent=1, ensure_ascii=False), "utf-8")
    sync(beside)
    beside.replace(path)
    sync(path.parent)


def remove(folder: Path) -> None:
    """Remove a folder or file that nothing points to any more; what can't be removed now is left for the next time."""
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder, ignore_errors=True)
    else:
        folder.unlink(missing_ok=True)


def checked_name(name: str, what: str) -> str:
    """A name that is safe as a folder's name; raises `WorkspaceError`.

    >>> checked_name("esco-1.1.1", "part")
    'esco-1.1.1'
    """
    if not _NAME.fullmatch(name):
        raise WorkspaceError(
            f"{name[:100]!r} can't be the name of a {what}: it becomes the name of a folder.",
            hint="Use up to 100 letters, digits, dots, underscores and hyphens, beginning with a letter or digit.",
        )
    return name


@contextmanager
def usable(path: Path) -> Iterator[None]:
    """Say in our own words what the operating system refuses; raises `WorkspaceError`."""
    try:
        yield
    except OSError as error:
        raise WorkspaceError(
            f"The workspace {path} can't be used: {error.strerror or error} ({error.filename or path}).",
            hint="Check the space on the disk and the rights to the folder; what was there before is still whole.",
        ) from error
