"""Texts read for the skills of a workspace: what is looked up is kept beside its snapshots, made anew by a build."""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from api.errors import BadOption, NoSkillIndex
from api.titles import make_title_index
from data.workspace import Workspace

if TYPE_CHECKING:
    from data.reading import Progress
    from data.tables import Tables
    from skills_taxonomy.extraction.extractor import Extractor
    from skills_taxonomy.extraction.types import Document
    from skills_taxonomy.linking import Link, Linker
    from skills_taxonomy.linking.texts import SkillTexts
    from skills_taxonomy.types import Tagger

FOLDER: Final = "linking"
_ABOUT: Final = "made.json"
_NAMES: Final = "names.json"


def make_index(path: Path, encoder: Path | None, *, progress: Progress) -> int:
    """Make the index of all skills of a workspace, with vectors where an encoder is named, and that of job titles.

    Gives how many skills there are. Whatever happens on the way, the index that was there stays. Raises
    `WorkspaceMissing`, `EncoderMissing`, and `BadOption` where the workspace has no skills.
    """
    from api.in_force import in_force

    workspace = Workspace.open(path)
    with workspace.writing():
        progress("putting the labels together", 0, None)
        tables = in_force(workspace).tables
        make_title_index(path, tables, tell=lambda: progress("indexing job titles", 0, None))
        count = write_index(workspace, tables, encoder, progress=progress)
        if not count:
            raise BadOption("The workspace has no skills.", hint="Run `stackway build`, which brings some.")
    return count


def write_index(
    workspace: Workspace, tables: Tables, encoder: Path | None, *, progress: Progress = lambda *_: None
) -> int:
    """Write the index of these skills, unless the one that is there fits; 0 and no index where there are none."""
    return keep_index(workspace, prepare_index(workspace, tables, encoder, progress=progress))


def prepare_index(
    workspace: Workspace,
    tables: Tables,
    encoder: Path | None = None,
    *,
    into: Path | None = None,
    progress: Progress = lambda *_: None,
) -> Path:
    """The folder of an index of these skills: that of the workspace where it fits, else a new one (beside it).

    Vectors that are there stay while the labels do; those of other labels would mislead, so that they go.
    """
    from skills_taxonomy.linking import index
    from skills_taxonomy.linking.encoder import Encoder, model_of
    from skills_taxonomy.linking.texts import texts_of
    from skills_taxonomy.tagging.english import English
    from skills_taxonomy.tagging.lookup import NameTable
    from skills_taxonomy.tagging.names import names_of

    texts = texts_of(tables)
    place, fresh = workspace.path / FOLDER, into or workspace.path / f"{FOLDER}.new"
    made_by = str(encoder.resolve()) if encoder is not None else None
    model = None if encoder is None else hashlib.sha256(model_of(encoder).read_bytes()).hexdigest()
    told = {"encoder": made_by, "model": model, "of": _digest(texts)}
    there = _about(place)
    shutil.rmtree(fresh, ignore_errors=True)
    if there is not None and there["of"] == told["of"] and (model is None or there["model"] == model):
        return place
    if texts.ids:
        with_vectors = Encoder(encoder) if encoder is not None else None
        progress("indexing the skills' names", 0, None)
        index.build(texts, fresh, with_vectors, tell=lambda done, total: progress("encoding the skills", done, total))
        NameTable.of(names_of(tables), English()).save(fresh / _NAMES)
    fresh.mkdir(exist_ok=True)
    (fresh / _ABOUT).write_text(json.dumps({**told, "skills": len(texts.ids)}), encoding="utf-8")
    return fresh


def keep_index(workspace: Workspace, prepared: Path) -> int:
    """Let an index that was prepared take the place of the older one; how many skills it has."""
    place = workspace.path / FOLDER
    if prepared != place:
        shutil.rmtree(place, ignore_errors=True)
        shutil.move(prepared, place)
    return int(json.loads((place / _ABOUT).read_text("utf-8"))["skills"])


def tagger_of(place: Path) -> Tagger:
    """What reads the texts of a build by the index in this folder: by meaning, too, where its encoder is at hand."""
    from skills_taxonomy.extraction.tagger import DocumentTagger

    if not (place / _NAMES).exists():
        return lambda text: ()
    encoder = (_about(place) or {}).get("encoder")
    return DocumentTagger(_open(place, lexical=encoder is None or not Path(encoder).is_dir()).extractor)


def _digest(texts: SkillTexts) -> str:
    from skills_taxonomy.linking import index
    from skills_taxonomy.tagging import lookup

    told = hashlib.sha256(repr((index.FORMAT, lookup.FORMAT, texts.ids, texts.labels, texts.descriptions)).encode())
    told.update(texts.facts.tobytes())
    return told.hexdigest()


def _about(place: Path) -> dict[str, str | None] | None:
    try:
        kept = json.loads((place / _ABOUT).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return {"encoder": kept.get("encoder"), "model": kept.get("model"), "of": kept.get("of")}


def index_digest(path: Path) -> str:
    """What the index of a workspace was made of and with, as one name; raises `NoSkillIndex`."""
    about = _about(path / FOLDER)
    if about is None:
        raise NoSkillIndex("The workspace has no index of skills.", hint="Make one: `stackway skills index`.")
    return f"{about['of']}:{about['model']}"


@dataclass(frozen=True, slots=True)
class _Opened:
    about: dict[str, str | None]
    linker: Linker
    extractor: Extractor


def _open(place: Path, *, lexical: bool) -> _Opened:
    from skills_taxonomy.extraction.extractor import Extractor
    from skills_taxonomy.extraction.phrases import PhraseLinker
    from skills_taxonomy.linking import Linker, index
    from skills_taxonomy.linking.encoder import Encoder
    from skills_taxonomy.tagging.english import English
    from skills_taxonomy.tagging.lookup import NameTable

    about = _about(place) or {}
    named = about.get("encoder")
    encoder = Encoder(Path(named)) if named and not lexical else None
    found = index.load(place)
    names = NameTable.load(place / _NAMES)
    return _Opened(about, Linker(found, encoder), Extractor(names, English(), PhraseLinker(found, encoder)))


class SkillReader:
    """Reads texts for the skills of a workspace, opened at the first question and again after a build.

    Safe from several threads; one text at a time. `lexical`: by letters alone, though there may be vectors.
    """

    def __init__(self, path: Path, *, lexical: bool = False) -> None:
        self._place = Workspace.open(path).path / FOLDER
        self._lexical = lexical
        self._reading = threading.Lock()
        self._open: _Opened | None = None

    @property
    def lexical(self) -> bool:
        """Whether texts are read by letters alone."""
        with self._reading:
            return self._opened().linker.lexical

    def extract(self, text: str) -> Document:
        """The skills of a document; raises `NotAText`, `DocumentTooLong`, `NoSkillIndex`."""
        with self._reading:
            return self._opened().extractor.read(text)

    def link(self, text: str, k: int) -> list[Link]:
        """The k skills that a sentence says or means best; raises `NoSkillIndex`."""
        with self._reading:
            return self._opened().linker.link(text, k)

    def _opened(self) -> _Opened:
        about = _about(self._place)
        if about is None or not (self._place / _NAMES).exists():
            raise NoSkillIndex("The workspace has no index of skills.", hint="Make one: `stackway skills index`.")
        if self._open is None or self._open.about != about:
            self._open = _open(self._place, lexical=self._lexical)
        return self._open
