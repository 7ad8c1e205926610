"""Train the span model: `python -m tests.benchmarks.document_skills.train --encoder FOLDER`.

Words get classes by k-means over the encoder's vectors of single words; the field is trained on SkillSpan's training
part (technology) and the HOUSE validation part of Decorte's sets; SkillSpan's development part is for thresholds and
for the probability that a span is one.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Annotated

import numpy as np
import pycrfsuite
import typer
from rich.progress import track
from sklearn.cluster import MiniBatchKMeans
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from data.default import read_default
from data.tables import Tables, merged
from skills_taxonomy.extraction import features, spans, sure
from skills_taxonomy.linking.encoder import Encoder
from skills_taxonomy.tagging.english import English
from skills_taxonomy.tagging.lookup import NameTable
from skills_taxonomy.tagging.matcher import SpacyTagger
from skills_taxonomy.tagging.names import names_of
from tests.benchmarks.document_skills import gold
from tests.benchmarks.document_skills.scoring import calibration_error

CLASSES = (64, 300, 1200)
SETTINGS = {"c1": 0.05, "c2": 0.5, "max_iterations": 300, "feature.possible_transitions": True, "feature.minfreq": 2}


def shipped() -> Tables:
    """The shipped skills: ESCO and O*NET."""
    return merged([reading.tables for _, reading in read_default(parts=["esco-1.1.1", "onet-29.0"])])


def write_words(tables: Tables, encoder: Encoder) -> int:
    """Write what is known of each word of the labels and descriptions; how many words."""
    skills = tables["skills"].to_dict("records")
    where = {name: Counter[str]() for name in ("all", "fi", "in", "kn", "te", "la")}
    for row in skills:
        for label in (row["label"], *(row["alt_labels"] if row["alt_labels"] is not None else ())):
            _count(row["kind"], _words(label), where)
        where["all"].update(_words(row["description"] or ""))
    for text in (*tables["occupations"]["label"], *tables["occupations"]["description"].dropna()):
        where["all"].update(_words(text))
    known = sorted(word for word, times in where["all"].items() if times > 1)
    vectors = np.stack([encoder.vector(word) for word in track(known, "encoding words")])
    weights = np.array([where["all"][word] for word in known]) ** 0.25
    classes = [
        MiniBatchKMeans(count, random_state=0, n_init=3, batch_size=4096).fit(vectors, sample_weight=weights).labels_
        for count in CLASSES
    ]
    with gzip.GzipFile(features.WORDS, "wb", mtime=0) as file:
        file.write(b"word\tc0\tc1\tc2\tfi\tin\tkn\tte\tla\n")
        for at, word in enumerate(known):
            counts = [features.bucket(where[name][word]) for name in ("fi", "in", "kn", "te", "la")]
            file.write(("\t".join([word, *(str(one[at]) for one in classes), *map(str, counts)]) + "\n").encode())
    features.word_facts.cache_clear()
    return len(known)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())


def _count(kind: str, words: list[str], where: dict[str, Counter[str]]) -> None:
    if not words:
        return
    where["all"].update(words)
    where["in"].update(words[1:])
    where["la"][words[-1]] += 1
    if kind == "technology":
        where["te"].update(words)
    elif kind in ("knowledge", "language"):
        where["kn"].update(words)
    else:
        where["fi"][words[0]] += 1


def labels(words: list[tuple[int, int]], marked: gold.Marked) -> list[str]:
    """The label of each word, by the outermost of the marked spans."""
    found = ["O"] * len(words)
    for start, end, kind in sorted(marked.spans, key=lambda one: (one[0] - one[1], one[2] != "skill")):
        inside = [at for at, (first, last) in enumerate(words) if first < end and last > start]
        if any(found[at] != "O" for at in inside):
            continue
        for at in inside:
            found[at] = f"{'B' if at == inside[0] else 'I'}-{kind[0].upper()}"
    return found


def write_model(folder: Path, names: NameTable, english: English, path: Path = spans.MODEL) -> None:
    """Train the field and write it."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for one in track([*gold.skillspan(folder, "train"), *gold.house(folder)], "reading sentences"):
        words = spans.Words.of(english.pieces(one.text))
        if words.written:
            trainer.append(features.of_sentence(words.written, names), labels(words.places, one))
    trainer.set_params(SETTINGS)
    trainer.train(str(path))


def write_marked(folder: Path, names: NameTable, english: English) -> dict[str, float]:
    """Fit the probability that people mark some words, on the development part; the error of five folds."""
    model, tagger = spans.SpanModel(names), SpacyTagger(names, english)
    rows, right = [], []
    for one in gold.skillspan(folder, "dev"):
        pieces = english.pieces(one.text)
        words = spans.Words.of(pieces)
        reading = model.reading(words)
        found = {words.characters(span.start, span.end): sure.Named.NOT for span in model.spans(words, reading)}
        for tag in tagger.tags(one.text, pieces):
            found[tag.start, tag.end] = sure.Named.TECHNOLOGY if tag.technology else sure.Named.OTHER
        for (start, end), named in found.items():
            inside = reading.inside[slice(*words.within(start, end))]
            rows.append(sure.rows(float(inside.mean()), float(inside.min()), len(inside), named))
            right.append(any(first < end and last > start for first, last, _ in one.spans))
    model_of = LogisticRegression(C=1.0, max_iter=1000)
    folds = cross_val_predict(model_of, rows, right, cv=5, method="predict_proba")[:, 1]
    fitted = model_of.fit(rows, right)
    kept = {"weights": fitted.coef_[0].round(5).tolist(), "start": round(float(fitted.intercept_[0]), 5)}
    sure.MODEL.write_text(json.dumps(kept), "utf-8")
    return {"spans": len(right), "marked": float(np.mean(right)), "error": calibration_error(folds, np.array(right))}


def main(
    encoder: Annotated[Path | None, typer.Option(help="Make the table of words anew with this encoder.")] = None,
    folder: Annotated[Path, typer.Option(help="The folder of the sets.")] = gold.DATA,
) -> None:
    """Write the table of words (with an encoder) and the span model into the package."""
    tables = shipped()
    english = English()
    if encoder is not None:
        print(f"{write_words(tables, Encoder(encoder)):,} words")
    names = NameTable.of(names_of(tables), english)
    write_model(folder, names, english)
    print(write_marked(folder, names, english))


if __name__ == "__main__":
    typer.run(main)
