"""`stackway pathway compare`: two descriptions of a pathway, and in what they differ."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from api.cli import options, printing
from api.cli.pathways import group
from api.errors import BadOption

if TYPE_CHECKING:
    from graph.pathways.comparing import Comparison, Difference
    from graph.pathways.model import Pathway

DIFFERENT: Final = 1
SHOWN: Final = 3
WIDTH: Final = 60


@group.command()
def compare(
    one: Annotated[Path, typer.Argument(help="A file with a pathway, in any format that is read.", show_default=False)],
    other: Annotated[Path, typer.Argument(help="Another, in the same format or another.", show_default=False)],
    pathway: Annotated[str, typer.Option("--pathway", help="Which of the first file's, by identifier.")] = "",
    with_: Annotated[str, typer.Option("--with", help="Which of the second file's, by identifier.")] = "",
    issuer: Annotated[str, typer.Option(help="Begins identifiers that have no beginning.")] = "",
    as_json: options.Json = False,
) -> None:
    """Match the steps of two descriptions of a pathway and name every field in which they differ.

    Steps are matched by identifier, by name, and by where they stand where they have no name in common; identifiers
    alone are no difference. Ends with 0 where nothing differs, with 1 where something does.

    stackway pathway compare badgr.json registry.json
    """
    from graph.pathways.comparing import compare as compared

    found = compared(_chosen(one, pathway, issuer, "--pathway"), _chosen(other, with_, issuer, "--with"))
    if as_json:
        print(json.dumps(_json(found), ensure_ascii=False))
    else:
        _print(found)
    raise typer.Exit(0 if found.same else DIFFERENT)


def _chosen(file: Path, id_: str, issuer: str, option: str) -> Pathway:
    from api.pathway_files import pathways_of

    found = [one for one in pathways_of(file, issuer=issuer)[1] if id_ in ("", one.id)]
    if len(found) == 1:
        return found[0]
    several = f"{len(found)} pathways" if found else f"no pathway {id_[:100]!r}"
    known = ", ".join(one.id for one in pathways_of(file, issuer=issuer)[1][:20])
    raise BadOption(f"{file.name} has {several}.", hint=f"Choose one with {option}: {known}")


def _json(found: Comparison) -> dict[str, Any]:
    return {
        "one": {"id": found.one.id, "steps": len(found.one.steps)},
        "other": {"id": found.other.id, "steps": len(found.other.steps)},
        "same": found.same,
        "pairs": [asdict(pair) for pair in found.pairs],
        "only_one": list(found.only_one),
        "only_other": list(found.only_other),
        "differences": [asdict(one) for one in found.differences],
    }


def _print(found: Comparison) -> None:
    by = Counter(pair.by.value for pair in found.pairs)
    told = ", ".join(f"{count} by {name}" for name, count in sorted(by.items()))
    _say(f"{found.one.name} ({found.one.id}), {len(found.one.steps)} steps")
    _say(f"{found.other.name} ({found.other.id}), {len(found.other.steps)} steps")
    _say(f"{len(found.pairs)} steps are the same" + (f": {told}." if told else "."))
    for which, steps in (("first", found.only_one), ("second", found.only_other)):
        if steps:
            _say(f"Only the {which} has: {', '.join(steps)}")
    conditions = sum(bool(found.one.by_id[pair.one].condition) for pair in found.pairs)
    _say(f"{conditions - len(found.of('condition'))} of {conditions} conditions ask for the same.")
    for one in found.differences:
        if not one.step:
            _say(f"The pathways' {one.field} differs: {_short(one)}")
    for field in dict.fromkeys(one.field for one in found.differences if one.step):
        _of_field(field, found)


def _of_field(field: str, found: Comparison) -> None:
    there = found.of(field)
    _say(f"{field} differs at {len(there)} step{'s' * (len(there) != 1)}:")
    for one in there[:SHOWN]:
        step, other = found.one.by_id[one.step], found.other.by_id[one.other_step]
        _say(f"  {step.name or other.name or step.id}: {_short(one)}")
    if len(there) > SHOWN:
        _say(f"  and {len(there) - SHOWN} more (--json lists them all)")


def _short(one: Difference) -> str:
    said = (text if len(text) <= WIDTH else text[: WIDTH - 1] + "…" for text in (one.one, one.other))
    return " / ".join(repr(text) if text else "nothing" for text in said)


def _say(text: str) -> None:
    printing.console.print(text, markup=False, soft_wrap=True)
