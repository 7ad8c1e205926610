"""Texts linked to the skills of a workspace: the index beside its snapshots, made when it is asked for."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from api.errors import BadOption
from api.titles import make_title_index
from data.reading import Progress
from data.workspace import Workspace

if TYPE_CHECKING:
    from skills_taxonomy.linking import Linker

FOLDER: Final = "linking"
_ABOUT: Final = "made.json"


def make_index(path: Path, encoder: Path | None, *, progress: Progress) -> int:
    """Make the index of all skills of a workspace, with vectors where an encoder is named, and that of job titles.

    Gives how many skills there are. Whatever happens on the way, the index that was there stays. Raises
    `WorkspaceMissing`, `EncoderMissing`, and `BadOption` where the workspace has no skills.
    """
    from api.in_force import in_force
    from skills_taxonomy.linking import index
    from skills_taxonomy.linking.encoder import Encoder
    from skills_taxonomy.linking.texts import texts_of

    workspace = Workspace.open(path)
    made_by = Encoder(encoder) if encoder is not None else None
    with workspace.writing():
        progress("putting the labels together", 0, None)
        tables = in_force(workspace).tables
        texts = texts_of(tables)
        if not texts.ids:
            raise BadOption("The workspace has no skills.", hint="Run `stackway build`, which brings some.")
        fresh, place = path / f"{FOLDER}.new", path / FOLDER
        shutil.rmtree(fresh, ignore_errors=True)
        index.build(texts, fresh, made_by, tell=lambda done, total: progress("encoding the skills", done, total))
        told = {"encoder": str(encoder.resolve()) if encoder is not None else None}
        (fresh / _ABOUT).write_text(json.dumps(told), encoding="utf-8")
        shutil.rmtree(place, ignore_errors=True)
        fresh.rename(place)
        make_title_index(path, tables, tell=lambda: progress("putting job titles together", 0, None))
    return len(texts.ids)


def linker_of(path: Path, *, lexical: bool = False) -> Linker:
    """The linker of a workspace, with the encoder that made its index; raises `BadOption` where there is no index."""
    from skills_taxonomy.linking import Linker
    from skills_taxonomy.linking.encoder import Encoder

    place = Workspace.open(path).path / FOLDER
    if not (place / _ABOUT).exists():
        raise BadOption("The workspace has no index of skills.", hint="Make one: `stackway skills index`.")
    encoder = json.loads((place / _ABOUT).read_text("utf-8"))["encoder"]
    return Linker.open(place, Encoder(Path(encoder)) if encoder and not lexical else None)
