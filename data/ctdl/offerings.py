"""When, where, how and for how much something can be taken: rows of offerings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from data.cells import currency as currency_code
from data.ctdl.durations import hours, stated
from data.ctdl.known import Known
from data.ctdl.nodes import Node
from data.ctdl.place import Writing
from data.ctdl.terms import bare
from data.errors import InvalidValue
from data.ld import day

_SAYS_WHERE: Final = (
    "availableonlineat",
    "availableat",
    "availabilitylisting",
    "estimatedcost",
    "startdate",
    "enddate",
)
_SCHEDULED: Final = ("hasoffering", "typicalschedule", "hasscheduledoffering", "scheduledoffering")
_MODES: Final = {
    "onlineonly": "online",
    "online": "online",
    "inperson": "onsite",
    "inpersononly": "onsite",
    "blendeddelivery": "blended",
    "blended": "blended",
    "hybrid": "blended",
}
_CURRENCIES: Final = {
    "us dollar": "USD",
    "us dollars": "USD",
    "united states dollar": "USD",
    "dollar": "USD",
    "$": "USD",
    "euro": "EUR",
    "€": "EUR",
    "pound sterling": "GBP",
    "british pound": "GBP",
    "£": "GBP",
    "canadian dollar": "CAD",
    "australian dollar": "AUD",
    "yen": "JPY",
}
_WHOLE_PRICE: Final = (
    "aggregatecost",
    "tuition",
    "programspecificfee",
    "enrollmentfee",
    "learningopportunitycost",
    "assessmentfee",
)
"""The kinds of cost that are taken for the price of all, the first that is there; otherwise the first cost is."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One stated cost; `kind` as the file words it."""

    kind: str
    price: float
    currency: str
    condition: str

    def __str__(self) -> str:
        amount = f"{self.price:,.2f}".removesuffix(".00")
        parts = (self.kind or "cost", amount, self.currency, f"({self.condition})" if self.condition else "")
        return " ".join(filter(None, parts))


def write_offerings(node: Node, credential: str, writing: Writing) -> None:
    """The occasions that a thing states: each scheduled offering, else one of what it says of itself."""
    found = writing.known.nodes(node, *_SCHEDULED)
    if not found and node.has(*_SAYS_WHERE):
        found = [node]
    for number, item in enumerate(found, 1):
        _write(item, node, f"{credential}#{number}", credential, writing)


def write_scheduled(node: Node, writing: Writing) -> None:
    """An offering that stands by itself and says what it is an offering of; else it is set aside."""
    known = writing.known
    targets = [
        known.points_at(ref)
        for ref in node.refs("offeringof", "targetlearningopportunity", "targetcredential", "isofferingof")
    ]
    targets = [target for target in targets if target]
    if not targets:
        writing.report.set_aside(node.locator, "a scheduled offering; taken with the course that points at it")
    for target in targets:
        _write(node, node, known.identifier(node), target, writing)


def _write(item: Node, node: Node, identifier: str, credential: str, writing: Writing) -> None:
    if not writing.first(item.locator, "offerings", identifier):
        return
    costs = list(_costs(item, writing)) or (list(_costs(node, writing)) if item is not node else [])
    chosen = _chosen(costs)
    mode, mode_note = _mode(item if item.has("deliverytype") else node)
    values = {
        "id": identifier,
        "credential": credential,
        "signup_url": item.web("availableonlineat") or node.web("availableonlineat"),
        "starts": _day(item, "startdate", writing),
        "ends": _day(item, "enddate", writing),
        "place": _places(item, writing.known),
        "mode": mode,
        "language": _language(node),
        "cost": chosen.price if chosen else None,
        "currency": chosen.currency if chosen else None,
        "hours": _hours(item),
        "note": _note(item, costs, chosen, mode_note),
    }
    writing.add("offerings", item, writing.known.owner(node), values)


def _language(node: Node) -> str | None:
    return next((text for text in node.texts("inlanguage") if re.fullmatch(r"[a-z]{2,3}(-\w+)*", text)), None)


