"""What statements about learning (xAPI) and events of learning (Caliper) share: claims that become awards.

Both formats report single happenings: somebody did something to something, at some time. A reader turns those that
say that somebody enrolled in, completed or earned a credential into claims; here they are sorted by time, thinned of
what was taken back or said twice, and become awards. Since all that is decided after the last happening was read, the
order of a file doesn't matter, and of what is no claim only counts are held.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final

from data.awards import Key, add_award
from data.badge_types import Achievement, BadgeIssuer, credential_id
from data.cells import shown
from data.errors import InvalidValue
from data.ld import day
from data.reading import Reading, Report, finished
from data.tables import TableRows

MOST_LISTED: Final = 1_000
"""How many happenings of one kind that is no award are listed one by one; of the rest only the number is told."""

MAX_ID: Final = 2_000
MAX_NAME: Final = 500
MAX_DESCRIPTION: Final = 5_000

LEFT: Final = "left"
"""A claim that an enrolment has ended; it becomes no award but takes the enrolments before it out."""


class Counts(Enum):
    """Whether the completion of a thing counts: always, where it stands alone, or never."""

    ALWAYS = "always"
    ALONE = "where it is no part of something larger"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Thing:
    """What somebody enrolled in or completed, as a file describes it; `kind` is empty where none is stated."""

    name: str = ""
    description: str = ""
    kind: str = ""
    page_url: str = ""
    language: str = ""
    counts: Counts = Counts.ALONE


@dataclass(frozen=True, slots=True)
class Claim:
    """A happening that may become an award; `time` is ISO 8601 as written, `statement` its identifier, or empty."""

    learner: str
    thing: str
    state: str
    time: str
    locator: str
    statement: str = ""
    note: str = ""
    known: str = "verified"
    is_part: bool = False

    @property
    def order(self) -> tuple[str, ...]:
        """What claims are sorted by: the time, and where that is the same, everything but the place in the file."""
        return (instant(self.time), self.statement, self.learner, self.thing, self.state, self.note, self.known)


def instant(time: str) -> str:
    """A time in UTC, so that times of several zones can be compared; what can't be told stays as it is.

    >>> instant("2024-05-01T23:30:00-02:00")
    '2024-05-02T01:30:00+00:00'
    """
    try:
        read = datetime.fromisoformat(time)
        return (read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)).isoformat()
    except (ValueError, OverflowError):
        return time


def identifier(value: Any, what: str) -> str:
    """An identifier as text; raises `InvalidValue` where it is missing, no text or longer than `MAX_ID`."""
    if not isinstance(value, str) or not value.strip():
        raise InvalidValue(f"{what} has no identifier that is text")
    if len(value) > MAX_ID:
        raise InvalidValue(f"the identifier of {what} has more than {MAX_ID:,} characters")
    return value.strip()


def time_of(value: Any, what: str) -> str:
    """A date and time as written; raises `InvalidValue` where it is no text or no date of the calendar."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidValue(f"{what} is {shown(str(value))}, which is not a date")
    day(value, what)
    return value.strip()


@dataclass(slots=True)
class _Known:
    """What the file says of one thing; of several sayings the latest counts, of its kind and of its words each."""

    kind: tuple[str, str, Counts] = ("", "", Counts.ALONE)
    words: tuple[str, str, str, str, str] = ("", "", "", "", "")

    def hear(self, thing: Thing, time: str) -> None:
        if thing.kind:
            self.kind = max(self.kind, (time, thing.kind, thing.counts), key=lambda kind: kind[:2])
        if thing.name:
            self.words = max(self.words, (time, thing.name, thing.description, thing.page_url, thing.language))

    @property
    def thing(self) -> Thing:
        _, name, description, page_url, language = self.words
        return Thing(name, description, self.kind[1], page_url, language, self.kind[2])


