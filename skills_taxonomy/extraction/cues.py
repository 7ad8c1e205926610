"""The words of `cues.toml` as patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).parent / "cues.toml"


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


def patterns(table: str, *, whole: bool = True) -> dict[str, re.Pattern[str]]:
    """The patterns of a table, by their names, in its order; `whole`: they match whole words only."""
    return {
        name: re.compile(rf"\b(?:{'|'.join(words)})\b" if whole else "|".join(words), re.IGNORECASE)
        for name, words in _tables()[table].items()
    }


def fillers() -> frozenset[str]:
    """Words that may stand in any heading."""
    return frozenset(_tables()["fillers"]["words"].split())


def idle(name: str = "words") -> frozenset[str]:
    """Words that are no name by themselves, or (`ends`) at which no span begins or ends."""
    return frozenset(_tables()["idle"][name].split())


def numbers() -> tuple[str, ...]:
    """One, two, three and so on."""
    return tuple(_tables()["numbers"]["words"].split())
