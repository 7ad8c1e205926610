"""O*NET's technologies become skills of the first class: "Kubernetes" is one skill, whoever uses it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from data.onet_aliases import aliases, learn
from data.onet_files import Onet
from data.reading import TextRow


@dataclass(slots=True)
class _Technology:
    locator: str
    commodity: str
    users: dict[str, tuple[str, bool | None, bool | None]] = field(default_factory=dict)
    """By occupation: the row's locator, hot, in demand."""

    def flag(self, which: int) -> bool | None:
        """Whether a flag (1 hot, 2 in demand) is set for any occupation; null where it is never stated."""
        stated = [row[which] for row in self.users.values() if row[which] is not None]
        return any(stated) if stated else None


def slug(label: str) -> str:
    """A label as the last part of an identifier.

    >>> slug("C#"), slug("C++"), slug("Node.js"), slug("Oracle PL/SQL")
    ('c-sharp', 'c-plus-plus', 'node-js', 'oracle-pl-sql')
    """
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    spoken = plain.replace("c#", "c-sharp").replace("++", "-plus-plus")
    return re.sub(r"[^a-z0-9]+", "-", spoken).strip("-")


def identifiers(uses: Mapping[str, int]) -> dict[str, str]:
    """An identifier for each label; of labels with the same slug the most used has it, the others get a number.

    >>> identifiers({"Node JS": 1, "Node.js": 20})
    {'Node.js': 'onet:tech/node-js', 'Node JS': 'onet:tech/node-js-2'}
    """
    taken: Counter[str] = Counter()
    found: dict[str, str] = {}
    for label in sorted(uses, key=lambda label: (-uses[label], label)):
        short = slug(label) or "unnamed"
        taken[short] += 1
        found[label] = f"onet:tech/{short}" + (f"-{taken[short]}" if taken[short] > 1 else "")
    return found


def read_technologies(onet: Onet) -> None:
    """Technologies as skills (hot and in demand where any occupation says so), and who uses them."""
    found: dict[str, _Technology] = {}
    for row in onet.of("Technology Skills", "O*NET-SOC Code", "Example"):
        if occupation := onet.occupation(row):
            _take(onet, found, row, occupation)
    known = identifiers({label: len(technology.users) for label, technology in found.items()})
    others = _aliases(onet, found)
    for label, technology in found.items():
        onet.rows.add(
            "skills",
            locator=technology.locator,
            id=known[label],
            vocabulary="onet",
            label=label,
            alt_labels=others[label],
            kind="technology",
            description=technology.commodity or None,
            hot=technology.flag(1),
            in_demand=technology.flag(2),
        )
        for occupation, (locator, hot, in_demand) in technology.users.items():
            onet.rows.add(
                "occupation_skills",
                locator=locator,
                occupation=occupation,
                skill=known[label],
                relation="technology",
                hot=hot,
                in_demand=in_demand,
            )


def _take(onet: Onet, found: dict[str, _Technology], row: TextRow, occupation: str) -> None:
    label = " ".join(row.get("Example").split())
    if not label:
        onet.report.set_aside(row.locator, "no technology is named")
        return
    technology = found.setdefault(label, _Technology(row.locator, row.get("Commodity Title")))
    if occupation in technology.users:
        onet.report.set_aside(row.locator, f"{label[:100]} stands there already for this occupation")
        return
    technology.users[occupation] = (row.locator, _flag(row.get("Hot Technology")), _flag(row.get("In Demand")))


def _flag(value: str) -> bool | None:
    return {"Y": True, "N": False}.get(value.upper())


def _aliases(onet: Onet, found: Mapping[str, _Technology]) -> Mapping[str, list[str]]:
    users = {label: frozenset(technology.users) for label, technology in found.items()}
    texts: Iterable[str] = {technology.commodity for technology in found.values()}
    described = (text or "" for text in onet.rows.column("occupations", "description"))
    return aliases(users, learn(users, [*texts, *described], onet.titles))
