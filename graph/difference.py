"""What one skills graph says and another doesn't: nodes and edges added, removed and changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from graph.statements import Edge, Node

if TYPE_CHECKING:
    from graph.skills_graph import SkillsGraph

T = TypeVar("T", Node, Edge)


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """One node or edge as it was and as it is: without `before` it was added, without `after` it was removed.

    >>> Change(None, Node("x:a", "skill", "knots")).what
    'added'
    """

    before: T | None
    after: T | None

    @property
    def what(self) -> str:
        """In a word: added, removed or changed."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def either(self) -> T:
        """As it is, or as it was where it is no more: for what both have, identity and kind."""
        found = self.after if self.after is not None else self.before
        if found is None:
            raise ValueError("a change from nothing to nothing")
        return found

    @property
    def says_the_same(self) -> bool:
        """Whether only the place where it stands (its provenance) differs."""
        return self.before is not None and self.after is not None and _said(self.before) == _said(self.after)


Changed = Change[Node] | Change[Edge]


def change_of(before: Node | Edge | None, after: Node | Edge | None) -> Changed:
    """The change between two of a kind."""
    made: Any = Change(before, after)
    return cast("Changed", made)


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes from one graph to another, in the order of identities. Empty where both say the same."""

    nodes: tuple[Change[Node], ...] = ()
    edges: tuple[Change[Edge], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.edges)

    def __len__(self) -> int:
        return len(self.nodes) + len(self.edges)

    def __iter__(self) -> Iterator[Changed]:
        yield from self.nodes
        yield from self.edges

    def counts(self) -> dict[tuple[str, str, str], int]:
        """How many: by ``node`` or ``edge``, then kind or predicate, then added, removed or changed; sorted."""
        found = Counter(("node", change.either.kind, change.what) for change in self.nodes)
        found.update(("edge", change.either.predicate, change.what) for change in self.edges)
        return dict(sorted(found.items()))


def difference(before: SkillsGraph, after: SkillsGraph) -> Difference:
    """What leads from one graph to the other. Where something stands (its provenance) counts, too.

    >>> from graph.skills_graph import SkillsGraph
    >>> one = SkillsGraph([Node("x:a", "skill", "knots")], [])
    >>> other = SkillsGraph([Node("x:a", "skill", "tie knots"), Node("x:b", "skill", "row")], [])
    >>> [(change.what, change.either.id) for change in difference(one, other).nodes]
    [('changed', 'x:a'), ('added', 'x:b')]
    """
    return Difference(
        _changes(before.nodes(), after.nodes(), lambda node: node.id),
        _changes(before.edges(), after.edges(), lambda edge: edge.identity),
    )


def _changes(before: Iterable[T], after: Iterable[T], identity: Callable[[T], Hashable]) -> tuple[Change[T], ...]:
    """Whatever is the same in both is let go of while the other graph is read."""
    left = {identity(one): one for one in before}
    found: list[Change[T]] = []
    for one in after:
        was = left.pop(identity(one), None)
        if was != one:
            found.append(Change(was, one))
    found += [Change(one, None) for one in left.values()]
    return tuple(sorted(found, key=lambda change: str(identity(change.either))))


def _said(one: Node | Edge) -> tuple[object, ...]:
    """Everything but where it stands; True is not 1."""
    head = (one.kind, one.label) if isinstance(one, Node) else one.identity
    return *head, *((name, type(value), value) for name, value in one.properties)
