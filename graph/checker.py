"""Whether a requirement is met by what a learner holds on a day: yes, no or unknown, and why, as a tree.

Only an award that its issuer verified, and that is neither expired nor revoked nor still to come, gives a plain
yes. What a learner says or uploads gives unknown. The three values are joined as Kleene's strong logic joins them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import fsum
from types import MappingProxyType
from typing import Final

from graph.holdings import Holdings, Known
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds, Leaf, Node, Requirement, counted, fold, key
from graph.standing import Kind, Standings

Attests = Mapping[str, Mapping[str, float]]
"""Credential to the skills that an award of it attests, each with the level 0..1 (0: some level, not stated)."""


class Verdict(StrEnum):
    """Three-valued: what isn't known is neither yes nor no."""

    NO = "no"
    UNKNOWN = "unknown"
    YES = "yes"


_RANK: Final = {Verdict.NO: 0, Verdict.UNKNOWN: 1, Verdict.YES: 2}
_KINDS: Final = {Kind.HELD: Verdict.YES, Kind.CLAIMED: Verdict.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one requirement, recorded while it was checked; `parts` are the findings of its parts.

    `why` is a clause, about "it" where the requirement names a credential or skill. `missing` are leaves that
    together would make it a yes: empty where it is a yes, and where nothing could make it one.
    """

    verdict: Verdict
    why: str
    requirement: Requirement
    parts: tuple[Finding, ...] = ()
    missing: tuple[Leaf, ...] = ()

    @property
    def text(self) -> str:
        """The clause with the identifier that it is about."""
        name = _named(self.requirement)
        return f"{name}: {self.why}" if name else self.why


def check(
    requirement: Requirement, holdings: Holdings, today: date, attests: Attests = MappingProxyType({})
) -> Finding:
    """Check a requirement on a day; pure, and not bound by how deep the tree is.

    `AllOf()` is a yes. `AtLeast(k)` is a yes with k parts that are, a no with fewer than k that are or may be, else
    unknown; a leaf named twice counts once, so more than there are can't be met. `Credits` adds up what is met, and
    apart from it what may be. A skill is had as the holdings state it, or through a held credential that attests it.

    >>> from graph.holdings import Award
    >>> held = Holdings((Award("x:a"), Award("x:b", known=Known.SELF_DECLARED)))
    >>> check(AtLeast(2, (Holds("x:a"), Holds("x:b"), Holds("x:c"))), held, date(2026, 1, 1)).verdict.value
    'unknown'
    """
    facts = _Facts(holdings, Standings(holdings, today), attests)
    return fold(requirement, facts.leaf, _node)


@dataclass(frozen=True, slots=True)
class _Facts:
    holdings: Holdings
    standings: Standings
    attests: Attests

    def leaf(self, leaf: Leaf) -> Finding:
        return self.held(leaf) if isinstance(leaf, Holds) else self.skill(leaf)

    def held(self, leaf: Holds) -> Finding:
        standing = self.standings.of(leaf.credential)
        return _leaf(leaf, _KINDS.get(standing.kind, Verdict.NO), standing.words)

    def skill(self, leaf: HasSkill) -> Finding:
        found = sorted((*self._stated(leaf), *self._attested(leaf)), key=lambda f: (-_RANK[f.verdict], f.why))
        return found[0] if found else _leaf(leaf, Verdict.NO, "you haven't shown it")

    def _stated(self, leaf: HasSkill) -> Iterator[Finding]:
        for skill, mastery, known in self.holdings.skills:
            if skill == leaf.skill:
                yield _at_level(leaf, mastery, Verdict.YES if known is Known.VERIFIED else Verdict.UNKNOWN)

    def _attested(self, leaf: HasSkill) -> Iterator[Finding]:
        for credential in self.standings.credentials:
            level = self.attests.get(credential, {}).get(leaf.skill)
            if level is not None and self.standings.of(credential).kind in _KINDS:
                through = self.held(Holds(credential))
                yield _at_level(leaf, level, through.verdict, (through,))


def _at_level(leaf: HasSkill, mastery: float, known: Verdict, through: tuple[Finding, ...] = ()) -> Finding:
    source = "a credential that you hold teaches it" if through else "you have it"
    if leaf.level and not mastery:
        known, why = Verdict.UNKNOWN, f"{source}, at a level that isn't stated; {leaf.level:g} is asked for"
    elif mastery < leaf.level:
        known, why = Verdict.NO, f"{source}, at level {mastery:g}; {leaf.level:g} is asked for"
    elif known is Verdict.UNKNOWN:
        claim = "a credential that you say you hold teaches it" if through else "you say that you have it"
        why = f"{claim}; nobody has confirmed it"
    else:
        why = source
    return _leaf(leaf, known, why, through)


def _leaf(leaf: Leaf, verdict: Verdict, why: str, parts: tuple[Finding, ...] = ()) -> Finding:
    return Finding(verdict, why, leaf, parts, () if verdict is Verdict.YES else (leaf,))


def _node(node: Node, parts: tuple[Finding, ...]) -> Finding:
    match node:
        case AllOf():
            return _all_of(node, parts)
        case AtLeast():
            return _at_least(node, parts)
        case Credits():
            return _credits(node, parts)


def _all_of(node: AllOf, parts: tuple[Finding, ...]) -> Finding:
    verdict = min((part.verdict for part in parts), key=_RANK.__getitem__, default=Verdict.YES)
    why = f"all {len(parts)} are needed: {_tally(parts)}" if parts else "nothing is needed"
    missing = _union(parts) if all(_possible(part) for part in parts) else ()
    return Finding(verdict, why, node, parts, missing)


def _at_least(node: AtLeast, parts: tuple[Finding, ...]) -> Finding:
    counted = _distinct(parts)
    met = [part for part in counted if part.verdict is Verdict.YES]
    may = [part for part in counted if part.verdict is not Verdict.NO]
    open_ = sorted((part for part in counted if part.missing), key=lambda part: len(part.missing))
    why = f"at least {node.k} of {len(counted)} are needed: {_tally(counted)}"
    if len(counted) < node.k:
        why = f"at least {node.k} are needed and there are only {len(counted)}, so this can't be met"
    lacking = node.k - len(met)
    missing = _union(open_[:lacking]) if 0 < lacking <= len(open_) else ()
    return Finding(_three(len(met) >= node.k, len(may) >= node.k), why, node, parts, missing)


def _credits(node: Credits, parts: tuple[Finding, ...]) -> Finding:
    counted = sorted(_distinct(parts), key=lambda part: -_worth(part))
    sure = _sum(part for part in counted if part.verdict is Verdict.YES)
    unsure = _sum(part for part in counted if part.verdict is Verdict.UNKNOWN)
    verdict = _three(_enough(sure, node.minimum), _enough(sure + unsure, node.minimum))
    why = f"{node.minimum:g} credits are needed: you have {sure:g}"
    why += f", and {unsure:g} more that nobody has confirmed" if unsure else ""
    lacking: list[Finding] = []
    for part in counted:
        if not _enough(sure, node.minimum) and part.verdict is not Verdict.YES:
            lacking.append(part)
            sure += _worth(part)
    if not _enough(sure, node.minimum):
        return Finding(verdict, f"{why}, and all of them together bring too few", node, parts)
    return Finding(verdict, why, node, parts, _union(lacking))


def _enough(credits: float, minimum: float) -> bool:
    return credits >= minimum - 1e-9


def _three(surely: bool, perhaps: bool) -> Verdict:
    return Verdict.YES if surely else Verdict.UNKNOWN if perhaps else Verdict.NO


def _possible(finding: Finding) -> bool:
    return finding.verdict is Verdict.YES or bool(finding.missing)


def _worth(finding: Finding) -> float:
    return finding.requirement.credits if isinstance(finding.requirement, Holds | HasSkill) else 0.0


def _sum(findings: Iterable[Finding]) -> float:
    return fsum(_worth(finding) for finding in findings)


def _distinct(parts: Iterable[Finding]) -> tuple[Finding, ...]:
    return counted(parts, lambda part: part.requirement)


def _union(parts: Iterable[Finding]) -> tuple[Leaf, ...]:
    return tuple({key(leaf): leaf for part in parts for leaf in part.missing}.values())


def _tally(parts: Iterable[Finding]) -> str:
    verdicts = [part.verdict for part in parts]
    said = ((Verdict.YES, "met"), (Verdict.NO, "not met"), (Verdict.UNKNOWN, "not known"))
    return ", ".join(f"{verdicts.count(v)} {words}" for v, words in said if v in verdicts) or "there are none"


def _named(requirement: Requirement) -> str:
    match requirement:
        case Holds(credential):
            return credential
        case HasSkill(skill):
            return skill
    return ""
