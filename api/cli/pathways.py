"""`stackway pathway`: pathways between formats; others add their commands to this group."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final

import typer

from api.cli import options
from api.cli.app import app
from api.errors import BadOption
from graph.pathways.formats import PathwayFormat, Written
from graph.pathways.model import Pathway

group: Final = typer.Typer(
    name="pathway", no_args_is_help=True, help="Pathways: measure them, draft them, convert them between formats."
)
app.add_typer(group)


@group.callback()
def _pathway() -> None:
    """Pathways: measure them, draft them, convert them between formats."""


@group.command()
def convert(
    file: Annotated[Path, typer.Argument(help="A file with pathways, in any format that is read.", show_default=False)],
    to: Annotated[str, typer.Option("--to", help="The format to write: yaml, ctdl, badgr, clr, case, schema.org.")],
    out: Annotated[Path | None, typer.Option("--out", help="The file; a folder for several pathways.")] = None,
    pathway: Annotated[str, typer.Option("--pathway", help="Only this one, by identifier.")] = "",
    issuer: Annotated[str, typer.Option(help="Begins identifiers that have no beginning.")] = "",
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 if anything is lost.")] = False,
    as_json: options.Json = False,
) -> None:
    """Write a file's pathway in another format; every field that the format can't keep is named.

    stackway pathway convert pathway.yaml --to badgr --out pathway.json
    """
    from api import pathway_files

    format_ = pathway_files.format_called(to)
    kind, found = pathway_files.pathways_of(file, issuer=issuer)
    chosen = tuple(one for one in found if pathway in ("", one.id))
    if not chosen:
        raise BadOption(
            f"{file.name} has no pathway {pathway[:100]!r}.", hint="It has: " + ", ".join(p.id for p in found[:20])
        )
    if len(chosen) > 1 and (out is None or out.is_file()):
        raise BadOption(
            f"{file.name} has {len(chosen)} pathways.", hint="Choose one with --pathway, or give --out a folder."
        )
    done = [(one, pathway_files.converted(one, format_)) for one in chosen]
    places = [_save(one, written, out, format_, len(chosen) > 1) for one, written in done]
    if as_json:
        _print_json(kind, to, done, places)
    else:
        _print(done, places)
    if strict and any(written.losses for _, written in done):
        raise typer.Exit(1)


def _save(pathway: Pathway, written: Written, out: Path | None, format_: PathwayFormat, several: bool) -> Path | None:
    from api import pathway_files

    if out is None:
        return None
    place = out / pathway_files.file_name(pathway, format_) if several or out.is_dir() else out
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(written.text, encoding="utf-8", newline="")
    except OSError as error:
        raise BadOption(
            f"{place} can't be written: {error.strerror}.", hint="Name another place with --out."
        ) from error
    return place


def _print_json(kind: str, to: str, done: list[tuple[Pathway, Written]], places: list[Path | None]) -> None:
    told = [
        {"id": one.id, "steps": len(one.steps), "out": str(place) if place else None}
        | {"losses": [asdict(loss) for loss in written.losses]}
        | ({} if place else {"text": written.text})
        for (one, written), place in zip(done, places, strict=True)
    ]
    print(json.dumps({"read_as": kind, "written_as": to, "pathways": told}, ensure_ascii=False))


def _print(done: list[tuple[Pathway, Written]], places: list[Path | None]) -> None:
    for (one, written), place in zip(done, places, strict=True):
        typer.echo(f"{place}: {one.id}, {len(one.steps)} steps" if place else written.text, nl=bool(place))
        for loss in written.losses:
            where = f"step {loss.step}" if loss.step else one.id
            typer.echo(f"lost: {where}: {loss.field}: {loss.why}; {loss.became}", err=True)
