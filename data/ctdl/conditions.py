"""What a credential asks for, as CTDL states it: what can be checked becomes a requirement, the rest is said in words.

All condition profiles of a property must be met; of the alternatives inside one, any. What must be held first comes
from ``requires``, ``entryCondition`` and the condition manifests of ``commonConditions``. Competencies that
``requires`` names are what the credential attests, so they are taken as its skills; those that ``entryCondition``
names must be had before.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from data.ctdl.durations import said_duration
from data.ctdl.known import Known, credit, name_of
from data.ctdl.nodes import Node

Tree = dict[str, Any]

MAX_NOTE: Final = 4_000
MAX_FOLLOWED: Final = 200
"""How many conditions that stand elsewhere in the file are followed from one."""

_TARGETS: Final = ("targetcredential", "targetlearningopportunity", "targetassessment")
_WORDS: Final = (
    ("description", ""),
    ("condition", ""),
    ("submissionof", "to submit: "),
    ("submissionofdescription", "to submit: "),
    ("experience", "experience: "),
    ("yearsofexperience", "years of experience: "),
    ("minimumage", "minimum age: "),
    ("weight", "weight: "),
    ("audiencetype", "for: "),
    ("residentof", "residents of: "),
    ("codednotation", "code: "),
)


@dataclass(slots=True)
class Asked:
    """What was found while conditions were read: parts of the requirement, and what could only be said."""

    parts: list[Tree] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Followed:
    """The conditions come upon so far: one that others point at is followed once, whatever goes round in a circle."""

    refs: set[str] = field(default_factory=set)

    def new(self, profile: Node) -> bool:
        """Whether this one wasn't met before."""
        if not profile.ref:
            return True
        if profile.ref in self.refs or len(self.refs) >= MAX_FOLLOWED:
            return False
        self.refs.add(profile.ref)
        return True


def requirement(node: Node, credential: str, known: Known) -> tuple[str | None, str]:
    """The JSON of what must be met first, None where nothing can be checked, and the note of the rest."""
    asked = Asked()
    for source in (node, *known.nodes(node, "commonconditions")):
        for profile in known.nodes(source, "requires"):
            _read(profile, "Requires", credential, known, asked, entry=False)
        for profile in known.nodes(source, "entrycondition"):
            _read(profile, "To enter", credential, known, asked, entry=True)
        for ref in () if source.is_component else source.refs("prerequisite"):
            asked.parts += _holds(ref, credential, known)
        for key, what in (
            ("corequisite", "Taken together with"),
            ("recommends", "Recommended"),
            ("renewal", "To renew"),
        ):
            for profile in known.nodes(source, key):
                asked.notes.append(_in_words(profile, what, known, targets=True))
    parts = list({json.dumps(part, sort_keys=True): part for part in asked.parts}.values())
    tree = parts[0] if len(parts) == 1 else {"all": parts}
    text = json.dumps(tree, separators=(",", ":"), ensure_ascii=False) if parts else None
    return text, " ".join(dict.fromkeys(filter(None, asked.notes)))[:MAX_NOTE]


def _read(profile: Node, what: str, credential: str, known: Known, asked: Asked, *, entry: bool) -> None:
    tree = _tree(profile, credential, known, Followed(), entry=entry)
    asked.parts += [tree] if tree else []
    asked.notes.append(_in_words(profile, what, known, skills=entry))


def _tree(profile: Node, credential: str, known: Known, followed: Followed, *, entry: bool) -> Tree | None:
    """The part of a profile that can be checked: all its targets, and any one of its alternatives."""
    if not followed.new(profile):
        return None
    parts = [tree for ref in profile.refs(*_TARGETS) for tree in _holds(ref, credential, known)]
    if (minimum := credit(profile)) is not None and parts:
        parts = [_credits(minimum, parts, known)] if all(_worth(part, known) for part in parts) else parts
    if entry:
        parts += [{"skill": skill} for skill in competencies(profile, known) if skill]
    nested = known.nodes(profile, "alternativecondition")
    found = [_tree(part, credential, known, followed, entry=entry) for part in nested]
    alternatives = [tree for tree in found if tree]
    if alternatives and len(alternatives) == len(nested):
        parts.append(alternatives[0] if len(alternatives) == 1 else {"atLeast": 1, "of": alternatives})
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {"all": parts}


def _holds(ref: str, credential: str, known: Known) -> list[Tree]:
    target = known.points_at(ref)
    return [{"holds": target}] if target and target != credential else []


def _worth(part: Tree, known: Known) -> float | None:
    return known.credits.get(part.get("holds", ""))


def _credits(minimum: float, parts: list[Tree], known: Known) -> Tree:
    return {"minimumCredits": minimum, "from": [{**part, "credits": _worth(part, known)} for part in parts]}


def competencies(profile: Node, known: Known) -> Iterator[str]:
    """The identifiers of the competencies that a profile targets; empty for one that has none."""
    for item in known.nodes(profile, "targetcompetency"):
        refs = item.refs("targetnode")
        yield known.points_at(refs[0]) if refs else ""
    for item in profile.all("targetcompetency"):
        if isinstance(item, str):
            yield known.points_at(profile.context.address(item))


def attested(node: Node, known: Known) -> Iterator[Node]:
    """The condition profiles, those inside others too, whose competencies a credential attests."""
    waiting, followed = deque(known.nodes(node, "requires")), Followed()
    while waiting:
        profile = waiting.popleft()
        if followed.new(profile):
            yield profile
            waiting.extend(known.nodes(profile, "alternativecondition"))


def _in_words(
    profile: Node,
    what: str,
    known: Known,
    *,
    targets: bool = False,
    skills: bool = False,
    followed: Followed | None = None,
) -> str:
    """What a profile says beyond what can be checked, in one sentence."""
    said = [f"{lead}{text}" for key, lead in _WORDS for text in profile.texts(key) if "MISSING" not in text]
    if profile.has("creditvalue", "credithourvalue") and (amount := credit(profile)) is not None:
        units = ", ".join(text for value in profile.nodes("creditvalue") for text in value.texts("creditunittype"))
        said.append(f"{amount:g} credits{f' ({units})' if units else ''}")
    if targets:
        said += [known.names.get(known.points_at(ref), ref) for ref in profile.refs(*_TARGETS)]
    else:
        said += [f"the one named {name}" for name in _nameless(profile)]
    if skills:
        said += [
            f"the competency {name_of(item)}"
            for item in profile.nodes("targetcompetency")
            if not item.refs("targetnode")
        ]
    said += [f"takes {text}" for value in profile.nodes("estimatedduration") if (text := said_duration(value))]
    followed = followed or Followed()
    nested = [part for part in known.nodes(profile, "alternativecondition") if followed.new(part)]
    inside = [_in_words(part, "or", known, targets=targets, skills=skills, followed=followed) for part in nested]
    said += [text for text in inside if text]
    name = profile.text("name")
    if not said:
        return ""
    return f"{what}{f' ({name})' if name else ''}: {'; '.join(dict.fromkeys(said))}.".replace("..", ".")


def _nameless(profile: Node) -> list[str]:
    """Names of targets that are given by name alone."""
    return [name_of(item) for item in profile.nodes(*_TARGETS) if not item.ref and not item.ctid and name_of(item)]
