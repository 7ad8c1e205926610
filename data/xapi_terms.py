"""The verbs and types of activities of xAPI that Stackway knows, by their IRIs, and what it makes of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from data.learning_events import LEFT, Counts

_ADL: Final = "http://adlnet.gov/expapi/verbs/"
_ADL_NEW: Final = "https://w3id.org/xapi/adl/verbs/"
_STREAMS: Final = "http://activitystrea.ms/schema/1.0/"
_TIN_CAN: Final = "http://id.tincanapi.com/verb/"

VOIDED: Final = _ADL + "voided"
FAILED: Final = _ADL + "failed"

VERBS: Final[Mapping[str, str]] = MappingProxyType(
    {
        _ADL + "completed": "completed",
        _STREAMS + "complete": "completed",
        _ADL + "passed": "completed",
        _ADL + "mastered": "completed",
        _ADL_NEW + "satisfied": "completed",
        _ADL_NEW + "waived": "completed",
        "http://specification.openbadges.org/xapi/verbs/earned": "awarded",
        "http://specification.openbadges.org/xapi/verbs/earned.json": "awarded",
        _TIN_CAN + "earned": "awarded",
        _STREAMS + "receive": "awarded",
        "http://activitystrea.ms/achieve": "awarded",
        _STREAMS + "achieve": "awarded",
        "https://w3id.org/xapi/tla/verbs/certified": "awarded",
        "https://w3id.org/xapi/tla/verbs/qualified": "awarded",
        "https://w3id.org/xapi/tla/verbs/recertified": "awarded",
        "https://w3id.org/xapi/tla/verbs/decertified": "revoked",
        _ADL + "registered": "enrolled",
        "http://activitystrea.ms/join": "enrolled",
        _STREAMS + "join": "enrolled",
        "http://www.tincanapi.co.uk/verbs/enrolled_onto_learning_plan": "enrolled",
        _TIN_CAN + "enrolled_onto_learning_plan": "enrolled",
        _TIN_CAN + "unregistered": LEFT,
        _STREAMS + "leave": LEFT,
    }
)
"""What a verb says: the state of an award, or that an enrolment ended. Verbs that aren't here say nothing of it.

The waiver of cmi5 counts as a completion: whoever waived a unit has decided that the learner needs it no more.
"""

_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "completed": "completed", "passed": "completed", "mastered": "completed", "satisfied": "completed",
        "waived": "completed", "earned": "awarded", "achieved": "awarded", "awarded": "awarded",
        "certified": "awarded", "registered": "enrolled", "enrolled": "enrolled", "unregistered": LEFT,
        "unenrolled": LEFT, "withdrew": LEFT, "revoked": "revoked", "expired": "expired",
    }
)  # fmt: skip
"""What the last word of a verb says where its IRI is nobody's that is known: profiles make up their own."""

_TYPES: Final[Mapping[str, tuple[str, Counts]]] = MappingProxyType(
    {
        "http://adlnet.gov/expapi/activities/course": ("course", Counts.ALWAYS),
        "https://w3id.org/xapi/cmi5/activitytype/course": ("course", Counts.ALWAYS),
        "http://id.tincanapi.com/activitytype/lms/course": ("course", Counts.ALWAYS),
        "http://activitystrea.ms/schema/1.0/badge": ("badge", Counts.ALWAYS),
        "https://www.opigno.org/en/tincan_registry/activity_type/certificate": ("certificate", Counts.ALWAYS),
        "https://w3id.org/xapi/tla/activity-types/credential": ("credential", Counts.ALWAYS),
        "http://adlnet.gov/expapi/activities/module": ("module", Counts.ALONE),
        "https://w3id.org/xapi/cmi5/activitytype/block": ("module", Counts.ALONE),
        "http://adlnet.gov/expapi/activities/assessment": ("assessment", Counts.ALONE),
    }
)
_TYPE_WORDS: Final[Mapping[str, tuple[str, Counts]]] = MappingProxyType(
    {word: (word, Counts.ALWAYS) for word in ("course", "badge", "certificate", "certification", "credential")}
    | {word: (word, Counts.ALWAYS) for word in ("diploma", "degree", "license", "licence", "qualification")}
    | dict.fromkeys(("badgeclass", "digitalbadge", "achievement"), ("badge", Counts.ALWAYS))
    | dict.fromkeys(("program", "programme", "curriculum", "learningpath"), ("programme", Counts.ALWAYS))
    | {"module": ("module", Counts.ALONE), "assessment": ("assessment", Counts.ALONE), "exam": ("exam", Counts.ALONE)}
)
"""What the last word of a type says where its IRI isn't known."""


def verb_of(iri: str) -> str:
    """The verb's IRI as it stands in the tables: with the scheme that ADL uses, without a last ``/``.

    >>> verb_of("https://adlnet.gov/expapi/verbs/voided/") == VOIDED
    True
    """
    cleaned = iri.strip().rstrip("/")
    return re.sub(r"^https?://(?:www\.)?adlnet\.gov/", "http://adlnet.gov/", cleaned)


def state_of(verb: str) -> str:
    """The state of an award that a verb says, `LEFT`, or empty where it says nothing of the kind.

    >>> state_of("http://adlnet.gov/expapi/verbs/passed"), state_of("http://adlnet.gov/expapi/verbs/experienced")
    ('completed', '')
    """
    return VERBS.get(verb) or _WORDS.get(_last_word(verb), "")


def kind_of_activity(iri: Any) -> tuple[str, Counts]:
    """A short name for an activity's type, and whether its completion counts; a type that isn't stated counts alone.

    >>> kind_of_activity("http://adlnet.gov/expapi/activities/course")[0]
    'course'
    >>> kind_of_activity("http://adlnet.gov/expapi/activities/media")[1].name
    'NEVER'
    """
    if not isinstance(iri, str) or not iri.strip():
        return "", Counts.ALONE
    cleaned = iri.strip().rstrip("/")
    word = _last_word(cleaned)
    return _TYPES.get(cleaned) or _TYPE_WORDS.get(word.replace("-", "").replace("_", "")) or (word, Counts.NEVER)


def _last_word(iri: str) -> str:
    return re.split(r"[/#:]", iri)[-1].removesuffix(".json").casefold()[:60]
