"""The one command with its sub-commands, and the one place where an error becomes a message and an exit code."""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from typing import Final

import typer
from rich.console import Console

from data.errors import StackwayError

app: Final = typer.Typer(
    name="stackway",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help=(
        "Pathway recommendations from a skills graph: the next credential, why, and where to sign up.\n\n"
        "Start with [bold]stackway demo[/bold]: it builds a workspace from the shipped data, prints next steps for an "
        "example learner and serves the page. With your own data: "
        "[bold]stackway import catalogue.csv awards.csv[/bold], then [bold]stackway build[/bold], "
        "then [bold]stackway preview[/bold]."
    ),
)

COMMANDS: Final = (
    "building",
    "importing",
    "vocabularies",
    "skills",
    "occupations",
    "fits",
    "demand",
    "evaluating",
    "policies",
    "reviews",
    "mappings",
    "graphs",
    "recommending",
    "training",
    "plans",
    "pathways",
    "pathways_design",
    "pathways_learners",
    "pathways_lint",
    "pathways_compare",
    "serving",
    "keys",
    "records",
    "about",
)
"""Modules whose commands are added, in the order in which --help lists them."""

FAILED: Final = 1
AMBIGUOUS: Final = 2


def main() -> None:
    """Run the command line; an error is a message on standard error and exit code 1 (2 where a choice is asked for)."""
    for name in COMMANDS:
        import_module(f"api.cli.{name}")
    try:
        app()
    except StackwayError as error:
        sys.exit(fail(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fail(error: StackwayError) -> int:
    """Say what went wrong and what to do next; give the exit code."""
    code = AMBIGUOUS if hasattr(error, "choices") else FAILED
    if "--json" in sys.argv:
        choices = [
            {"id": hit.id, "label": hit.label, "vocabulary": hit.vocabulary} for hit in getattr(error, "choices", ())
        ]
        problem = {"error": type(error).__name__, "message": error.message, "hint": error.hint}
        print(json.dumps(problem | ({"choices": choices} if choices else {}), ensure_ascii=False), file=sys.stderr)
        return code
    console = Console(stderr=True, highlight=False)
    console.print(f"[bold red]{type(error).__name__}[/]", end=" ")
    console.print(error.message, markup=False)
    if error.hint:
        console.print(error.hint, markup=False, style="dim")
    for hit in getattr(error, "choices", ()):
        console.print(f"  {hit.id}  {hit.label}", markup=False)
    return code
