"""`stackway train`: a model of what comes next, from millions of awards in Parquet."""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import options, printing
from api.cli.app import app
from api.errors import BadOption

if TYPE_CHECKING:
    from recommender.training.settings import Settings


@app.command()
def train(
    awards: Annotated[
        list[Path] | None, typer.Argument(help="Parquet files, or folders of them: learner, credential, awarded.")
    ] = None,
    out: Annotated[Path, typer.Option(help="The folder that the model is kept in.")] = Path("trained"),
    update: Annotated[
        list[Path] | None, typer.Option(help="Add only these new awards to the model that is there.")
    ] = None,
    engine: Annotated[str, typer.Option(help="Where the counting runs: duckdb or spark.")] = "duckdb",
    memory: Annotated[float, typer.Option(help="GB that the engine may hold; more goes to disk.", min=0.2)] = 4.0,
    threads: Annotated[int, typer.Option(help="Threads of the engine.", min=1, max=256)] = 2,
    knob: Annotated[
        list[str] | None, typer.Option(help="A setting as NAME=VALUE, such as dense=8000 or l2=300.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Train a model of what comes next from awards in Parquet, more of them than memory holds.

    stackway train awards-2023.parquet awards-2024.parquet --out trained

    stackway train --update today.parquet --out trained

    A run that is stopped goes on where it stopped when it is started again; the model that was there stays until the
    new one is whole.
    """
    from recommender.training import training
    from recommender.training.engines import engine_of

    if bool(awards) == bool(update):
        raise BadOption("Give either files to train on, or --update with new awards.", hint="stackway train --help")
    if update and knob:
        raise BadOption("An update keeps the settings of the model.", hint="Leave --knob away, or train anew.")
    settings = _settings(knob or [])
    training.checked(awards or update or [])
    running = engine_of(engine, out / "engine", memory_gb=memory, threads=threads)
    try:
        with printing.progress() as progress:
            if update:
                found = training.update(update, out, running, progress)
            else:
                found = training.train(awards or [], out, running, settings, progress)
    finally:
        running.close()
    if as_json:
        printing.as_json(asdict(found))
        return
    aside = f", {found.set_aside:,} rows set aside" if found.set_aside else ""
    printing.console.print(
        f"{found.awards:,} awards of {found.credentials:,} credentials{aside}; the model is in {found.folder}."
    )


def _settings(knobs: list[str]) -> Settings:
    from recommender.training.settings import Settings

    made: dict[str, Any] = {}
    known: dict[str, type] = {each.name: type(each.default) for each in fields(Settings)}
    for knob in knobs:
        name, _, value = knob.partition("=")
        try:
            made[name] = known[name](value)
        except (KeyError, ValueError):
            raise BadOption(f"{knob!r} is no setting.", hint=f"NAME=VALUE; names: {', '.join(known)}.") from None
    return Settings(**made)
