"""Sound pathways of any size: layers of steps, each layer a choice or a chain, all of it before one end."""

from __future__ import annotations

from random import Random

from graph.linting import Surroundings
from graph.pathways.model import Condition, Pathway, Step, StepKind
from tests.graph.linting.seeds import HERE, TODAY, credential


def large(size: int) -> tuple[Pathway, Surroundings]:
    """A pathway of `size` steps: every third layer a choice of two of four, the others chains of four."""
    chance = Random(size)
    steps: list[Step] = []
    last: tuple[str, ...] = ()
    number = 0
    while len(steps) < size - 6:
        names = [f"s{number + n}" for n in range(4)]
        position = number
        if (number // 4) % 3 == 2:
            steps += [Step(one, position, f"x:c{number + n}", optional=True, after=last) for n, one in enumerate(names)]
            group = f"g{number}"
            condition = Condition(tuple(names), least=2)
            steps.append(Step(group, position, f"x:{group}", kind=StepKind.GROUP, condition=condition))
            last = (group,)
        else:
            for n, one in enumerate(names):
                steps.append(Step(one, position + n, f"x:c{number + n}", after=last))
                last = (one,)
        number += 4
    while len(steps) < size:
        steps.append(Step(f"s{number}", number, f"x:c{number}", after=last))
        last = (f"s{number}",)
        number += 1
    made = {f"x:c{n}": credential(n, chance) for n in range(number)}
    pathway = Pathway(
        "x:big", "Big", "x", tuple(steps), HERE, ends=(steps[-1].id,), ordered=True, level="basic", language="en"
    )
    known = {name: one for name, one in made.items() if one.validity_months is None}
    whole = {name: made[name] if name in known else _lasting(made[name]) for name in made}
    return pathway, Surroundings(TODAY, whole, whole=True)


def _lasting(one: object) -> object:
    from dataclasses import replace

    return replace(one, validity_months=None)  # type: ignore[type-var]
