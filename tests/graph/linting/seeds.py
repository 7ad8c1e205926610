"""Sound pathways of many shapes, and one way or more to break each rule in them: what is wrong is known beforehand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from graph.credentials import Credential, Offering, Taught
from graph.linting import Surroundings
from graph.pathways.model import Condition, Pathway, Role, Step, StepKind
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds
from skills_taxonomy.types import Provenance

TODAY = date(2026, 3, 1)
HERE = Provenance("made", "made:1")


@dataclass(frozen=True)
class World:
    """A pathway, what is known of its credentials, and what the occupation at its end needs."""

    pathway: Pathway
    credentials: dict[str, Credential]
    demand: tuple[str, ...] | None = None

    @property
    def around(self) -> Surroundings:
        return Surroundings(TODAY, self.credentials, whole=True, demand=self.demand, occupation="The occupation")

    def with_step(self, id_: str, **changes: object) -> World:
        steps = tuple(replace(s, **changes) if s.id == id_ else s for s in self.pathway.steps)  # type: ignore[arg-type]
        return replace(self, pathway=replace(self.pathway, steps=steps))

    def with_pathway(self, **changes: object) -> World:
        return replace(self, pathway=replace(self.pathway, **changes))  # type: ignore[arg-type]

    def with_credential(self, id_: str, **changes: object) -> World:
        known = replace(self.credentials[id_], **changes)  # type: ignore[arg-type]
        return replace(self, credentials=self.credentials | {id_: known})

    def adding(self, *steps: Step, credentials: tuple[Credential, ...] = ()) -> World:
        more = self.credentials | {one.id: one for one in credentials}
        return replace(self.with_pathway(steps=(*self.pathway.steps, *steps)), credentials=more)


def credential(number: int, chance: Random) -> Credential:
    name = f"x:c{number}"
    offering = Offering(
        f"{name}#1", signup_url=f"https://example.org/{number}", closes=chance.choice([None, TODAY + timedelta(90)]),
        language="en", cost=float(chance.randint(0, 500)), currency="EUR", hours=float(chance.randint(5, 60)),
    )  # fmt: skip
    skills = (f"x:k{number}", *([f"x:n{number}"] if chance.random() < 0.4 else []))
    taught = tuple(Taught(one, one, 1.0, 1.0, "stated", "", HERE) for one in skills)
    return Credential(
        name, f"Course {number}", "x", "X", HERE, level="basic", language="en", offerings=(offering,), teaches=taught,
        validity_months=chance.choice([None, None, 60]),
    )  # fmt: skip


def sound(seed: int) -> World:
    """A pathway with nothing wrong: a chain, perhaps a choice, a sum of credits, an off-ramp, a milestone, an end."""
    chance = Random(seed)
    core = chance.randint(3, 7)
    made = {number: credential(number, chance) for number in range(core + 7)}
    steps = [_core(number, chance) for number in range(core)]
    groups = []
    if chance.random() < 0.6:
        groups.append(_choice(core, core, chance, steps))
    if chance.random() < 0.5:
        groups.append(_sum(core + 3, core + 1, chance, steps))
    final = core + 6
    condition = Condition(tuple(groups), (Condition((f"s{core - 1}",)),)) if groups else None
    steps.append(
        Step(f"s{final}", core + 4, f"x:c{final}", condition=condition, after=(f"s{core - 1}",), name="The end")
    )
    if chance.random() < 0.4:
        steps[1] = replace(steps[1], role=Role.MILESTONE)
    if chance.random() < 0.3:
        steps[2] = replace(steps[2], role=Role.OFF_RAMP)
    used = {step.credential for step in steps}
    pathway = Pathway(
        "x:p", "P", "x", tuple(steps), HERE, ends=(f"s{final}",) if chance.random() < 0.6 else (),
        ordered=chance.random() < 0.5, level="basic", language="en", page_url="https://example.org/p",
    )  # fmt: skip
    demand = tuple(f"x:k{number}" for number in range(core)) if chance.random() < 0.5 else None
    return World(pathway, {one.id: one for one in made.values() if one.id in used}, demand)


def _core(number: int, chance: Random) -> Step:
    before = (f"s{number - 1}",) if number else ()
    requirement = None
    if number and chance.random() < 0.5:
        earlier = chance.randrange(number)
        requirement = chance.choice(
            [Holds(f"x:c{earlier}"), HasSkill(f"x:k{earlier}"), AtLeast(1, (Holds(f"x:c{earlier}"), Holds("y:other")))]
        )
    return Step(f"s{number}", number, f"x:c{number}", after=before, requirement=requirement, credits=5.0)


def _choice(first: int, position: int, chance: Random, steps: list[Step]) -> str:
    names = [f"s{first + n}" for n in range(3)]
    steps += [Step(one, position, f"x:c{first + n}", optional=True) for n, one in enumerate(names)]
    steps.append(Step("choice", position, "x:choice", kind=StepKind.GROUP, name="A choice",
                      condition=Condition(tuple(names), least=chance.choice([1, 2]))))  # fmt: skip
    return "choice"


def _sum(first: int, position: int, chance: Random, steps: list[Step]) -> str:
    names = [f"s{first + n}" for n in range(3)]
    steps += [Step(one, position, f"x:c{first + n}", optional=True, credits=5.0) for n, one in enumerate(names)]
    steps.append(Step("sum", position, "x:sum", kind=StepKind.GROUP, name="A sum of credits",
                      condition=Condition(tuple(names), credits=chance.choice([5.0, 10.0]))))  # fmt: skip
    return "sum"


Breaking = Callable[[World, Random], World]


def _chain(world: World) -> list[str]:
    """The steps of the chain, which everybody takes, in order."""
    return [step.id for step in world.pathway.steps if not step.optional and step.is_earned][:-1]


def _some(world: World, chance: Random) -> str:
    return chance.choice(_chain(world))


def _needing(world: World, id_: str, condition: Condition) -> World:
    return world.with_step(id_, condition=condition)


def order_circle(world: World, chance: Random) -> World:
    chain = _chain(world)
    first, last = sorted(chance.sample(range(len(chain)), 2))
    one = world.pathway.by_id[chain[first]]
    return world.with_step(one.id, after=(*one.after, chain[last]))


def order_itself(world: World, chance: Random) -> World:
    one = _some(world, chance)
    return world.with_step(one, after=(*world.pathway.by_id[one].after, one))


def needs_circle(world: World, chance: Random) -> World:
    one, other = "loop1", "loop2"
    made = [replace(credential(n, chance), id=f"x:l{n}") for n in (91, 92)]
    return world.with_pathway(ordered=False).adding(
        Step(one, 50, made[0].id, condition=Condition((other,)), optional=True),
        Step(other, 50, made[1].id, requirement=Holds(made[0].id), optional=True),
        credentials=tuple(made),
    )


def needs_circle_of_credentials(world: World, chance: Random) -> World:
    chain = _chain(world)
    first, last = chain[0], chain[-1]
    steps = world.pathway.by_id
    broken = world.with_pathway(ordered=False).with_step(first, requirement=AllOf((Holds(steps[last].credential),)))
    return broken.with_credential(steps[last].credential, requirement=Holds(steps[first].credential))


def unreachable(world: World, chance: Random) -> World:
    made = [replace(credential(n, chance), id=f"x:u{n}") for n in (91, 92)]
    return world.adding(
        Step("stuck", 50, made[0].id, condition=Condition((_some(world, chance),), least=2), optional=True),
        Step("behind", 51, made[1].id, condition=Condition(("stuck",)), optional=True),
        credentials=tuple(made),
    )


def too_many(world: World, chance: Random) -> World:
    return _needing(world, world.pathway.steps[-1].id, Condition((_some(world, chance),), least=chance.choice([2, 3])))


def too_many_nested(world: World, chance: Random) -> World:
    one = _chain(world)[0]
    inner = Condition((one, one), least=2)
    return _needing(world, world.pathway.steps[-1].id, Condition(parts=(Condition(parts=(inner,)),)))


def too_many_required(world: World, chance: Random) -> World:
    last = world.pathway.steps[-1].id
    return world.with_step(last, requirement=AtLeast(3, (Holds("y:a"), Holds("y:b"), Holds("y:a"))))


def too_many_credits(world: World, chance: Random) -> World:
    return _needing(world, world.pathway.steps[-1].id, Condition((_some(world, chance),), credits=5.5))


def too_many_credits_required(world: World, chance: Random) -> World:
    return world.with_step(world.pathway.steps[-1].id, requirement=Credits(30.0, (Holds("y:a", 20.0), Holds("y:b", 9))))


def missing_in_condition(world: World, chance: Random) -> World:
    return _needing(world, world.pathway.steps[-1].id, Condition((_some(world, chance), "nowhere")))


def missing_before(world: World, chance: Random) -> World:
    one = world.pathway.by_id[_some(world, chance)]
    return world.with_step(one.id, after=(*one.after, "nowhere"))


def missing_end(world: World, chance: Random) -> World:
    return world.with_pathway(ends=(world.pathway.steps[-1].id, "nowhere"))


def dead_end(world: World, chance: Random) -> World:
    made = replace(credential(93, chance), id="x:d93")
    first = _chain(world)[0]
    return world.with_pathway(ends=(world.pathway.steps[-1].id,)).adding(
        Step("nowhere", chance.randint(1, 60), made.id, after=(first,)), credentials=(made,)
    )


def twice(world: World, chance: Random) -> World:
    one = world.pathway.by_id[_some(world, chance)]
    return world.adding(Step("again", 60, one.credential, optional=True))


def wrong_order(world: World, chance: Random) -> World:
    chain = _chain(world)
    return world.with_step(chain[-2], position=world.pathway.by_id[chain[-1]].position + 1)


def optional_needed(world: World, chance: Random) -> World:
    chain = _chain(world)
    needed = chance.choice(chain[:-1])
    last = world.pathway.steps[-1]
    return world.with_step(needed, optional=True).with_step(
        last.id, requirement=Holds(world.pathway.by_id[needed].credential)
    )


def empty_group(world: World, chance: Random) -> World:
    condition = chance.choice([None, Condition(least=1)])
    return world.adding(Step("empty", 60, "x:empty", kind=StepKind.GROUP, condition=condition, optional=True))


def no_steps(world: World, chance: Random) -> World:
    return World(replace(world.pathway, steps=(), ends=()), {})


def asks_nothing(world: World, chance: Random) -> World:
    nothing = chance.choice(
        [Condition((_some(world, chance),), least=0), Condition((_some(world, chance),), credits=0)]
    )
    return world.with_step(world.pathway.steps[-1].id, condition=Condition((_chain(world)[-1],), (nothing,)))


def _offer(world: World, chance: Random, **changes: object) -> World:
    known = world.credentials[world.pathway.by_id[_some(world, chance)].credential]
    return world.with_credential(known.id, offerings=(replace(known.offerings[0], **changes),))  # type: ignore[arg-type]


def no_sign_up(world: World, chance: Random) -> World:
    return _offer(world, chance, signup_url="")


def bad_sign_up(world: World, chance: Random) -> World:
    return _offer(
        world, chance, signup_url=chance.choice(["example.org/a", "htp://example.org", "javascript:alert(1)"])
    )


def bad_page(world: World, chance: Random) -> World:
    return world.with_step(_some(world, chance), page_url="www.example.org")


def closed(world: World, chance: Random) -> World:
    return _offer(world, chance, closes=TODAY - timedelta(chance.randint(1, 400)))


def unknown(world: World, chance: Random) -> World:
    gone = world.pathway.steps[-1].credential
    return replace(world, credentials={name: one for name, one in world.credentials.items() if name != gone})


def assumed(world: World, chance: Random) -> World:
    one = _some(world, chance)
    return world.with_step(one, requirement=AllOf((HasSkill("x:never"),)))


def assumed_too_early(world: World, chance: Random) -> World:
    last = world.pathway.by_id[_chain(world)[-1]].credential.removeprefix("x:c")
    return world.with_step(_chain(world)[0], requirement=HasSkill(f"x:k{last}"))


def taught_twice(world: World, chance: Random) -> World:
    chain = _chain(world)
    one, other = (world.pathway.by_id[id_].credential for id_ in chance.sample(chain, 2))
    broken = world.with_pathway(ordered=True)
    for step in chain:
        broken = broken.with_step(step, requirement=None)
    return replace(broken.with_credential(one, teaches=world.credentials[other].teaches), demand=None)


def gap(world: World, chance: Random) -> World:
    return replace(world, demand=("x:k0", "x:never"))


def together(world: World, chance: Random) -> World:
    one, other = _chain(world)[:2]
    group = {"kind": StepKind.GROUP, "role": Role.MILESTONE, "optional": True}
    return world.adding(
        Step("m1", 60, "x:m1", condition=Condition((one, other)), **group),  # type: ignore[arg-type]
        Step("m2", 60, "x:m2", condition=Condition(parts=(Condition((other,)),), steps=(one,), least=2), **group),  # type: ignore[arg-type]
    )


def withdrawn(world: World, chance: Random) -> World:
    return world.with_credential(world.pathway.by_id[_some(world, chance)].credential, withdrawn=True)


def superseded(world: World, chance: Random) -> World:
    one = world.pathway.by_id[_some(world, chance)].credential
    return world.with_credential(one, superseded_by="x:new", withdrawn=chance.random() < 0.5)


def expires(world: World, chance: Random) -> World:
    chain = _chain(world)
    broken = world.with_credential(world.pathway.by_id[chain[0]].credential, validity_months=1)
    return broken.with_step(chain[-1], hours=float(chance.randint(60, 400))).with_pathway(ordered=True)


def _unstated(world: World, chance: Random, field: str) -> World:
    one = world.pathway.by_id[_some(world, chance)].credential
    return world.with_pathway(**{field: ""}).with_credential(one, **{field: ""})


def no_level(world: World, chance: Random) -> World:
    return _unstated(world, chance, "level")


def no_cost(world: World, chance: Random) -> World:
    return _offer(world, chance, cost=None)


def no_language(world: World, chance: Random) -> World:
    broken = _unstated(world, chance, "language")
    return replace(
        broken,
        credentials={
            name: one if one.language else replace(one, offerings=(replace(one.offerings[0], language=""),))
            for name, one in broken.credentials.items()
        },
    )


_BARRED = frozenset({"SW103", "SW107", "SW110"})
"""What may follow from a step that can't be done, or that stands in a circle."""

