"""Own skills whose right mapping is known: ESCO's own labels held out, and an issuer's published alignments.

Of ESCO's skills 13 % lend one of their labels to an own skill and keep it; 27 % lose an alternate, which becomes the
label of an own skill: the right mapping is the skill whose label it is. 20 % are taken out wholly, and their preferred
label becomes the label of an own skill: nothing there is the same, but its broader and narrower skills are there. Four
in ten own skills keep up to two more alternates, which are taken out, too. Which skill is which, and in which part, is
decided by its identifier.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from scipy import sparse

from data.default import read_default
from skills_taxonomy.linking.texts import SkillTexts, texts_of
from skills_taxonomy.mapping import Own
from skills_taxonomy.mapping.targets import folded
from tests.benchmarks.text_to_skills.place import SKILLS

PARTS: Final = ("train", "validation", "test")


@dataclass(frozen=True)
class Asked:
    """An own skill with what is the same (None: nothing is), broader and narrower, by identifier."""

    own: Own
    part: str
    same: str | None
    broad: frozenset[str] = frozenset()
    narrow: frozenset[str] = frozenset()

    def kind_of(self, skill: str) -> int:
        """Which of `mapper.CLASSES` a skill is to it."""
        return 1 if skill == self.same else 2 if skill in self.broad else 3 if skill in self.narrow else 0


@dataclass(frozen=True)
class Gold:
    """The skills that are left, which of all they are, and what is asked."""

    texts: SkillTexts
    kept: np.ndarray
    asked: tuple[Asked, ...]


def _share(id_: str, salt: str) -> float:
    return int.from_bytes(hashlib.sha256(f"{salt} {id_}".encode()).digest()[:4], "big") / 2**32


def _part(id_: str) -> str:
    share = _share(id_, "part")
    return "train" if share < 0.55 else "validation" if share < 0.7 else "test"


def of_esco() -> Gold:
    """The shipped ESCO skills, with labels held out."""
    tables = next(iter(read_default(parts=[SKILLS])))[1].tables
    texts = texts_of(tables)
    there = set(texts.ids)
    above: dict[str, set[str]] = defaultdict(set)
    below: dict[str, set[str]] = defaultdict(set)
    relations = tables["skill_relations"]
    broader = relations[relations["predicate"] == "broader"]
    for low, high in zip(broader["subject"], broader["object"], strict=True):
        if low in there and high in there:
            above[low].add(high)
            below[high].add(low)
    absent = {id_ for id_ in texts.ids if 0.4 <= _share(id_, "role") < 0.6}
    asked, held = [], {}
    for place, id_ in enumerate(texts.ids):
        start, end = int(texts.first[place]), int(texts.first[place + 1])
        own = {folded(label) for label, kept in zip(texts.labels[start:end], texts.preferred[start:end], strict=True)
               if kept}  # fmt: skip
        others = [label for label, kept in zip(texts.labels[start:end], texts.preferred[start:end], strict=True)
                  if not kept and folded(label) not in own]  # fmt: skip
        others.sort(key=lambda label: _share(label, id_))
        more = 2 if _share(id_, "more") < 0.4 else 0
        if id_ in absent:
            asked.append(_asked(id_, [texts.names[place], *others[:more]], None, above, below, absent))
        elif _share(id_, "role") < 0.13:
            label = others[0] if others and _share(id_, "label") < 0.5 else texts.names[place]
            asked.append(_asked(id_, [label], id_, above, below, absent))
        elif _share(id_, "role") < 0.4 and others:
            names = others[: 1 + more]
            held[id_] = {folded(name) for name in names}
            asked.append(_asked(id_, names, id_, above, below, absent))
    return Gold(*_without(texts, absent, held), tuple(asked))


def _asked(  # noqa: PLR0917 - the parts of one
    id_: str, names: list[str], same: str | None, above: dict[str, set[str]], below: dict[str, set[str]], gone: set[str]
) -> Asked:
    own = Own(f"own:{id_}", names[0], tuple(names[1:]))
    return Asked(own, _part(id_), same, frozenset(above[id_] - gone), frozenset(below[id_] - gone))


def _without(texts: SkillTexts, gone: set[str], held: dict[str, set[str]]) -> tuple[SkillTexts, np.ndarray]:
    """The texts without some skills, and without some labels of others; and which skills are left."""
    kept = np.array([place for place, id_ in enumerate(texts.ids) if id_ not in gone])
    labels, preferred, first = [], [], [0]
    for place in kept.tolist():
        span = range(int(texts.first[place]), int(texts.first[place + 1]))
        out = held.get(texts.ids[place], set())
        some = [at for at in span if folded(texts.labels[at]) not in out]
        labels += [texts.labels[at] for at in some]
        preferred += [bool(texts.preferred[at]) for at in some]
        first.append(len(labels))
    left = SkillTexts(
        tuple(texts.ids[place] for place in kept),
        tuple(texts.names[place] for place in kept),
        tuple(labels),
        np.array(first),
        np.array(preferred),
        tuple(texts.descriptions[place] for place in kept),
        texts.facts[kept],
        sparse.csr_array(texts.occupations[kept]),
    )
    return left, kept


def of_alignments(path: Path) -> Gold:
    """OSMT's export: descriptors as own skills, and what their issuer aligned them to as the other vocabulary.

    Only descriptors with one alignment count; the other vocabulary has the names of all alignments, without alternates.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    both = ((row["RSD Name"].strip(), row["Alignment Name"].strip()) for row in rows)
    pairs = {name: right for name, right in both if name and right and ";" not in right}
    names = sorted(set(pairs.values()))
    count = len(names)
    facts = np.zeros((count, 6), np.float32)
    texts = SkillTexts(
        tuple(f"other:{at}" for at in range(count)), tuple(names), tuple(names), np.arange(count + 1),
        np.ones(count, bool), ("",) * count, facts, sparse.csr_array((count, 1), dtype=np.float32),
    )  # fmt: skip
    asked = [Asked(Own(f"rsd:{at}", name), "test", f"other:{names.index(right)}")
             for at, (name, right) in enumerate(pairs.items())]  # fmt: skip
    return Gold(texts, np.arange(count), tuple(asked))
