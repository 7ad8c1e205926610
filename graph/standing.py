"""Where a learner stands with a credential on a day, out of everything that is recorded of it.

Records are read as what they are, a log: an award, its completion before it, an enrolment, a revocation after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from graph.holdings import Award, Holdings, Known, State


class Kind(StrEnum):
    """How a learner stands with a credential; the first that applies, from the top."""

    HELD = "held"
    CLAIMED = "claimed"
    ENROLLED = "enrolled"
    FUTURE = "future"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Standing:
    """The kind, the record that decided it (None: there is none), and the kind in words about "it"."""

    kind: Kind
    award: Award | None = None

    @property
    def words(self) -> str:
        """A clause about the credential as "it", with the day since or until which it is so, where one is known."""
        award = self.award
        if award is None:
            return "you don't hold it"
        match self.kind:
            case Kind.HELD if award.through:
                return f"{award.through}, which you hold, is taken in its place{_day(', valid until', award.expires)}"
            case Kind.HELD:
                return f"you hold it{_day(', valid until', award.expires)}"
            case Kind.CLAIMED if award.known is Known.UPLOADED:
                return "you uploaded an award of it; its issuer hasn't confirmed it"
            case Kind.CLAIMED:
                return "you say that you hold it; its issuer hasn't confirmed it"
            case Kind.ENROLLED:
                return f"you are enrolled{_day(' since', award.awarded)} but haven't earned it yet"
            case Kind.FUTURE:
                return f"your award only counts from {award.awarded}"
            case Kind.REVOKED:
                return f"your award was revoked{_day(', as recorded on', award.awarded)}"
            case _ if award.expires is not None:
                return f"your award has expired; it was valid until {award.expires}"
            case _:
                return f"your award has expired{_day(', as recorded on', award.awarded)}"


_NOT_HELD: Final = Standing(Kind.NONE)


def _day(before: str, day: date | None) -> str:
    return f"{before} {day}" if day is not None else ""


class Standings:
    """A learner's awards by credential, from which each standing is worked out when it is first asked for."""

    __slots__ = ("_awards", "_found", "_today")

    def __init__(self, holdings: Holdings, today: date) -> None:
        self._today = today
        self._awards: dict[str, list[Award]] = {}
        self._found: dict[str, Standing] = {}
        for award in holdings.awards:
            self._awards.setdefault(award.credential, []).append(award)

    @property
    def credentials(self) -> Iterable[str]:
        """Every credential of which anything is recorded."""
        return self._awards.keys()

    def of(self, credential: str) -> Standing:
        """Where the learner stands with this credential, recorded or not."""
        if credential not in self._awards:
            return _NOT_HELD
        if credential not in self._found:
            self._found[credential] = standing(self._awards[credential], self._today)
        return self._found[credential]


def standings(holdings: Holdings, today: date) -> Mapping[str, Standing]:
    """Where the learner stands with every credential that the holdings name, by identifier."""
    found = Standings(holdings, today)
    return {credential: found.of(credential) for credential in sorted(found.credentials)}


def standing(awards: Iterable[Award], today: date) -> Standing:
    """Where the learner stands with one credential, given all records of it; their order doesn't matter.

    The best award that still counts decides: one that its issuer verified before any other, then the one valid
    longest. A revocation, or a record that it has expired, ends every award that isn't dated later, save that an
    unverified record ends no verified award. A completion ends with the award that came of it.

    >>> old = Award("x:a", awarded=date(2020, 1, 1), expires=date(2023, 1, 1))
    >>> again = Award("x:a", awarded=date(2024, 1, 1))
    >>> standing([old], date(2025, 1, 1)).kind.value, standing([again, old], date(2025, 1, 1)).kind.value
    ('expired', 'held')
    >>> revoked = Award("x:a", State.REVOKED, awarded=date(2024, 6, 1))
    >>> standing([again, old, revoked], date(2025, 1, 1)).kind.value
    'revoked'
    """
    known = sorted(set(awards), key=_fixed_order)
    past = [award for award in known if award.awarded is None or award.awarded <= today]
    endings = [award for award in past if award.state in (State.EXPIRED, State.REVOKED)]
    lapsed = [award for award in past if award.state is State.AWARDED and not award.earned(today)]
    over = [*endings, *lapsed, *(a for a in past if a.state is State.COMPLETED and not a.earned(today))]
    counting = [award for award in past if award.earned(today) and not _ended(award, endings, lapsed)]
    if counting:
        best = max(counting, key=lambda award: (award.known is Known.VERIFIED, award.expires or date.max))
        return Standing(Kind.HELD if best.known is Known.VERIFIED else Kind.CLAIMED, best)
    return _not_counting(known, past, over)


def _fixed_order(award: Award) -> tuple[date, date, str, str, str]:
    first = date.min
    return award.awarded or first, award.expires or first, award.state.value, award.known.value, award.note


def _ended(award: Award, endings: Iterable[Award], lapsed: Iterable[Award]) -> bool:
    through_award = award.state is State.COMPLETED and any(_ends(ending, award) for ending in lapsed)
    return through_award or any(_ends(ending, award) for ending in endings)


def _ends(ending: Award, award: Award) -> bool:
    """Whether the ending isn't shown to be earlier than the award, and carries enough weight."""
    if award.known is Known.VERIFIED and ending.known is not Known.VERIFIED:
        return False
    return ending.awarded is None or award.awarded is None or award.awarded <= ending.awarded


def _not_counting(known: list[Award], past: list[Award], ended: list[Award]) -> Standing:
    enrolled = [a for a in past if a.state is State.ENROLLED and not any(_later(end, a) for end in ended)]
    if enrolled:
        return Standing(Kind.ENROLLED, enrolled[-1])
    future = [a for a in known if a not in past and a.state in (State.AWARDED, State.COMPLETED)]
    if future:
        return Standing(Kind.FUTURE, future[0])
    if ended:
        latest = max(ended, key=lambda award: award.awarded or date.min)
        return Standing(Kind.REVOKED if latest.state is State.REVOKED else Kind.EXPIRED, latest)
    return _NOT_HELD


def _later(ending: Award, award: Award) -> bool:
    return ending.awarded is None or award.awarded is None or award.awarded <= ending.awarded
