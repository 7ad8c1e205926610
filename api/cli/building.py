"""`stackway build` and `demo`: from published files to a snapshot."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import options, printing
from api.cli.app import app
from api.cli.recommending import recommend
from api.cli.serving import serve
from api.settings import graph_address

if TYPE_CHECKING:
    from recommender.build import Built

Again = Annotated[bool, typer.Option("--again", help="Read the shipped data again, though they were read before.")]

Vectors = Annotated[
    Path | None,
    typer.Option(
        envvar="STACKWAY_ENCODER",
        help="An encoder's folder (one .onnx file and its tokenizer.json): link texts to skills by meaning too.",
        show_default="none: by letters alone",
    ),
]


Trained = Annotated[
    Path | None,
    typer.Option(
        help="The folder of a model that `stackway train` made: what comes next goes by it.",
        show_default="the awards of the workspace",
    ),
]


@app.command()
def build(
    workspace: options.Workspace = None,
    default_data: Annotated[bool, typer.Option(help="Include the data that come with Stackway.")] = True,
    again: Again = False,
    graph: options.Graph = "",
    vectors: Vectors = None,
    trained: Trained = None,
    as_json: options.Json = False,
) -> None:
    """Build the workspace: shipped and imported tables, the skills graph, and the snapshot that answers questions.

    A build that is stopped in the middle changes nothing: the last snapshot goes on answering. With --graph the
    skills graph is pushed to that store, and the snapshot is made of the graph as it stands there; edits made there
    are never overwritten: pull them first, with `stackway graph pull`. With --vectors texts are linked to skills by
    meaning too: the labels are encoded once (minutes) and kept as long as they stay the same. What comes next is
    learned from the awards of the workspace where they are enough; with --trained it is taken from a model that
    `stackway train` made of more awards than a build would read.
    """
    made, seconds = _build(
        workspace, default_data=default_data, again=again, graph=graph, vectors=vectors, trained=trained
    )
    if as_json:
        printing.as_json(
            {
                "snapshot": made.name,
                "graph": made.graph,
                "credentials": made.credentials,
                "skills": made.skills,
                "occupations": made.occupations,
                "credential_skills": made.links,
                "remarks": list(made.remarks),
                "history": made.history,
                "seconds": round(seconds, 1),
            }
        )
        return
    _told(made, seconds)


def _build(
    workspace: options.Workspace,
    *,
    default_data: bool,
    again: bool,
    graph: str = "",
    vectors: Path | None = None,
    trained: Path | None = None,
) -> tuple[Built, float]:
    from api.assembly import build_workspace

    start = time.perf_counter()
    with printing.progress() as progress:
        made = build_workspace(
            options.folder(workspace),
            with_default=default_data,
            again=again,
            progress=progress,
            graph=graph_address(graph),
            encoder=vectors,
            trained=trained,
        )
    return made, time.perf_counter() - start


def _told(made: Built, seconds: float) -> None:
    printing.console.print(
        f"Built snapshot [bold]{made.name}[/] in {seconds:.0f} s: {made.credentials:,} credentials, "
        f"{made.skills:,} skills, {made.occupations:,} occupations, {made.links:,} links from credentials to skills."
    )
    printing.console.print(f"  {made.history}", markup=False)
    for remark in made.remarks[:10]:
        printing.console.print(f"  {remark}", markup=False, style="yellow")
    if len(made.remarks) > 10:
        printing.console.print(f"  ... and {len(made.remarks) - 10} more: `stackway doctor` lists them.")


@app.command()
def demo(
    workspace: options.Workspace = None,
    serving: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Serve the page when done; --no-serve ends here.")
    ] = True,
    port: Annotated[int, typer.Option(help="The port to serve on.")] = 8000,
) -> None:
    """Build from the shipped data, suggest next steps to an example learner, and serve the page.

    The learner holds the Certified Kubernetes Administrator and wants to become a DevOps engineer.
    """
    made, seconds = _build(workspace, default_data=True, again=False)
    _told(made, seconds)
    printing.console.print('\n[dim]$ stackway recommend --holds cncf:CKA --goal "DevOps engineer" --limit 5[/]')
    recommend(holds=["cncf:CKA"], goal="DevOps engineer", limit=5, workspace=workspace)
    if serving:
        serve(workspace=workspace, port=port)
