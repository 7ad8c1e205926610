"""Whether a snapshot's files are as long as its build left them: a copy or a disk that broke off is found at once.

Not a guard against malice: whoever can write into the workspace can write anything.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from recommender.errors import SnapshotDamaged

_NOTE: Final = "sizes.json"


def note_sizes(folder: Path) -> None:
    """Write down how long each file of a finished snapshot is."""
    sizes = {path.name: path.stat().st_size for path in sorted(folder.iterdir()) if path.is_file()}
    (folder / _NOTE).write_text(json.dumps(sizes, indent=1), "utf-8")


def check_sizes(folder: Path) -> None:
    """Compare; raises `SnapshotDamaged`. A snapshot without the note is taken as it is."""
    note = folder / _NOTE
    try:
        sizes = json.loads(note.read_text("utf-8")) if note.exists() else {}
        wrong = [name for name, size in sizes.items() if (folder / name).stat().st_size != size]
    except (OSError, ValueError, AttributeError) as error:
        raise _damaged(folder, str(error)) from error
    if wrong:
        raise _damaged(folder, f"{wrong[0]} has another length than the build gave it")


def _damaged(folder: Path, why: str) -> SnapshotDamaged:
    return SnapshotDamaged(f"The snapshot in {folder} is damaged ({why}).", hint="Run `stackway build` again.")
