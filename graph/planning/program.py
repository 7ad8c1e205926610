"""A goal as a mixed-integer program: which credentials to earn, so that the goal and every requirement is met.

For each credential c a variable x_c in {0, 1}: it is earned. Each requirement becomes rows over the variables of what
it names: under *all of* the tree's variable is at most each part's; under *at least k* k times the tree's is at most
the sum of the parts'; under *credits* the minimum times the tree's is at most the credits of the parts. The goal's
variable is 1. Credentials that may require each other in a circle get places t in an order, and one counts for
another only if it comes earlier (Miller, Tucker and Zemlin, 1960, doi:10.1145/321043.321046).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from graph.planning.reach import Situation
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds, Leaf, Requirement, counted, key

Terms = dict[int, float]
"""A linear expression: coefficients by variable."""

Value = int | bool
"""A variable's number, or what is known from the start."""

_MANY = 3
"""From more ways than this on, a leaf has a variable of its own that all who ask for it share."""


@dataclass(slots=True)
class Program:
    """Variables and rows ``low <= A x <= high``, put together piece by piece."""

    objective: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[Terms, float]] = field(default_factory=list)

    def variable(self, *, price: float = 0.0, upper: float = 1.0, whole: bool = True) -> int:
        """A new variable from 0 to `upper`; gives its number."""
        self.objective.append(price)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.objective) - 1

    def at_most(self, terms: Terms, bound: float) -> None:
        """Add the row ``terms <= bound``."""
        self.rows.append((terms, bound))

    def solved(self, seconds: float) -> Any:
        """What HiGHS says through `scipy.optimize.milp`, searching until it is proven or the time is up."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        matrix, bounds = self._matrix()
        return milp(
            np.array(self.objective),
            integrality=np.array(self.whole, int),
            bounds=Bounds(0.0, np.array(self.upper)),
            constraints=LinearConstraint(matrix, -np.inf, bounds) if self.rows else None,
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )

    def relaxed(self) -> Any:
        """The same without wholeness, by `scipy.optimize.linprog`; its reduced costs are ``lower.marginals``."""
        from scipy.optimize import linprog

        matrix, bounds = self._matrix()
        between: Any = [(0.0, upper) for upper in self.upper]
        return linprog(np.array(self.objective), A_ub=matrix, b_ub=bounds, bounds=between)

    def _matrix(self) -> tuple[Any, Any]:
        from scipy.sparse import csr_array

        at = np.cumsum([0, *(len(terms) for terms, _ in self.rows)])
        columns = np.fromiter((v for terms, _ in self.rows for v in terms), np.int32, int(at[-1]))
        values = np.fromiter((c for terms, _ in self.rows for c in terms.values()), float, int(at[-1]))
        matrix = csr_array((values, columns, at), shape=(len(self.rows), len(self.objective)))
        return matrix, np.array([bound for _, bound in self.rows])


@dataclass(slots=True)
class Encoding:
    """The program of one situation over some credentials.

    `repair` gives, for a leaf that isn't met, the facts that would meet it if they were added, each with its price.
    """

    situation: Situation
    candidates: Sequence[str]
    price: Callable[[str], float]
    repair: Callable[[Leaf], Mapping[Leaf, float]] = lambda leaf: MappingProxyType({})
    program: Program = field(default_factory=Program)
    earn: dict[str, int] = field(default_factory=dict)
    repairs: dict[tuple[str, float], tuple[int, Leaf]] = field(default_factory=dict)
    _circle: Mapping[str, int] = field(default_factory=dict)
    _place: dict[str, int] = field(default_factory=dict)
    _before: dict[tuple[str, str], int] = field(default_factory=dict)
    _size: dict[int, int] = field(default_factory=dict)
    _shown: dict[tuple[str, float], int] = field(default_factory=dict)

    def encode(self) -> Encoding:
        """Write all rows: requirements and goal."""
        for credential in self.candidates:
            self.earn[credential] = self.program.variable(price=self.price(credential))
        self._circle = circles(self.situation, self.candidates)
        for number in self._circle.values():
            self._size[number] = self._size.get(number, 0) + 1
        for credential in self._circle:
            upper = self._size[self._circle[credential]] - 1.0
            self._place[credential] = self.program.variable(upper=upper, whole=False)
        for credential in self.candidates:
            requirement = self.situation.ways[credential].requirement
            if requirement is not None:
                self._demand(self.earn[credential], requirement, credential)
        self._want()
        return self

    def encode_goal(self) -> Encoding:
        """Write the rows of the goal alone, as if nothing were required of what meets it."""
        for credential in self.candidates:
            self.earn[credential] = self.program.variable(price=self.price(credential))
        self._want()
        return self

    def _want(self) -> None:
        top = self.program.variable(whole=False)
        self.program.at_most({top: -1.0}, -1.0)
        self._demand(top, self.situation.goal, "")

    def limit(self, takes: Callable[[str], float], most: float) -> None:
        """Hold the sum over all that is earned to a limit."""
        terms = {variable: amount for one, variable in self.earn.items() if (amount := takes(one))}
        if terms:
            self.program.at_most(terms, most)

    # -- trees ------------------------------------------------------------------------------------------------------

    def _demand(self, variable: int, requirement: Requirement, asker: str) -> None:
        """Have `variable` be 1 only where the requirement is met."""
        waiting = [(variable, requirement)]
        while waiting:
            above, part = waiting.pop()
            if isinstance(part, AllOf):
                waiting.extend((above, below) for below in part.parts)
                continue
            if not self._rows(above, part, asker, waiting):
                self.program.at_most({above: 1.0}, 0.0)

    def _rows(self, above: int, part: Requirement, asker: str, waiting: list[tuple[int, Requirement]]) -> bool:
        if isinstance(part, Holds | HasSkill):
            value = self._leaf(part, asker)
            if isinstance(value, bool):
                return value
            if len(value) > _MANY:
                value = {self._any_of(part, value, asker): 1.0}
            self.program.at_most({above: 1.0, **{v: -c for v, c in value.items()}}, 0.0)
            return True
        weights = self._weights(part)
        needed = part.minimum if isinstance(part, Credits) else float(part.k)  # type: ignore[union-attr]
        sure, terms = 0.0, Terms()
        for below, weight in weights:
            counts = self._part(below, asker, waiting)
            if counts is True:
                sure += weight
            elif counts is not False:
                terms[counts] = terms.get(counts, 0.0) + weight
        left = needed - sure
        if left <= 1e-9:
            return True
        if sum(terms.values()) < left - 1e-9:
            return False
        self.program.at_most({above: left, **{v: -min(c, left) for v, c in terms.items()}}, 0.0)
        return True

    def _weights(self, part: Requirement) -> list[tuple[Requirement, float]]:
        """The parts that count, each once, with what each brings."""
        if isinstance(part, Credits):
            return [(leaf, leaf.credits) for leaf in counted(part.parts, lambda one: one)]
        assert isinstance(part, AtLeast)  # noqa: S101 - the only kind left
        return [(below, 1.0) for below in counted(part.parts, lambda one: one)]

    def _part(self, part: Requirement, asker: str, waiting: list[tuple[int, Requirement]]) -> Value:
        """One part under *at least* or *credits* as a variable of its own, or known from the start."""
        if isinstance(part, Holds | HasSkill):
            value = self._leaf(part, asker)
            if isinstance(value, bool):
                return value
            if len(value) == 1:
                return next(iter(value))
            return self._any_of(part, value, asker)
        variable = self.program.variable()
        waiting.append((variable, part))
        return variable

    def _any_of(self, leaf: Leaf, value: Terms, asker: str) -> int:
        """A variable that is 1 only where one of several is; the same for all who ask alike."""
        name = key(leaf)
        alone = asker in self._circle or asker in self.situation.showing(leaf)
        if not alone and name in self._shown:
            return self._shown[name]
        variable = self.program.variable(whole=False)
        self.program.at_most({variable: 1.0, **{v: -c for v, c in value.items()}}, 0.0)
        if not alone:
            self._shown[name] = variable
        return variable

    # -- leaves -----------------------------------------------------------------------------------------------------

    def _leaf(self, leaf: Leaf, asker: str) -> Terms | bool:
        """What meets a leaf for the asker: a sum of variables, True where it is met now, False where nothing can."""
        if self.situation.is_met(leaf):
            return True
        terms: Terms = {}
        for credential in self.situation.showing(leaf):
            if credential in self.earn and credential != asker:
                terms[self._counts(credential, asker)] = 1.0
        for fact, price in self.repair(leaf).items():
            terms[self._repaired(fact, price)] = 1.0
        return terms or False

    def _repaired(self, leaf: Leaf, price: float) -> int:
        if key(leaf) not in self.repairs:
            self.repairs[key(leaf)] = self.program.variable(price=price), leaf
        return self.repairs[key(leaf)][0]

    def _counts(self, credential: str, asker: str) -> int:
        """The variable by which one credential counts for another: inside a circle only if it comes earlier."""
        number = self._circle.get(asker)
        if number is None or self._circle.get(credential) != number:
            return self.earn[credential]
        pair = credential, asker
        if pair not in self._before:
            variable = self._before[pair] = self.program.variable()
            self.program.at_most({variable: 1.0, self.earn[credential]: -1.0}, 0.0)
            size = float(self._size[number])
            later = {self._place[credential]: 1.0, self._place[asker]: -1.0, variable: size}
            self.program.at_most(later, size - 1.0)
        return self._before[pair]


def circles(situation: Situation, candidates: Sequence[str]) -> dict[str, int]:
    """The credentials that may require each other in a circle, each with the number of its circle."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    place = {credential: number for number, credential in enumerate(candidates)}
    after, before = list[int](), list[int]()
    for credential, number in place.items():
        for leaf in situation.leaves_of(credential):
            found = [place[one] for one in situation.showing(leaf) if one in place and one != credential]
            after.extend([number] * len(found))
            before.extend(found)
    size = len(candidates)
    ones = np.ones(len(after), np.int8)
    graph = coo_array((ones, (after, before)), shape=(size, size)).tocsr()
    _, label = connected_components(graph, directed=True, connection="strong")
    together = np.bincount(label, minlength=1)
    return {one: int(label[number]) for one, number in place.items() if together[label[number]] > 1}
