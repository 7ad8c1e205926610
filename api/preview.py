"""What an issuer's learners would be shown, and the e-mail block that each would get; nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from api.engine import Engine
from api.pages import render
from api.pages.email import email_block
from api.pages.tokens import resolved, tokens
from api.settings import Settings
from api.shapes import evidence_json
from recommender.query import Advice, Query, Recommendation, Scope

PLACEMENT: Final = "preview"


@dataclass(frozen=True, slots=True)
class Row:
    """One learner of a preview: what would be suggested and why, or why nothing."""

    number: int
    learner: str
    held: tuple[str, ...]
    advice: Advice
    remark: str
    html: str
    text: str

    @property
    def names(self) -> tuple[str, ...]:
        """What would be suggested, best first."""
        return tuple(one.name for one in self.advice.recommendations)

    @property
    def stem(self) -> str:
        """The name of the learner's files: a number, nothing of the person."""
        return f"{self.number:04d}"

    def as_json(self) -> dict[str, Any]:
        """The row as plain values."""
        return {
            "learner": self.learner,
            "held": list(self.held),
            "suggestions": [_suggestion(one) for one in self.advice.recommendations],
            "remark": self.remark or None,
            "html": f"{self.stem}.html",
            "text": f"{self.stem}.txt",
        }


def _suggestion(one: Recommendation) -> dict[str, Any]:
    return {
        "credential": one.credential,
        "name": one.name,
        "eligible": one.eligible.value,
        "reasons": [{"text": why.text, "evidence": evidence_json(why.evidence)} for why in one.reasons],
        "signup_url": one.signup_url or None,
    }


def write_preview(
    engine: Engine,
    out: Path,
    *,
    learners: int,
    issuer: str,
    goal: str,
    limit: int,
    own: bool,
    today: date,
) -> list[Row]:
    """Write `<n>.html` and `<n>.txt` for each learner and `index.html` with all of them; return the rows.

    With `own` only the issuers of a learner's own awards (or `issuer`, where given) are suggested, and where that
    leaves nothing, the row's remark says so. Suggestions are kept under the placement ``preview``, of nobody.
    """
    out.mkdir(parents=True, exist_ok=True)
    names = engine.records.learners(issuer or None, limit=learners)
    rows = [
        _row(engine, number, learner, issuer=issuer, goal=goal, limit=limit, own=own, today=today)
        for number, learner in enumerate(names, 1)
    ]
    for row in rows:
        (out / f"{row.stem}.html").write_text(_document(row), "utf-8")
        (out / f"{row.stem}.txt").write_text(row.text, "utf-8")
    (out / "index.html").write_text(_index(rows, own=own, today=today), "utf-8")
    return rows


def _row(
    engine: Engine, number: int, learner: str, *, issuer: str, goal: str, limit: int, own: bool, today: date
) -> Row:
    held = engine.learner_holdings(learner)
    whose = frozenset(_issuers(engine, learner, issuer)) if own else frozenset()
    query = Query(
        today=today,
        request_id=f"preview {number} {datetime.now(UTC).isoformat()}",
        holdings=held,
        goal=engine.resolve_goal(goal) if goal else None,
        scope=Scope(whose),
        dismissed=engine.dismissed(learner),
        already_know=engine.already_known(learner),
        limit=limit,
    )
    advice = engine.advise(query)
    engine.log(advice, placement=PLACEMENT, issuer=issuer, now=datetime.now(UTC), shown=False)
    block, plain = email_block(engine, Settings().public_url, advice)
    shown = tuple(dict.fromkeys(engine.name_of(award.credential) for award in held.awards))
    return Row(number, learner, shown, advice, _remark(advice, whose), block, plain)


def _issuers(engine: Engine, learner: str, issuer: str) -> Iterator[str]:
    """Whose credentials are this learner's own house: the issuer asked for, else those of their awards."""
    if issuer:
        yield issuer
        return
    for award in engine.records.awards_of(learner):
        if award.credential in engine.snapshot.credential_documents:
            yield engine.credential(award.credential).issuer
        elif award.issuer:
            yield award.issuer


def _remark(advice: Advice, whose: frozenset[str]) -> str:
    if advice.recommendations:
        return ""
    if whose:
        return f"Nothing of {', '.join(sorted(whose))} is left to suggest; with --all others' credentials are, too."
    return "Nothing is left to suggest."


def _document(row: Row) -> str:
    return render.html("preview_one.html", number=row.number, block=render.trusted(row.html), colours=tokens())


def _index(rows: list[Row], *, own: bool, today: date) -> str:
    styles = resolved((render.TEMPLATES / "preview.css").read_text("utf-8"))
    return render.html("preview.html", rows=rows, own=own, today=today, styles=render.trusted(styles))
