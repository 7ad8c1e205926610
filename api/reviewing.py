"""What a person decides about tags and mappings: by whom it may be decided, and what comes out as training rows."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from api.authoring import By
from api.errors import BadOption, NotTheirs, ReviewConflict
from data.errors import EditConflict
from data.records import CORRECTED, MAPPING, REJECTED, Decision, Proposal, Records, Review, Verdict
from graph.errors import UnknownNode

TRAINING: Final = (
    "kind", "issuer", "subject", "name", "skill", "label", "relation", "right", "how", "confidence", "evidence",
    "decision", "author", "at",
)  # fmt: skip
"""The columns of training rows: `right` is 1 where a person says that the row is true, else 0."""


@dataclass(frozen=True, slots=True)
class Skills:
    """What is known of skills: the identifier of a name or identifier (raises `UnknownNode`), what one is called."""

    id_of: Callable[[str], str]
    label_of: Callable[[str], str]


def readable(records: Records, id_: str, by: By) -> Review:
    """The review as it stands; raises `UnknownNode` where there is none, `NotTheirs` where it is another issuer's."""
    found = records.review(id_)
    if found is None:
        raise UnknownNode(f"No review is called {id_[:100]!a}.", hint="GET /v1/reviews lists them.")
    if found.proposal.issuer != by.issuer and not by.operator:
        raise NotTheirs(
            f"The review {id_} is one of {found.proposal.issuer!a:.80}.", hint="Its issuer may see and decide it."
        )
    return found


def decide(  # noqa: PLR0917 - the columns of one row
    records: Records, id_: str, verdict: Verdict, expected: int, by: By, now: datetime, skills: Skills | None = None
) -> Review:
    """Keep what a person says; give back how the review stands now.

    `expected` is the version that was looked at, 0: undecided. A skill that is right instead may be given by name;
    `skills` knows which. Raises `UnknownNode`, `NotTheirs`, `BadOption`, `RecordsError`, and `ReviewConflict` with what
    stands there now where somebody else was quicker.
    """
    there = readable(records, id_, by)
    if verdict.state == CORRECTED and verdict.skill and skills is not None:
        chosen = skills.id_of(verdict.skill)
        verdict = replace(verdict, skill=chosen, label=skills.label_of(chosen))
        _check_other(there.proposal, chosen)
    try:
        return records.decide(id_, verdict, expected=expected, author=by.author, now=now)
    except EditConflict as error:
        made = ReviewConflict(error.message, hint=error.hint, version=error.version, body=error.body)
        yours = {"state": verdict.state, "skill": verdict.skill, "relation": verdict.relation, "note": verdict.note}
        made.theirs, made.yours = error.body, {"version": expected, **yours}
        raise made from None


def _check_other(proposal: Proposal, chosen: str) -> None:
    """A mapping leads out of its own vocabulary."""
    if proposal.kind == MAPPING and chosen.partition(":")[0] == proposal.subject.partition(":")[0]:
        raise BadOption(
            f"{chosen!a:.100} is of the same vocabulary as {proposal.subject!a:.100}.",
            hint="Name a skill of the vocabulary that it is mapped to.",
        )


def training_rows(decided: Iterable[Review]) -> Iterator[dict[str, Any]]:
    """What people decided, one row for each pair of which they said something: the proposed one, and the right one."""
    for review in decided:
        kept = review.decision
        if kept is None:
            continue
        said = review.proposal
        right = kept.verdict.state not in (REJECTED, CORRECTED)
        yield _row(said, kept) | {"right": int(right)}
        if kept.verdict.state == CORRECTED:
            verdict = kept.verdict
            instead = {"skill": verdict.skill, "label": verdict.label, "relation": verdict.relation}
            yield _row(said, kept) | instead | {"right": 1, "how": "", "confidence": ""}


def _row(said: Proposal, kept: Decision) -> dict[str, Any]:
    names = ("kind", "issuer", "subject", "name", "skill", "label", "relation", "how", "confidence", "evidence")
    about = {"decision": kept.verdict.state, "author": kept.author, "at": kept.at.isoformat()}
    return {name: getattr(said, name) for name in names} | about


def write_training(path: Path, decided: Iterable[Review]) -> int:
    """Write training rows as CSV in UTF-8; how many. Raises `BadOption` where the file can't be written."""
    rows = list(training_rows(decided))
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, TRAINING, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    except OSError as error:
        raise BadOption(
            f"{path} can't be written: {error.strerror}.", hint="Name a file in a folder that is there."
        ) from None
    return len(rows)
