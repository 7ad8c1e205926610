"""Which changed skill, need or label is behind a part of a score that differs, told where it can be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from recommender.changes.tags import heir
from recommender.goal_view import GoalView
from recommender.reasons import gains
from recommender.situation import Situation
from recommender.snapshot import Snapshot
from skills_taxonomy.versions import Concept, VocabularyChange
from skills_taxonomy.versions.changes import Merged

MOST: Final = 4
"""How many skills are named for one part of a score."""

EVERYTHING: Final = 10_000

CATALOGUE: Final[Mapping[str, str]] = {
    "goal_skills": (
        "How much of what it teaches the goal asks for ({name}) differs, though no skill came to it or went: how many "
        "occupations ask for a skill, and what any job asks for at all, are counted over whole vocabularies."
    ),
    "goal_text": (
        "How alike its words and the goal's are ({name}) differs, though no change of the goal's words is known: how "
        "telling a word is, is counted over all texts."
    ),
    "builds_on": (
        "How much it shares with what is held ({name}) differs, though no skill came to either or went: how telling a "
        "skill is, is counted over the whole catalogue."
    ),
    "demand": (
        "The demand for what it teaches ({name}) differs, though no skill came to it or went: demand counts as far as "
        "a credential is to the point, and is measured against the skill that is asked for most."
    ),
    "little_known": "How few learners have it, or anything of its issuer, has changed.",
    "startable": "That it can be started counts as far as it is to the point, which differs.",
    "variety": "What variety takes away differs, since what stands above it does.",
}
"""What is said where no changed skill or need can be named, by part of the score."""

OTHERWISE: Final = "{name} differs; no change of the vocabulary can be named for it."


@dataclass(frozen=True, slots=True)
class Side:
    """The question over one snapshot, looked at once."""

    snapshot: Snapshot
    situation: Situation
    goal: GoalView | None

    def needed(self, credential: str) -> dict[str, tuple[str, float, str]]:
        """Skills through which a credential closes the goal's gap: label, value and how it is asked for."""
        place = self.snapshot.credential_index.get(credential)
        if place is None or self.goal is None:
            return {}
        found = {}
        for concept, value in gains(self.situation, place, EVERYTHING):
            at = self.goal.position[concept]
            skill = int(self.snapshot.arrays["need.skill"][at])
            label = self.snapshot.skill_labels[skill]
            found[self.snapshot.skills[skill]] = label, value, self.snapshot.asked(at)
        return found

    def asks(self) -> dict[str, str]:
        """All that the goal asks for: how, by skill."""
        if self.goal is None:
            return {}
        skills = self.snapshot.arrays["need.skill"]
        return {self.snapshot.skills[int(skills[at])]: self.snapshot.asked(at) for at in self.goal.position.values()}

    def links(self, credential: str) -> dict[str, str]:
        """The skills that a credential is linked with: labels by identifier."""
        place = self.snapshot.credential_index.get(credential)
        teaches = self.snapshot.credential(place).teaches if place is not None else ()
        places = self.snapshot.skill_place
        return {t.skill: self.snapshot.skill_labels[places[t.skill]] for t in teaches if t.skill in places}

    def occupations(self) -> dict[str, str]:
        """The occupations behind the goal, its twins in other vocabularies with it: labels by identifier."""
        numbers = self.goal.occupations if self.goal is not None else {}
        return {self.snapshot.occupations[i]: self.snapshot.occupation_labels[i] for i in numbers}


