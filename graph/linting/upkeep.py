"""Rules of links, of time, and of what isn't stated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import urlsplit

from graph.credentials import Credential
from graph.linting import rules
from graph.linting.facts import Facts
from graph.linting.types import Flaw, Rule
from graph.measuring.inside import cost_of, hours_of
from graph.pathways.model import Step, StepKind

_WEEKS_A_MONTH: Final = 365.25 / 12 / 7


def links(facts: Facts) -> Iterator[Flaw]:
    """Missing, malformed and closed sign-ups, and credentials that nobody knows."""
    if facts.pathway.page_url and not is_address(facts.pathway.page_url):
        yield _bad(facts.pathway.page_url, "the pathway's page", ())
    for step in facts.pathway.steps:
        if step.page_url and not is_address(step.page_url):
            yield _bad(step.page_url, f"the page of “{facts.name(step)}”", (step.id,))
        known = facts.credential(step)
        if known is not None:
            yield from _sign_up(facts, step, known)
        elif facts.around.whole and step.kind is StepKind.CREDENTIAL:
            words = f"{step.credential} (“{facts.name(step)}”) isn't in the catalogue."
            yield Flaw(rules.UNKNOWN, words, (step.id,), "credential")


def _sign_up(facts: Facts, step: Step, known: Credential) -> Iterator[Flaw]:
    named = (("sign-up", offer.signup_url) for offer in known.offerings if offer.signup_url)
    for what, address in (("page", known.page_url), *named):
        if address and not is_address(address):
            yield _bad(address, f"the {what} of “{facts.name(step)}”", (step.id,))
    unread = facts.around.bad_links.get(known.id, {})
    for what, address in unread.items():
        yield _bad(address, f"the {what} of “{facts.name(step)}”", (step.id,))
    if known.withdrawn:
        return
    if "sign-up" not in unread and not any(offer.signup_url for offer in known.offerings):
        yield Flaw(rules.NO_SIGN_UP, f"“{facts.name(step)}” has no sign-up link.", (step.id,), "sign_up")
    last = [offer.closes or offer.ends for offer in known.offerings]
    over = [day for day in last if day is not None and day < facts.around.today]
    if last and len(over) == len(last):
        words = f"Sign-up for “{facts.name(step)}” closed on {max(over)}."
        yield Flaw(rules.CLOSED, words, (step.id,), "closes")


def is_address(text: str) -> bool:
    """Whether a text is an http or https address with a host.

    >>> is_address("https://example.org/a"), is_address("example.org"), is_address("javascript:alert(1)")
    (True, False, False)
    """
    try:
        parts = urlsplit(text.strip())
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s\"<>]", text)
    except ValueError:
        return False


def _bad(address: str, what: str, steps: tuple[str, ...]) -> Flaw:
    return Flaw(rules.BAD_LINK, f"“{address[:200]}”, {what}, isn't a web address.", steps, "link")


def outdated(facts: Facts) -> Iterator[Flaw]:
    """Withdrawn and superseded credentials."""
    for step in facts.pathway.steps:
        known = facts.credential(step)
        if known is None:
            continue
        if known.superseded_by:
            words = f"“{facts.name(step)}” has been superseded by {facts.around.label(known.superseded_by)}."
            yield Flaw(rules.SUPERSEDED, words, (step.id,), "credential")
        elif known.withdrawn:
            yield Flaw(rules.WITHDRAWN, f"“{facts.name(step)}” has been withdrawn.", (step.id,), "credential")


def expires(facts: Facts) -> Iterator[Flaw]:
    """Credentials that are valid for less than what comes after them takes, counting what all must take."""
    hours = {step.id: hours_of(step, facts.credential(step)) for step in facts.pathway.steps if step.is_earned}
    for step in facts.pathway.steps:
        known = facts.credential(step)
        if known is None or not known.validity_months or step.id not in facts.taken_by_all:
            continue
        later = [hours[one.id] or 0.0 for one in _after(facts, step)]
        months = sum(later) / facts.around.hours_a_week / _WEEKS_A_MONTH
        if months > known.validity_months:
            words = (
                f"“{facts.name(step)}” is valid for {known.validity_months} months; what comes after it takes "
                f"{sum(later):g} hours, {months:.0f} months at {facts.around.hours_a_week:g} hours a week."
            )
            yield Flaw(rules.EXPIRES, words, (step.id,), "validity_months")


def _after(facts: Facts, step: Step) -> list[Step]:
    """Steps that all must take and that come after one."""
    return [
        one
        for one in facts.pathway.steps
        if one.is_earned and one.id in facts.taken_by_all and one.id != step.id and one.position > step.position
    ]


def unstated(facts: Facts) -> Iterator[Flaw]:
    """Level, language and cost that aren't stated."""
    steps = [step for step in facts.pathway.steps if step.is_earned]
    known = [(step, one) for step in steps if (one := facts.credential(step)) is not None and not one.withdrawn]
    if not facts.pathway.level:
        yield from _unsaid(facts, known, rules.NO_LEVEL, "level", lambda one: one.level or one.level_rank is not None)
    if not facts.pathway.language:
        yield from _unsaid(facts, known, rules.NO_LANGUAGE, "language", _language)
    costless = [step.id for step, one in known if cost_of(one) is None]
    if costless:
        yield Flaw(rules.NO_COST, f"No cost is stated for {facts.named(costless)}.", tuple(costless), "cost")


def _unsaid(
    facts: Facts,
    known: list[tuple[Step, Credential]],
    rule: Rule,
    field: str,
    states: Callable[[Credential], object],
) -> Iterator[Flaw]:
    without = [step.id for step, one in known if not states(one)]
    if not known:
        yield Flaw(rule, f"The pathway states no {field}.", (), field)
    elif without:
        words = f"Neither the pathway nor {facts.named(without)} states a {field}."
        yield Flaw(rule, words, tuple(without), field)


def _language(one: Credential) -> bool:
    return bool(one.language) or any(offer.language for offer in one.offerings)
