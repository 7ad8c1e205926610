"""Which credentials and pathways an upgrade touches, by what their issuers state, each with the line that says so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.tables import Tables, rows_of
from graph.requirements import HasSkill, from_json, leaves
from recommender.changes.forwarding import Forwards
from recommender.concepts import folded
from recommender.enrich import resolver
from skills_taxonomy.types import Provenance
from skills_taxonomy.versions import VocabularyChange


@dataclass(frozen=True, slots=True)
class Touch:
    """One way of being touched: `code` is merged, split, withdrawn, renamed, label, requires, step, goal or found.

    `harmless` where nothing has to be done: the identifier is carried on, or only the name is another.
    """

    code: str
    text: str
    evidence: tuple[Provenance, ...] = ()
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class Touched:
    """A credential or pathway with all that touches it."""

    id: str
    name: str
    touches: tuple[Touch, ...]


def touched(before: Tables, after: Tables, change: VocabularyChange) -> tuple[Touched, ...]:
    """Credentials that state a skill, or ask for one, that the change concerns; in the order of their table.

    `before` and `after` are all tables with the older and the newer version in them, nothing forwarded.
    """
    fates = _fates(change)
    found: dict[str, list[Touch]] = {}
    labels = _labels(before, after, change)
    for row in rows_of(after["credential_skills"]):
        touch = fates.get(row["skill"]) if row["skill"] is not None else labels(row["issuer"], row["label"])
        if touch is not None:
            found.setdefault(row["credential"], []).append(_said(touch, row, "States"))
    for row in rows_of(after["credentials"]):
        found.setdefault(row["id"], []).extend(_required(row, fates))
    names = dict(zip(after["credentials"]["id"], after["credentials"]["name"], strict=True))
    return tuple(Touched(id_, names[id_], tuple(found[id_])) for id_ in names if found.get(id_))


def touched_pathways(after: Tables, change: VocabularyChange, credentials: Collection[Touched]) -> tuple[Touched, ...]:
    """Pathways touched through a step's credential, a step's requirement, or the job that they lead to.

    A step counts whose credential is touched by more than another name for the same skill.
    """
    fates = _fates(change)
    weighty = {one.id: one.name for one in credentials if any(touch.code != "renamed" for touch in one.touches)}
    found: dict[str, list[Touch]] = {}
    for row in rows_of(after["pathway_steps"]):
        steps = found.setdefault(row["pathway"], [])
        if row["credential"] in weighty:
            steps.append(Touch("step", f"Through its step {weighty[row['credential']]} ({row['credential']})."))
        elif row["credential"] in fates:
            steps.append(_said(fates[row["credential"]], row, "Has a step of its own for"))
        steps.extend(_required(row, fates))
    rows = rows_of(after["pathways"])
    for row in rows:
        if touch := _goal(row, fates, change):
            found.setdefault(row["id"], []).append(touch)
    return tuple(Touched(row["id"], row["name"], tuple(found[row["id"]])) for row in rows if found.get(row["id"]))


def _fates(change: VocabularyChange) -> dict[str, Touch]:
    """What happened to each identifier, as the end of a sentence."""
    found: dict[str, Touch] = {}
    for renamed in change.renamed:
        id_, now = renamed.concept.id, renamed.concept.label
        found[id_] = Touch("renamed", f"{id_}, called {now!r} now and {renamed.before!r} before", harmless=True)
    for split in change.split:
        parts = _listed(f"{part.label!r} ({part.id})" for part in split.into)
        gone = "is gone; in its place" if split.gone else "remains, and was parted: beside it"
        text = f"{split.concept.id} ({split.concept.label}), which {gone} there are {parts}; which is meant isn't known"
        found[split.concept.id] = Touch("split", text)
    for merged in change.merged:
        into = f"{merged.into.id} ({merged.into.label}; {merged.how.words})"
        text = f"{merged.concept.id} ({merged.concept.label}), merged into {into}"
        found[merged.concept.id] = Touch("merged", f"{text}: carried on", harmless=True)
    for concept in change.withdrawn:
        text = f"{concept.id} ({concept.label}), withdrawn; nothing follows it"
        found[concept.id] = Touch("withdrawn", text)
    return found


def _labels(before: Tables, after: Tables, change: VocabularyChange) -> _Labels:
    was, now = resolver(before["skills"]), resolver(after["skills"])
    return _Labels(was, now, Forwards.of([change]).labels, {}, change.going, change)


@dataclass(frozen=True, slots=True)
class _Labels:
    """What became of a label that stands without identifier, asked as (issuer, label)."""

    was: Any
    now: Any
    kept: Mapping[str, tuple[str, str]]
    known: dict[tuple[str, str], Touch | None]
    gone: Collection[str]
    change: VocabularyChange

    def __call__(self, issuer: str, label: str) -> Touch | None:
        if (issuer, label) not in self.known:
            self.known[issuer, label] = self._looked_up(issuer, label)
        return self.known[issuer, label]

    def _looked_up(self, issuer: str, label: str) -> Touch | None:
        was, now = self.was(issuer, label), self.now(issuer, label)
        now = "" if now in self.gone else now  # still listed, and out of use
        carried = "" if now else self.kept.get(folded(label), ("", ""))[0]
        if was == (now or carried):
            known = was and carried
            return (
                Touch("label", f"the label {label!r}, now another name of {was}: carried on", (), True)
                if known
                else None
            )
        if carried:
            return Touch("label", f"the label {label!r}, which leads to {carried} now: carried on", (), harmless=True)
        gone = f"{was or 'nothing known'} before and {now or 'nothing known'} in {self.change.after}"
        return Touch("label", f"the label {label!r}, which led to {gone}")


def _said(touch: Touch, row: Mapping[str, Any], verb: str) -> Touch:
    return Touch(touch.code, f"{verb} {touch.text}.", (_place(row),), touch.harmless)


def _required(row: Mapping[str, Any], fates: Mapping[str, Touch]) -> Iterator[Touch]:
    asked = leaves(from_json(row["requirement"])) if row["requirement"] else ()
    for skill in dict.fromkeys(leaf.skill for leaf in asked if isinstance(leaf, HasSkill)):
        if skill in fates:
            fate = fates[skill]
            yield Touch("requires", f"Asks for {fate.text}.", (_place(row),), fate.harmless)


def _goal(row: Mapping[str, Any], fates: Mapping[str, Touch], change: VocabularyChange) -> Touch | None:
    """The job that a pathway leads to, where it isn't what it was."""
    goal = row["destination"]
    if goal in fates:
        return Touch("goal", f"Leads to {fates[goal].text}.", (_place(row),), fates[goal].harmless)
    needs = sum(need.occupation == goal for need in change.needs)
    if needs:
        return Touch("goal", f"Leads to {goal}, which asks for other skills ({needs} changes).", (_place(row),), True)
    return None


def _place(row: Mapping[str, Any]) -> Provenance:
    return Provenance(row["source"], row["locator"], row["origin"] or "")


def _listed(words: Iterable[str]) -> str:
    found: Sequence[str] = list(words)
    return " and ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)
