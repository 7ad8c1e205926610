"""`stackway skills map`: an issuer's own skills to ESCO and O*NET, for a person to decide about."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from api.cli import options, printing
from api.cli.skills import skills
from api.errors import BadOption
from api.settings import records_url
from data.records import Records
from data.workspace import Workspace

if TYPE_CHECKING:
    from api.mapping import Mapped


@skills.command(name="map")
def map_(
    to: Annotated[list[str] | None, typer.Option(help="esco or onet. Repeat for both.", show_default="esco")] = None,
    issuer: Annotated[str, typer.Option(help="Only skills of this issuer.", show_default="all")] = "",
    out: Annotated[Path | None, typer.Option(help="Write the mappings as CSV.", show_default=False)] = None,
    keep: Annotated[bool, typer.Option(help="File them for `stackway skills review`.")] = True,
    limit: Annotated[int, typer.Option("--limit", "-n", help="How many own skills are shown.", min=1)] = 20,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Map own skills to a published vocabulary: the same, broader or narrower, each with how sure that is.

    stackway skills map --issuer acme

    stackway skills map --to esco --to onet --out mappings.csv

    What is found is filed for `stackway skills review`, in the place of what was found before and is undecided; what a
    person accepts counts from the next build on. Skills for which a mapping is stated are left out.
    """
    from api.mapping import file, map_skills

    folder = options.folder(workspace)
    with printing.progress() as progress:
        found = map_skills(folder, tuple(dict.fromkeys(to or ["esco"])), issuer=issuer, progress=progress)
    if out is not None:
        _write(out, found)
    filed = None
    if keep:
        with Records.open(records_url(Workspace.open(folder))) as records:
            filed = file(records, found, datetime.now(UTC), issuer)
    if as_json:
        told = {"new": filed.new, "there": filed.there, "gone": filed.gone} if filed else None
        printing.as_json({"mappings": [row for one in found for row in one.rows], "filed": told})
        return
    _show(found, limit)
    if filed is not None:
        printing.console.print(f"{filed.new:,} new ones are filed; look at them with `stackway skills review`.")


def _show(found: Sequence[Mapped], limit: int) -> None:
    table = Table("own skill", "is", "of the vocabulary", "sure", "evidence", box=None, header_style="bold",
                  pad_edge=False)  # fmt: skip
    surest = sorted(found, key=lambda one: (-max((each.confidence for each in one.matches), default=0.0), one.label))
    for one in surest[:limit]:
        for row in one.rows:
            sure = "" if row["confidence"] is None else f"{row['confidence']:.0%}"
            said = row["relation"] or "nothing is likely"
            table.add_row(escape(one.label), said, escape(row["match_label"]), sure, escape(row["evidence"]))
    printing.console.print(table)
    some = sum(bool(one.matches) for one in found)
    told = f"{some:,} of {len(found):,} own skills may be mapped"
    printing.console.print(f"{told}; the surest {limit:,} are shown." if len(found) > limit else f"{told}.")


def _write(out: Path, found: Sequence[Mapped]) -> None:
    rows = [row for one in found for row in one.rows]
    try:
        with out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]) if rows else ["skill"], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    except OSError as error:
        raise BadOption(
            f"{out} can't be written: {error.strerror}.", hint="Name a file in a folder that is there."
        ) from None