@dataclass(frozen=True, slots=True)
class Causes:
    """What differs between the two sides that can stand behind a score."""

    before: Side
    after: Side
    change: VocabularyChange | None
    heirs: Mapping[str, Merged] = field(init=False)
    fates: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Work out once what happened to each concept."""
        object.__setattr__(self, "heirs", self.change.forwards if self.change is not None else {})
        object.__setattr__(self, "fates", dict(_fates(self.change)) if self.change is not None else {})

    def told(self, credential: str, parts: list[str]) -> list[str]:
        """One sentence or more for each part of the score, in the order given; the same is said once."""
        tellers = {"goal_skills": self._goal_skills, "builds_on": self._links, "demand": self._links,
                   "goal_text": self._words, "goal_title": self._words}  # fmt: skip
        found: list[str] = []
        for name in parts:
            told = tellers[name](credential) if name in tellers else []
            found += told or [CATALOGUE.get(name, OTHERWISE).format(name=name)]
        return list(dict.fromkeys(found))

    def goal(self) -> tuple[str, ...]:
        """What was understood of the goal, where that differs, and which other jobs stand for it."""
        one, other = self.before.occupations(), self.after.occupations()
        told = [f"The goal is matched with {_named(other, id_)} now, and wasn't before." for id_ in other.keys() - one]
        gone = one.keys() - other.keys()
        told += [f"The goal isn't matched with {_named(one, id_)} any more{self._why(id_)}." for id_ in gone]
        return tuple(sorted(told))

    def _goal_skills(self, credential: str) -> list[str]:
        before = {heir(self.heirs, skill): said for skill, said in self.before.needed(credential).items()}
        after = self.after.needed(credential)
        old = {skill: before[skill] for skill in before.keys() - after}
        new = {skill: after[skill] for skill in after.keys() - before}
        told = [self._lost(credential, skill, *old[skill]) for skill in _largest(old)]
        told += [self._gained(credential, skill, *new[skill]) for skill in _largest(new)]
        for skill in sorted(before.keys() & after, key=lambda skill: (-abs(after[skill][1] - before[skill][1]), skill)):
            if before[skill][2] != after[skill][2]:
                told.append(f"{after[skill][0]!r} is {after[skill][2]} now and was {before[skill][2]} before.")
        rest = len(old) + len(new) - len(_largest(old)) - len(_largest(new))
        return [*told, f"So it is with {rest} more skills."] if rest > 0 else told

    def _lost(self, credential: str, skill: str, label: str, _: float, asked: str) -> str:
        """Why a skill that spoke for a credential no longer does."""
        why = self._why(skill)
        if skill not in self.after.asks():
            return f"The goal no longer asks for {label!r} ({asked} before){why}."
        if skill not in self.after.links(credential):
            return f"It is no longer linked with {label!r}{why}."
        return f"{label!r} no longer counts for it: it is shown by what is held."

    def _gained(self, credential: str, skill: str, label: str, _: float, asked: str) -> str:
        why = self._why(skill)
        if skill not in {heir(self.heirs, one) for one in self.before.asks()}:
            return f"The goal asks for {label!r} ({asked}) now, and didn't before{why}."
        if skill not in {heir(self.heirs, one) for one in self.before.links(credential)}:
            return f"It is linked with {label!r} now{why}."
        return f"{label!r} counts for it now: what is held no longer shows it."

    def _links(self, credential: str) -> list[str]:
        """Skills that came to or went from the credential, or what is held."""
        told = []
        held = [self.after.snapshot.credential_documents.keys[i] for i in self.after.situation.history]
        for whose, id_ in [("It is", credential), *((self._name(one), one) for one in held if one != credential)]:
            before = {heir(self.heirs, skill): label for skill, label in self.before.links(id_).items()}
            after = self.after.links(id_)
            gone, come = sorted(before.keys() - after), sorted(after.keys() - before)
            told += [f"{whose} no longer linked with {before[s]!r}{self._why(s)}." for s in gone[:MOST]]
            told += [f"{whose} linked with {after[s]!r} now{self._why(s)}." for s in come[:MOST]]
        return told

    def _name(self, credential: str) -> str:
        return f"{self.after.snapshot.names[self.after.snapshot.credential_index[credential]]}, which is held, is"

    def _words(self, _: str) -> list[str]:
        """Whether the goal's own labels and description are other ones."""
        changed = self.before.occupations() | self.after.occupations()
        told = [f"The words of {_named(changed, id_)} differ{self._why(id_)}." for id_ in changed if id_ in self.fates]
        return [*told, *self.goal()]

    def _why(self, id_: str) -> str:
        """What the vocabulary's change says of a concept, as the end of a sentence; empty where it says nothing."""
        fate = self.fates.get(id_, "") or self._needed_otherwise(id_)
        return f" ({fate} in {self.change.after})" if fate and self.change is not None else ""

    def _needed_otherwise(self, skill: str) -> str:
        """How an occupation behind the goal asks for a skill otherwise than before; empty where none does."""
        jobs = self.before.occupations() | self.after.occupations()
        for need in self.change.needs if self.change is not None else ():
            if skill == need.skill and need.occupation in jobs:
                asked = f"{need.before or 'not asked for'} before and {need.after or 'not asked for'} now"
                return f"{jobs[need.occupation]}: {asked}"
        return ""


def _fates(change: VocabularyChange) -> Iterator[tuple[str, str]]:
    """What happened to each concept, in few words; the weightiest comes last, so that it stays."""
    for described in change.described:
        yield described.concept.id, f"{', '.join(described.aspects)} changed"
    for one in change.relabelled:
        named = [f"gained the name {label!r}" for label in one.gained[:2]]
        named += [f"lost the name {label!r}" for label in one.lost[:2]]
        yield one.concept.id, " and ".join(named)
    for renamed in change.renamed:
        yield renamed.concept.id, f"renamed from {renamed.before!r} to {renamed.concept.label!r}"
    for split in change.split:
        yield split.concept.id, f"parted into {', '.join(_said(part) for part in split.into)}"
        yield from ((part.id, f"parted from {_said(split.concept)}") for part in split.into)
    yield from ((concept.id, "added") for concept in change.added)
    yield from ((concept.id, "withdrawn") for concept in change.withdrawn)
    for merged in change.merged:
        yield merged.into.id, f"{_said(merged.concept)} was merged into it"
        yield merged.concept.id, f"merged into {_said(merged.into)}"


def _said(concept: Concept) -> str:
    return f"{concept.label!r}"


def _named(labels: Mapping[str, str], id_: str) -> str:
    return f"{labels[id_]} ({id_})"


def _largest(found: Mapping[str, tuple[str, float, str]]) -> list[str]:
    return sorted(found, key=lambda skill: (-found[skill][1], skill))[:MOST]
