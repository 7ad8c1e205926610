"""The form of the page at `/`: what was sent, read into what a person has picked, with every mistake named."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from recommender.query import Limits

MOST: Final = 200
"""The most credentials that a person can pick or dismiss on the page."""

_VISIT: Final = re.compile(r"[0-9a-f]{32}")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

Ids = Annotated[list[Annotated[str, Field(max_length=1000)]], Field(default_factory=list, max_length=MOST)]
Words = Annotated[str, Field(max_length=1000)]


class PageForm(BaseModel):
    """The fields as a browser sends them; `do` is the button that was pressed."""

    model_config = ConfigDict(extra="ignore")

    visit: Words = ""
    held: Ids
    add: Ids
    dismissed: Ids
    pick: Ids
    q: Words = ""
    goal: Words = ""
    goal_id: Words = ""
    goal_label: Words = ""
    budget: Words = ""
    currency: Words = ""
    hours_a_week: Words = ""
    by: Words = ""
    mode: Ids
    language: Words = ""
    do: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """What a person has picked so far; it travels in the form and is kept nowhere.

    `goal_id` is the occupation chosen among several meanings of `goal`; `errors` are by the name of the field.
    """

    visit: str
    held: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()
    pick: tuple[str, ...] = ()
    q: str = ""
    goal: str = ""
    goal_id: str = ""
    budget: str = ""
    currency: str = ""
    hours_a_week: str = ""
    by: str = ""
    mode: tuple[str, ...] = ()
    language: str = ""
    limits: Limits = field(default_factory=Limits)
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def asks(self) -> bool:
        """Whether there is anything to suggest from."""
        return bool(self.held or self.goal)

    @property
    def limited(self) -> bool:
        """Whether a limit was set, or tried to."""
        return self.limits != Limits() or bool(self.errors)


def picked(form: PageForm, *, fresh: str) -> Picked:
    """What the form says before the pressed button acts; `fresh` names the visit where the form doesn't."""
    limits, errors = _limits(form)
    return Picked(
        visit=form.visit if _VISIT.fullmatch(form.visit) else fresh,
        held=_once([*form.held, *form.add]),
        dismissed=_once(form.dismissed),
        pick=_once(form.pick),
        q="" if form.add else _line(form.q),
        goal=_line(form.goal),
        goal_id=form.goal_id if form.goal_id and _line(form.goal) == form.goal_label else "",
        budget=form.budget.strip(),
        currency=form.currency.strip().upper(),
        hours_a_week=form.hours_a_week.strip(),
        by=form.by.strip(),
        mode=tuple(mode for mode in ("online", "onsite", "blended") if mode in form.mode),
        language=form.language.strip(),
        limits=limits,
        errors=errors,
    )


def acted(picked: Picked, do: str) -> Picked:
    """What is picked after the button: ``drop ID``, ``dismiss ID``, ``undo ID``, ``goal ID LABEL``, ``clear``."""
    verb, _, about = do.partition(" ")
    match verb:
        case "drop":
            return replace(picked, held=tuple(id_ for id_ in picked.held if id_ != about))
        case "dismiss" if about:
            return replace(picked, dismissed=_once([*picked.dismissed, about]))
        case "undo":
            return replace(picked, dismissed=tuple(id_ for id_ in picked.dismissed if id_ != about))
        case "goal":
            id_, _, label = about.partition(" ")
            return replace(picked, goal=_line(label), goal_id=id_)
        case "example":
            return replace(picked, goal=_line(about), goal_id="")
        case "clear":
            return Picked(visit=picked.visit)
    return picked


def _limits(form: PageForm) -> tuple[Limits, tuple[tuple[str, str], ...]]:
    errors: list[tuple[str, str]] = []
    by = _day(form.by.strip(), errors)
    language = form.language.strip()
    if language and not _LANGUAGE.fullmatch(language):
        errors.append(("language", f"“{language[:40]}” isn't a language code. Write one such as en, de or pt-BR."))
        language = ""
    limits = Limits(
        budget=_number("budget", form.budget, errors),
        currency=form.currency.strip().upper() if form.budget.strip() else "",
        hours_a_week=_number("hours_a_week", form.hours_a_week, errors),
        by=by,
        modes=frozenset(form.mode) & {"online", "onsite", "blended"},
        languages=frozenset({language} if language else ()),
    )
    return limits, tuple(errors)


def _number(name: str, written: str, errors: list[tuple[str, str]]) -> float | None:
    """A number of nought or more, with a comma or point before decimals; a mistake is noted and limits nothing."""
    written = written.strip().replace(",", ".")
    if not written:
        return None
    try:
        number = float(written)
    except ValueError:
        number = math.nan
    if math.isfinite(number) and 0 <= number <= 1e12:
        return number
    errors.append((name, f"“{written[:40]}” isn't an amount. Write a number such as 250."))
    return None


def _day(written: str, errors: list[tuple[str, str]]) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        errors.append(("by", f"“{written[:40]}” isn't a day. Write it as 2027-06-30."))
        return None


def _line(words: str) -> str:
    """Words in one line, without the characters that no keyboard types and some databases refuse."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def _once(ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id_ for id_ in ids if id_))[:MOST]