def _hours(node: Node) -> float | None:
    stated_hours = (hours(stated(part, "exactduration")) for part in node.nodes("estimatedduration"))
    return next((found for found in stated_hours if found is not None), None)


def _costs(node: Node, writing: Writing) -> Iterator[Cost]:
    known = writing.known
    profiles = known.nodes(node, "estimatedcost")
    for manifest in known.nodes(node, "commoncosts"):
        profiles += known.nodes(manifest, "estimatedcost")
    for profile in profiles:
        for part in profile.nodes("costitems") or [profile]:
            price = part.number("price")
            if price is not None and price >= 0:
                currency = _currency(part.text("currency") or profile.text("currency"), profile, writing)
                yield Cost(
                    _worded(next(iter(part.terms("directcosttype")), "")), price, currency, _condition(part, profile)
                )


def _condition(part: Node, profile: Node) -> str:
    return "; ".join(
        dict.fromkeys(
            text[:200]
            for key in ("residencytype", "audiencetype", "paymentpattern")
            for text in part.texts(key) or profile.texts(key)
        )
    )


def _chosen(costs: list[Cost]) -> Cost | None:
    """The cost that stands for all: of the best known kind the lowest."""
    for kind in _WHOLE_PRICE:
        found = [cost for cost in costs if re.sub(r"\W", "", cost.kind).casefold() == kind]
        if found:
            return min(found, key=lambda cost: cost.price)
    return costs[0] if costs else None


def _currency(text: str, profile: Node, writing: Writing) -> str:
    if not text:
        return ""
    try:
        return _CURRENCIES.get(text.casefold()) or currency_code(text)
    except InvalidValue as error:
        writing.report.set_aside(profile.locator, f"currency left empty: {error}")
        return ""


def _mode(node: Node) -> tuple[str | None, str]:
    """Online, onsite or blended; where several are stated, both ways make blended and the note says so."""
    texts = node.terms("deliverytype", "learningdeliverytype", "assessmentdeliverytype", "offerfrequencytype")
    known = dict.fromkeys(
        _MODES[word] for text in texts if (word := re.sub(r"\W", "", bare(text)).casefold()) in _MODES
    )
    if len(known) > 1:
        return "blended", f"Delivery: {', '.join(_worded(text) for text in texts)}."
    return next(
        iter(known), None
    ), "" if known or not texts else f"Delivery: {', '.join(_worded(text) for text in texts)}."


def _worded(text: str) -> str:
    """A term of CTDL as words.

    >>> _worded("costType:EnrollmentFee"), _worded("Tuition")
    ('Enrollment Fee', 'Tuition')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare(text))[:200] if re.fullmatch(r"\S+", text) else text[:200]


def _day(node: Node, key: str, writing: Writing) -> str | None:
    try:
        return day(node.text(key) or None, key) or None
    except InvalidValue as error:
        writing.report.set_aside(node.locator, f"{key} left empty: {error}")
        return None


def _places(node: Node, known: Known) -> str | None:
    places = [_place(item) for item in known.nodes(node, "availableat")]
    return "; ".join(dict.fromkeys(filter(None, places)))[:1_000] or None


def _place(item: Node) -> str:
    inside = [_place(part) for part in item.nodes("address")]
    own: list[Any] = [
        item.text(*keys)
        for keys in (
            ("name",),
            ("streetaddress", "address1"),
            ("addresslocality", "city"),
            ("addressregion",),
            ("postalcode",),
            ("addresscountry", "country"),
        )
    ]
    return ", ".join(dict.fromkeys(filter(None, [*own, *inside])))


def _note(item: Node, costs: list[Cost], chosen: Cost | None, mode: str) -> str:
    said = [mode]
    if chosen and len(costs) > 1:
        said.append(f"Costs stated: {', '.join(map(str, costs))}; taken: {chosen}.")
    elif chosen:
        said.append(f"Cost: {chosen}.")
    if listing := item.web("availabilitylisting"):
        said.append(f"Where it is offered: {listing}")
    return " ".join(filter(None, said))[:4_000]
