"""The index file: its tables, and the version that tells whether this program can read it."""

from __future__ import annotations

from typing import Final

VERSION: Final = 1
"""Goes up with every change of the tables below; a file of another version isn't opened."""

KINDS: Final = ("skill", "occupation", "credential")
"""What can be searched for; each has its own table of words."""

# `label.n` ascends with what is shown first among labels that match equally (fewer words, preferred, shorter), so
# that full-text answers come in that order without being sorted. `standing`: 0 preferred, 1 alternate, 2 derived.
# `thing.common` 0..1: how common a thing is among those of its kind (`commonness`).
TABLES: Final = """
CREATE TABLE thing (n INTEGER PRIMARY KEY, id TEXT UNIQUE, kind TEXT, vocabulary TEXT, label TEXT, sort TEXT,
                    code TEXT, description TEXT, alternates TEXT, common REAL);
CREATE TABLE label (n INTEGER PRIMARY KEY, thing INTEGER, kind TEXT, vocabulary TEXT, text TEXT, folded TEXT,
                    squeezed TEXT, initials TEXT, standing INTEGER);
CREATE TABLE word (n INTEGER PRIMARY KEY, kind TEXT, text TEXT, labels INTEGER, UNIQUE (kind, text));
CREATE TABLE twin (thing INTEGER, other INTEGER, confidence REAL);
CREATE TABLE need (skill INTEGER, occupation INTEGER, weight REAL);
CREATE VIRTUAL TABLE grams USING fts5(text, content='', detail='none', tokenize='trigram');
"""

WORDS: Final = """
CREATE VIRTUAL TABLE words_{kind} USING fts5(words, content='', detail='none', prefix='1 2 3',
                                             tokenize='unicode61 remove_diacritics 0');
"""

INDEXES: Final = """
CREATE INDEX label_folded ON label (folded, kind);
CREATE INDEX label_squeezed ON label (squeezed, kind);
CREATE INDEX label_initials ON label (initials, kind);
CREATE INDEX label_thing ON label (thing);
CREATE INDEX twin_thing ON twin (thing);
CREATE INDEX need_skill ON need (skill);
"""


def padded(word: str) -> str:
    """The word between marks, so that its first and last letters make trigrams of their own."""
    return f"^{word}$"
