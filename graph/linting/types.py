"""What a check of a pathway's design says: rules with stable codes, and flaws at a place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from graph.credentials import Credential

HOURS_A_WEEK: Final = 10.0
"""How many hours a week a learner is taken to have, where hours are turned into months."""


class Severity(StrEnum):
    """How bad a flaw is.

    ``error``: a learner can't finish, or is sent to the wrong place. ``warning``: it can be finished, but some learners
    will be stopped or misled. ``note``: something that learners look for isn't stated.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of flaw. `code` and `name` never change; `silent` says when it isn't looked for."""

    code: str
    name: str
    severity: Severity
    title: str
    why: str
    what_to_do: str
    silent: str = ""

    @property
    def page(self) -> str:
        """Where it is documented, within the project."""
        return f"docs/lint/{self.code}.md"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One flaw: the steps that it is about (none: the pathway as a whole), the field, and the place in a file."""

    rule: Rule
    message: str
    steps: tuple[str, ...] = ()
    field: str = ""
    place: str = ""


def _itself(name: str) -> str:
    return name


@dataclass(frozen=True)
class Surroundings:
    """What is known around a pathway; a rule whose facts aren't there is silent.

    `whole`: whether `credentials` are a whole catalogue, so that one that isn't there is unknown to everybody.
    `concept` gives what makes two skills the same; `taught` the concepts that a credential teaches, None where that
    isn't known (left out: what its issuer states). `demand`: the concepts that the destination's occupation needs,
    None where there is none. `label` puts skills, concepts and credentials into words. `places`: step to file and line.
    `bad_links`: of a credential the fields whose link couldn't be read where it was published, and what stands there.
    """

    today: date
    credentials: Mapping[str, Credential] = field(default_factory=dict)
    whole: bool = False
    concept: Callable[[str], str] = _itself
    taught: Callable[[str], frozenset[str] | None] | None = None
    demand: tuple[str, ...] | None = None
    occupation: str = ""
    label: Callable[[str], str] = _itself
    places: Mapping[str, str] = field(default_factory=dict)
    bad_links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    hours_a_week: float = HOURS_A_WEEK
