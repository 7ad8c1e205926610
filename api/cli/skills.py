"""`stackway skills`: documents read for skills, and sentences linked to them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.markup import escape
from rich.table import Table

from api.cli import options, printing
from api.cli.app import app
from api.errors import BadOption
from skills_taxonomy.errors import TaxonomyError

if TYPE_CHECKING:
    from api.linking import SkillReader
    from skills_taxonomy.extraction.types import Document

skills: Final = typer.Typer(no_args_is_help=True, help="Read documents for skills, link sentences to them.")
app.add_typer(skills, name="skills")

Encoder = Annotated[
    Path | None,
    typer.Option(
        envvar="STACKWAY_ENCODER",
        help="A folder with an encoder: one .onnx file and its tokenizer.json.",
        show_default="none: by letters alone",
    ),
]

Lexical = Annotated[bool, typer.Option("--lexical", help="By letters alone, though there are vectors.")]


@skills.callback()
def _skills() -> None:
    """Read documents for skills, link sentences to them."""


@skills.command()
def index(encoder: Encoder = None, workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    """Make the index by which texts are linked to the workspace's skills; with an encoder also by meaning.

    stackway skills index --encoder encoders/minilm

    Takes seconds without an encoder, minutes with one. Make it again after a build that brought other skills.
    """
    from api.linking import make_index

    with printing.progress() as progress:
        count = make_index(options.folder(workspace), encoder, progress=progress)
    if as_json:
        printing.as_json({"skills": count, "encoder": str(encoder) if encoder else None})
        return
    how = "by letters and meaning" if encoder else "by letters"
    printing.console.print(f"{count:,} skills can be linked {how}.")


@skills.command()
def link(
    text: Annotated[str, typer.Argument(help="A sentence or phrase; - reads lines from standard input.")],
    k: Annotated[int, typer.Option("--k", help="How many skills for each.", min=1, max=100)] = 5,
    lexical: Lexical = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Link a sentence to the skills that it says or means, the best first.

    stackway skills link "You will lead a team of five and plan the shifts"
    """
    from api.linking import SkillReader
    from api.text_shapes import link_json

    texts = [line for line in sys.stdin.read().splitlines() if line.strip()] if text == "-" else [text]
    if not texts:
        raise BadOption("Nothing to link on standard input.", hint="One sentence a line.")
    reader = SkillReader(options.folder(workspace), lexical=lexical)
    rows = [(said, reader.link(said, k)) for said in texts]
    if as_json:
        links = [{"text": said, "links": [link_json(one) for one in there]} for said, there in rows]
        printing.as_json({"lexical": reader.lexical, "texts": links})
        return
    for said, there in rows:
        table = Table("skill", "", "score", "said", "near", title=escape(said[:100]), title_justify="left")
        for one in there:
            near = "" if reader.lexical else f"{one.near:.2f}"
            table.add_row(escape(one.label), one.skill, f"{one.score:.2f}", f"{one.said:.0%}", near)
        printing.console.print(table)


@skills.command()
def extract(
    files: Annotated[
        list[str], typer.Argument(help="Text files (a job ad, a CV, a course outline), or - for standard input.")
    ],
    mentions: Annotated[
        bool, typer.Option("--mentions", help="Every place that names a skill, not only skills.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Write one JSON line for each file instead.")] = None,
    lexical: Lexical = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Read documents for skills: which, how weighty, required or wished for, how well, for how many years.

    stackway skills extract job-ad.txt

    stackway skills extract ads/*.txt --out skills.jsonl

    From what a document says of benefits, of the company and of equal opportunities no skills are taken.
    """
    from api.linking import SkillReader
    from api.text_shapes import document_json

    reader = SkillReader(options.folder(workspace), lexical=lexical)
    if out is not None:
        with out.open("w", encoding="utf-8") as lines, printing.progress() as progress:
            for done, file in enumerate(files):
                progress("reading documents", done, len(files))
                line = {"file": file} | document_json(_read(reader, file))
                lines.write(json.dumps(line, ensure_ascii=False) + "\n")
        printing.console.print(f"{len(files):,} documents read; what they say stands in {out}.", markup=False)
        return
    documents = [(file, _read(reader, file)) for file in files]
    if as_json:
        printing.as_json(
            {"lexical": reader.lexical, "documents": [{"file": f} | document_json(d) for f, d in documents]}
        )
        return
    for file, document in documents:
        printing.console.print(_mentions_table(file, document) if mentions else _skills_table(file, document))
        if document.aside:
            told = ", ".join(f"{count} of {section}" for section, count in sorted(document.aside.items()))
            printing.console.print(f"  no skills taken from: {told} (sentences)", markup=False, style="dim")


def _read(reader: SkillReader, file: str) -> Document:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_bytes().decode("utf-8", errors="replace")
    except OSError as error:
        raise BadOption(f"{file}: {error.strerror}.", hint="Name text files, or - for standard input.") from error
    try:
        return reader.extract(text.removeprefix("\ufeff"))
    except TaxonomyError as error:
        raise BadOption(f"{file}: {error.message}", hint=error.hint) from error


def _skills_table(file: str, document: Document) -> Table:
    table = Table("skill", "", "weight", "wanted", "level", "years", title=escape(file), title_justify="left")
    for one in document.skills:
        table.add_row(escape(one.label), one.skill, f"{one.weight:.2f}", str(one.wanted), one.level, _years(one.years))
    return table


def _mentions_table(file: str, document: Document) -> Table:
    table = Table("words", "at", "skill", "sure", "wanted", "level", "years", title=escape(file), title_justify="left")
    for one in document.mentions:
        label = escape(one.label) if one.skill else "[dim]in no vocabulary here[/]"
        table.add_row(
            escape(one.words),
            str(one.start),
            label,
            f"{one.confidence:.2f}",
            str(one.wanted),
            one.level,
            _years(one.years),
        )
    return table


def _years(years: float | None) -> str:
    return "" if years is None else f"{years:g}+"
