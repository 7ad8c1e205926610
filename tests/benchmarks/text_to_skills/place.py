"""Where the index of the shipped skills is kept between runs: made once, named by what it is made of."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from rich.progress import Progress

from data.default import read_default
from skills_taxonomy.linking import index
from skills_taxonomy.linking.encoder import Encoder, model_of
from skills_taxonomy.linking.texts import SkillTexts, texts_of

SKILLS = "esco-1.1.1"


def skills() -> SkillTexts:
    """The shipped ESCO skills."""
    return texts_of(next(iter(read_default(parts=[SKILLS])))[1].tables)


def made(texts: SkillTexts, encoder: Encoder | None, folder: Path | None) -> Path:
    """The folder of the index, made where it isn't there yet, with a progress bar."""
    told = hashlib.sha256(repr((index.FORMAT, texts.labels, texts.descriptions)).encode())
    for path in (Path(index.__file__).parent / "words.py", model_of(folder) if encoder and folder else None):
        told.update(path.read_bytes() if path is not None else b"")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stackway" / "linking"
    place = home / told.hexdigest()[:16]
    if place.exists():
        return place
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home) as scratch, Progress() as bar:
        task = bar.add_task("encoding the skills", total=None)
        index.build(texts, Path(scratch) / "index", encoder, tell=lambda n, of: bar.update(task, completed=n, total=of))
        shutil.move(Path(scratch) / "index", place)
    return place
