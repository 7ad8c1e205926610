"""`stackway occupations fit`: CVs to occupations and postings, in bulk."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.markup import escape
from rich.table import Table

from api.cli import options, printing
from api.cli.occupations import occupations
from api.errors import BadOption

COLUMNS: Final = ("document", "kind", "rank", "id", "label", "score", "has", "likely", "lacks", "problem")


@occupations.command()
def fit(
    texts: Annotated[list[Path], typer.Argument(help="Files or folders: .txt, .html, or .csv and .jsonl (id, text).")],
    k: Annotated[int, typer.Option("--k", help="How many of each.", min=1, max=100)] = 5,
    vocabulary: Annotated[str, typer.Option(help="Only occupations of this one: esco or onet.")] = "esco",
    postings: Annotated[bool, typer.Option("--postings", help="Postings that `demand read` read, too.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write the rows as CSV, text by text.", show_default=False)] = None,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Read CVs for skills and jobs held, and find the occupations, and postings, that they fit; with what lacks.

    stackway occupations fit cvs/ --out fits.csv

    stackway occupations fit cvs.jsonl --postings --k 10 --json

    "Likely" is what the jobs held ask for and the text doesn't name. The score, 0 to 1, orders what is found for one
    text and is no chance to get a job. Texts that can't be read are named and set aside. Nothing of a text is kept.
    """
    from api.engine import Engine
    from api.fits import fitter_of, given

    folder = options.folder(workspace)
    with Engine.open(folder) as engine, printing.progress() as progress:
        progress("opening", 0, None)
        fitter = fitter_of(engine.folder, engine.snapshot, with_postings=postings)
        found = _told(fitter.all(given(texts), k=k, scheme=vocabulary), progress)
        if out is not None:
            count, bad = _write(out, found)
        else:
            answers = list(found)
    if out is not None:
        printing.console.print(f"{count:,} texts are in {out}; {bad:,} could not be read.", markup=False)
        return
    if as_json:
        printing.as_json({"documents": answers})
        return
    for answer in answers:
        _show(answer)


def _told(answers: Iterable[dict[str, Any]], progress: Any) -> Iterator[dict[str, Any]]:
    for number, answer in enumerate(answers, 1):
        progress("reading texts", number, None)
        yield answer


def _write(out: Path, answers: Iterable[dict[str, Any]]) -> tuple[int, int]:
    count = bad = 0
    try:
        with out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            for answer in answers:
                count += 1
                bad += "problem" in answer
                writer.writerows(_rows(answer))
    except OSError as error:
        raise BadOption(
            f"{out} can't be written: {error.strerror}.", hint="Name a file in a folder that is there."
        ) from None
    return count, bad


def _rows(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "problem" in answer:
        yield {"document": answer["id"], "problem": answer["problem"]}
        return
    for kind, some in (("occupation", answer["occupations"]), ("posting", answer.get("postings", []))):
        for rank, one in enumerate(some, 1):
            named = {name: "|".join(one[name]) for name in ("has", "likely", "lacks")}
            yield {"document": answer["id"], "kind": kind, "rank": rank, **one, **named}


def _show(answer: dict[str, Any]) -> None:
    if "problem" in answer:
        printing.console.print(f"[yellow]{escape(answer['where'])}: {escape(answer['problem'])}[/]")
        return
    table = Table("", "score", "has", "likely", "lacks", title=escape(_named(answer)), title_justify="left")
    for one in (*answer["occupations"], *answer.get("postings", [])):
        names = (", ".join(one[name][:4]) for name in ("has", "likely", "lacks"))
        table.add_row(escape(one["label"]), f"{one['score']:.2f}", *(escape(name) for name in names))
    printing.console.print(table)
    if not answer["occupations"]:
        printing.console.print("  No occupation asks for what was read in it.", style="dim")


def _named(answer: dict[str, Any]) -> str:
    held = ", ".join(f"{one['words']} ({one['label']})" for one in answer["jobs"][:5])
    return f"{answer['id']}: has worked as {held}" if held else str(answer["id"])
