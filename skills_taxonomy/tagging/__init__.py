"""Reads skills out of text: what a text names outright, by exact label or by lemma. The only home of spaCy.

spaCy is imported when a tagger is built, not when this package is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from skills_taxonomy.tagging.names import names_of
from skills_taxonomy.types import Tagger

if TYPE_CHECKING:
    from data.tables import Tables

__all__ = ["build_tagger"]


def build_tagger(
    tables: Tables, extra_labels: Iterable[tuple[str, str]] = (), *, texts: Iterable[str] | None = None
) -> Tagger:
    """A tagger for the tables' skills (ESCO, O*NET's technologies, issuers' own) and `extra_labels` (skill, label).

    `texts`: all texts that it will be asked to read, if they are known beforehand. Labels with a word that none of
    them has are then left out: the tags are the same, the tagger is ready sooner and takes less memory.
    """
    from skills_taxonomy.tagging.english import English
    from skills_taxonomy.tagging.lookup import NameTable
    from skills_taxonomy.tagging.matcher import SpacyTagger

    english = English()
    return SpacyTagger(NameTable.of(names_of(tables, extra_labels), english, texts), english)
