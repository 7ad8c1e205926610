"""What a learner holds, and how that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """How far a learner is with a credential."""

    ENROLLED = "enrolled"
    COMPLETED = "completed"
    AWARDED = "awarded"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Known(StrEnum):
    """How an award is known; only `VERIFIED` (by its issuer) gives a plain yes."""

    VERIFIED = "verified"
    UPLOADED = "uploaded"
    SELF_DECLARED = "self_declared"


@dataclass(frozen=True, slots=True)
class Award:
    """A learner's standing with one credential. Without dates it counts as valid today.

    `through`: the credential that is really held, where that is taken in the place of this one.
    """

    credential: str
    state: State = State.AWARDED
    known: Known = Known.VERIFIED
    awarded: date | None = None
    expires: date | None = None
    note: str = ""
    through: str = ""

    def earned(self, today: date) -> bool:
        """Whether it is earned and still counts on the day: not expired, not revoked, not in the future."""
        return (
            self.state in (State.AWARDED, State.COMPLETED)
            and (self.awarded is None or self.awarded <= today)
            and (self.expires is None or today <= self.expires)
        )


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything a learner has: awards and enrolments, and skills stated apart from any award.

    `skills` are triples: the skill, how well it is mastered, 0..1, and how that is known.
    """

    awards: tuple[Award, ...] = ()
    skills: tuple[tuple[str, float, Known], ...] = ()


def credited(holdings: Holdings, accepted: Mapping[str, Sequence[str]]) -> Holdings:
    """The same with what is held counted also as what it is taken in the place of (`accepted`, by what is held).

    It counts as long and as surely as what is held does; what was credited so isn't credited on.

    >>> found = credited(Holdings((Award("land:W1"),)), {"land:W1": ["acme:WELD"], "acme:WELD": ["sea:ANY"]})
    >>> [(award.credential, award.through) for award in found.awards]
    [('land:W1', ''), ('acme:WELD', 'land:W1')]
    """
    more = [
        replace(award, credential=other, through=award.credential)
        for award in holdings.awards
        if award.state in (State.AWARDED, State.COMPLETED) and not award.through
        for other in accepted.get(award.credential, ())
    ]
    return replace(holdings, awards=(*holdings.awards, *more)) if more else holdings