SEEDS: tuple[tuple[str, Breaking, frozenset[str]], ...] = (
    ("SW101", order_circle, _BARRED), ("SW101", order_itself, _BARRED),
    ("SW102", needs_circle, frozenset()), ("SW102", needs_circle_of_credentials, _BARRED),
    ("SW103", unreachable, frozenset({"SW104"})),
    ("SW104", too_many, _BARRED | {"SW108"}), ("SW104", too_many_nested, _BARRED | {"SW108"}),
    ("SW104", too_many_required, _BARRED),
    ("SW105", too_many_credits, _BARRED | {"SW108"}), ("SW105", too_many_credits_required, _BARRED),
    ("SW106", missing_in_condition, _BARRED | {"SW108"}), ("SW106", missing_before, _BARRED),
    ("SW106", missing_end, _BARRED),
    ("SW107", too_many_required, _BARRED | {"SW104"}),
    ("SW108", dead_end, frozenset()),
    ("SW109", twice, frozenset()),
    ("SW110", wrong_order, frozenset()),
    ("SW111", optional_needed, frozenset()),
    ("SW112", empty_group, frozenset()),
    ("SW113", no_steps, frozenset({"SW303"})),
    ("SW114", asks_nothing, frozenset({"SW108"})),
    ("SW201", no_sign_up, frozenset()),
    ("SW202", bad_sign_up, frozenset()), ("SW202", bad_page, frozenset()),
    ("SW203", closed, frozenset()),
    ("SW204", unknown, frozenset()),
    ("SW301", assumed, frozenset()), ("SW301", assumed_too_early, frozenset()),
    ("SW302", taught_twice, frozenset()),
    ("SW303", gap, frozenset()),
    ("SW304", together, frozenset()),
    ("SW401", withdrawn, frozenset()),
    ("SW402", superseded, frozenset()),
    ("SW403", expires, frozenset()),
    ("SW501", no_level, frozenset()), ("SW502", no_cost, frozenset()), ("SW503", no_language, frozenset()),
)  # fmt: skip
"""Code, what breaks it, and the codes that may follow from that."""
