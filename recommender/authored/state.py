"""What stands of authored pathways after some edit: by identifier the latest version, or that it was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from data.errors import StackwayError
from graph.pathways import Pathway, Step, StepKind
from graph.pathways.codec import pathway_from_plain, pathway_to_plain
from graph.requirements import HasSkill, Leaf, Node, Requirement, fold

if TYPE_CHECKING:
    from data.records import Edit

KIND: Final = "pathway"
"""What the records call edits of pathways."""

SOURCE: Final = "records"
"""The source that an authored pathway names as its provenance."""


def body_of(pathway: Pathway) -> dict[str, Any]:
    """The pathway as its edit keeps it: the plain values but for the provenance, which the edit itself is."""
    return {name: value for name, value in pathway_to_plain(pathway).items() if name != "provenance"}


def pathway_of(edit: Edit) -> Pathway | None:
    """What an edit says, None where it withdraws; raises `InvalidRequirement`, or what a wrong shape raises."""
    if edit.body is None:
        return None
    place = [SOURCE, f"pathways/{edit.key}@{edit.version}", ""]
    return pathway_from_plain({**edit.body, "id": edit.key, "provenance": place})


@dataclass(frozen=True, slots=True)
class Authored:
    """The pathways as they stand after the edit of a `number` (0: nothing was ever authored).

    `pathways` has None for what was withdrawn: an import of that name stays out, too. What can't be read (written by
    a newer version, say) is named in `unreadable` and leaves the import as it is.
    """

    number: int = 0
    pathways: Mapping[str, Pathway | None] = field(default_factory=lambda: MappingProxyType({}))
    unreadable: tuple[str, ...] = ()

    def with_edits(self, edits: Iterable[Edit]) -> Authored:
        """The state after further edits, each the last one of its pathway."""
        number, pathways, unreadable = self.number, dict(self.pathways), set(self.unreadable)
        for edit in edits:
            number = max(number, edit.number)
            unreadable.discard(edit.key)
            try:
                pathways[edit.key] = pathway_of(edit)
            except (StackwayError, KeyError, TypeError, ValueError, AttributeError):
                pathways.pop(edit.key, None)
                unreadable.add(edit.key)
        return Authored(number, MappingProxyType(pathways), tuple(sorted(unreadable)))

    def carried_on(self, forwards: Mapping[str, str]) -> Authored:
        """The same with skills and occupations that were merged named as what they were merged into."""
        if not forwards:
            return self
        moved = {id_: pathway and _carried_on(pathway, forwards) for id_, pathway in self.pathways.items()}
        return replace(self, pathways=MappingProxyType(moved))

    def over(self, imported: Iterable[Pathway]) -> tuple[Pathway, ...]:
        """The imported pathways with the authored ones in their place or beside them, by identifier."""
        there: dict[str, Pathway | None] = {**{pathway.id: pathway for pathway in imported}, **self.pathways}
        return tuple(pathway for _, pathway in sorted(there.items()) if pathway is not None)

    def named(self, snapshot: str) -> str:
        """What to call an answer's ground: the snapshot, and the edit up to which pathways were taken.

        >>> Authored(7).named("4490f4e54b61"), Authored().named("4490f4e54b61")
        ('4490f4e54b61+p7', '4490f4e54b61')
        """
        built = snapshot.partition("+")[0]
        return f"{built}+p{self.number}" if self.number else built

    def remarks(self) -> list[str]:
        """What an issuer should look at."""
        return [
            f"What was authored of the pathway {id_} can't be read; save it again or withdraw it."
            for id_ in self.unreadable
        ]


def _carried_on(pathway: Pathway, forwards: Mapping[str, str]) -> Pathway:
    destination = forwards.get(pathway.destination, pathway.destination)
    steps = tuple(_step_carried_on(step, forwards) for step in pathway.steps)
    changed = destination != pathway.destination or steps != pathway.steps
    return replace(pathway, destination=destination, steps=steps) if changed else pathway


def _step_carried_on(step: Step, forwards: Mapping[str, str]) -> Step:
    skill = forwards.get(step.credential, step.credential) if step.kind is StepKind.SKILL else step.credential
    asked = _renamed(step.requirement, forwards) if step.requirement is not None else None
    return replace(step, credential=skill, requirement=asked)


def _renamed(requirement: Requirement, forwards: Mapping[str, str]) -> Requirement:
    def leaf(part: Leaf) -> Requirement:
        return replace(part, skill=forwards.get(part.skill, part.skill)) if isinstance(part, HasSkill) else part

    def node(part: Node, parts: tuple[Requirement, ...]) -> Requirement:
        return replace(part, parts=parts)  # type: ignore[arg-type]

    return fold(requirement, leaf, node)
