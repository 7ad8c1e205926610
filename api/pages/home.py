"""What the page at `/` shows: matches of a search, suggestions, the goal, and where a person stands in pathways."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2b
from typing import Final

from api.engine import Engine
from api.pages.cards import Card, Line, card, compared
from api.pages.form import Picked
from api.pages.goals import GoalPanel, goal_panel
from api.pages.standing import Way, ways
from data.records import Event
from graph.holdings import Holdings, Known
from recommender.advise import suggestion_id
from recommender.query import Advice, Query, Refusal
from skills_taxonomy.types import Goal

FOUND: Final = 12
SUGGESTED: Final = 6
PLACEMENT: Final = "page"
EXAMPLES: Final = ("DevOps engineer", "Data analyst", "Cyber security", "Nurse", "Teacher")

Link = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Named:
    """A credential and what to call it."""

    id: str
    name: str
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """Everything that the page at `/` shows."""

    picked: Picked
    held: tuple[Named, ...]
    dismissed: tuple[Named, ...]
    found: tuple[Named, ...]
    examples: tuple[str, ...]
    gone: int = 0
    goal: GoalPanel | None = None
    cards: tuple[Card, ...] = ()
    comparing: tuple[Card, ...] = ()
    lines: tuple[Line, ...] = ()
    compare_note: str = ""
    ways: tuple[Way, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong with which field."""
        return dict(self.picked.errors)


def home(engine: Engine, picked: Picked, *, do: str, now: datetime, link: Link) -> Home:
    """The page for what is picked; logs the suggestions as shown, and a dismissal as dismissed.

    The same question in the same visit has the same suggestions, so each is counted once, however often it is drawn.
    """
    known = engine.snapshot.credential_documents
    there = replace(picked, held=tuple(id_ for id_ in picked.held if id_ in known))
    view = Home(
        picked=there,
        held=tuple(_named(engine, id_) for id_ in there.held),
        dismissed=tuple(_named(engine, id_) for id_ in there.dismissed if id_ in known),
        found=_found(engine, there),
        examples=_examples(engine),
        gone=len(picked.held) - len(there.held),
    )
    if not there.asks:
        return view
    query = question(engine, there, now.date())
    if do.startswith("dismiss "):
        _log_dismissal(engine, query, do.partition(" ")[2], now)
    advice = engine.advise(query)
    engine.log(advice, placement=PLACEMENT, now=now, shown=True)
    return _answered(engine, view, query, advice, comparing=do == "compare", link=link)


def question(engine: Engine, picked: Picked, today: date) -> Query:
    """The question that the page asks; what a person picks there is declared by themselves, and counts as such."""
    return Query(
        today=today,
        request_id=request_id(picked),
        holdings=engine.holdings(credentials=picked.held, known=Known.SELF_DECLARED),
        goal=_goal(engine, picked),
        limits=picked.limits,
        dismissed=frozenset(picked.dismissed),
        limit=SUGGESTED,
    )


def request_id(picked: Picked) -> str:
    """One name for one question of one visit; what was dismissed doesn't make it another."""
    asked = [
        picked.visit, sorted(picked.held), picked.goal, picked.goal_id, picked.budget, picked.currency,
        picked.hours_a_week, picked.by, picked.mode, picked.language,
    ]  # fmt: skip
    return blake2b(json.dumps(asked).encode(), digest_size=16).hexdigest()


def _goal(engine: Engine, picked: Picked) -> Goal | None:
    if not picked.goal:
        return None
    if picked.goal_id and engine.occupation(picked.goal_id) is not None:
        return replace(engine.resolve_goal(picked.goal_id), typed=picked.goal)
    return engine.resolve_goal(picked.goal)


def _answered(engine: Engine, view: Home, query: Query, advice: Advice, *, comparing: bool, link: Link) -> Home:
    def pathway_name(id_: str) -> str:
        return engine.pathway(id_).name

    cards = tuple(
        card(place, one, link=link, pathway_name=pathway_name)
        for place, one in enumerate(advice.recommendations, 1)
    )  # fmt: skip
    side_by_side = tuple(one for one in cards if one.credential in view.picked.pick) if comparing else ()
    note = "Tick two suggestions, then press Compare." if comparing and len(side_by_side) != 2 else ""
    pair = () if note else side_by_side
    return replace(
        view,
        goal=goal_panel(engine, query.goal, query.holdings, query.today) if query.goal is not None else None,
        cards=cards,
        comparing=pair,
        lines=compared(pair) if pair else (),
        compare_note=note,
        ways=_ways(engine, query.holdings, [one.credential for one in cards], query.today),
        refusals=tuple(one for one in advice.refusals if one.code not in ("earned", "dismissed")),
        notes=advice.notes,
    )


def _ways(engine: Engine, holdings: Holdings, suggested: list[str], today: date) -> tuple[Way, ...]:
    held = [award.credential for award in holdings.awards]
    return ways(engine, holdings, [*held, *suggested], today)


def _found(engine: Engine, picked: Picked) -> tuple[Named, ...]:
    """Credentials by the words typed, without those picked already."""
    if not picked.q:
        return ()
    hits = engine.search(picked.q, kind="credential", limit=FOUND + len(picked.held))
    return tuple(_named(engine, hit.id) for hit in hits if hit.id not in picked.held)[:FOUND]


def _named(engine: Engine, id_: str) -> Named:
    found = engine.credential(id_)
    return Named(id_, found.name, found.issuer_name or found.issuer)


def _examples(engine: Engine) -> tuple[str, ...]:
    """Goals to begin with, those that this catalogue understands."""
    return tuple(words for words in EXAMPLES if engine.resolve_goal(words).occupation is not None)


def _log_dismissal(engine: Engine, query: Query, credential: str, now: datetime) -> None:
    """Say that a suggestion of this very question was dismissed; one that was never made is let pass."""
    suggestion = suggestion_id(engine.snapshot_name, query.request_id, credential)
    if engine.events.suggestion(suggestion) is not None:
        engine.events.add_events([Event(suggestion, "dismissed", now)])