@dataclass(slots=True)
class Happenings:
    """Claims and descriptions collected from one file, which become its tables at the end.

    `issuer` begins the identifiers of credentials, empty: the host of their addresses. `otherwise` begins those whose
    address has no host.
    """

    issuer: str
    issuer_name: str
    otherwise: str
    report: Report
    today: date | None = None
    _claims: list[Claim] = field(default_factory=list)
    _things: dict[str, _Known] = field(default_factory=dict)
    _offered: dict[str, str] = field(default_factory=dict)
    _voided: dict[str, str] = field(default_factory=dict)
    _kinds: dict[str, tuple[int, str]] = field(default_factory=dict)

    def claim(self, claim: Claim) -> None:
        """Add a claim; whether it counts is seen at the end."""
        self._claims.append(claim)

    def describe(self, address: str, thing: Thing, time: str) -> None:
        """Keep what is said of a thing, where it has a name or a kind."""
        if thing.name or thing.kind:
            self._things.setdefault(address, _Known()).hear(thing, instant(time))

    def offer(self, address: str, locator: str) -> None:
        """Note that a described thing is a credential, whether or not somebody has it."""
        self._offered.setdefault(address, locator)

    def void(self, statement: str, locator: str) -> None:
        """Note that a statement was taken back."""
        self._voided.setdefault(statement.casefold(), locator)

    def aside(self, kind: str, locator: str, reason: str = "") -> None:
        """Set a happening aside that is no award; `kind` says of what sort it is, for the count of them."""
        number, first = self._kinds.get(kind, (0, locator))
        self._kinds[kind] = (number + 1, first)
        if number < MOST_LISTED:
            self.report.set_aside(locator, reason or kind)

    def reading(self) -> Reading:
        """The awards and credentials of all that was collected."""
        rows = TableRows(self.issuer, self.report.source)
        met: dict[Key, str] = {}
        credentials: dict[str, str] = {}
        for claim in self._standing():
            if claim.thing not in credentials:
                credentials[claim.thing] = self._credential(claim.thing, claim.locator, rows)
            awarded = self._award(claim, credentials[claim.thing])
            add_award(awarded, claim.locator, rows=rows, report=self.report, met=met, today=self.today)
        for address, locator in self._offered.items():
            if address not in credentials:
                self._credential(address, locator, rows)
        for kind, (number, first) in self._kinds.items():
            listed = "" if number <= MOST_LISTED else f"; the first {MOST_LISTED:,} are listed"
            self.report.remarks.append(f"{number:,} set aside: {kind} (the first at {first}{listed})")
        return finished(rows, self.report)

    def _standing(self) -> Iterator[Claim]:
        """The claims that become awards, by time."""
        claims = self._once()
        left = {
            (claim.learner, claim.thing): (instant(claim.time), claim.locator)
            for claim in claims
            if claim.state == LEFT
        }
        for claim in claims:
            ended = left.get((claim.learner, claim.thing))
            if claim.state == LEFT:
                self.aside("an enrolment that ended, which is no award", claim.locator)
            elif claim.state == "enrolled" and ended and instant(claim.time) <= ended[0]:
                self.aside("an enrolment that ended later", claim.locator, f"the enrolment ended: see {ended[1]}")
            elif self._counts(claim):
                yield claim

    def _once(self) -> list[Claim]:
        """The claims by time, without those taken back and those said twice."""
        first: dict[str, str] = {}
        kept = []
        for claim in sorted(self._claims, key=lambda claim: claim.order):
            name = claim.statement.casefold()
            same = f"{name} {claim.learner}"
            if name in self._voided:
                self.aside("a statement that was voided", claim.locator, f"voided by {self._voided[name]}")
            elif name and first.setdefault(same, claim.locator) != claim.locator:
                self.aside("a statement that is there twice", claim.locator, f"stands already at {first[same]}")
            else:
                kept.append(claim)
        return kept

    def _counts(self, claim: Claim) -> bool:
        thing = self._thing(claim.thing)
        if thing.counts is Counts.NEVER:
            self.aside(f"said of the kind of thing {shown(thing.kind)}, which is no credential", claim.locator)
            return False
        if thing.counts is Counts.ALONE and claim.is_part:
            what = f"the kind of thing {thing.kind!r}" if thing.kind else "a thing of no stated kind"
            self.aside(f"said of {what}, as a part of something larger", claim.locator)
            return False
        return True

    def _thing(self, address: str) -> Thing:
        known = self._things.get(address)
        return known.thing if known else Thing()

    def _award(self, claim: Claim, credential: str) -> Mapping[str, Any]:
        return {
            "learner": claim.learner,
            "credential": credential,
            "state": claim.state,
            "date": day(claim.time, "the time"),
            "expires": None,
            "known": claim.known,
            "note": claim.note or None,
        }

    def _credential(self, address: str, locator: str, rows: TableRows) -> str:
        """The identifier of the credential at an address; its row is added where the file gives a name."""
        thing = self._thing(address)
        named = Achievement(address, thing.name, BadgeIssuer(name=self.otherwise))
        credential = credential_id(named, self.issuer)
        if thing.name:
            rows.add(
                "credentials",
                locator=locator,
                origin=address,
                issuer=self.issuer or credential.partition(":")[0],
                id=credential,
                issuer_name=self.issuer_name or None,
                name=thing.name,
                description=thing.description or None,
                kind=thing.kind or None,
                language=thing.language or None,
                status="active",
                page_url=thing.page_url or None,
                subjects=[],
                occupations=[],
            )
        return credential
