"""`stackway graph`: the skills graph in a store of its own, such as Neo4j, and what was edited there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from api.cli import options, printing
from api.cli.app import app, fail
from api.errors import BadOption
from api.settings import GRAPH, graph_address
from data.errors import StackwayError

if TYPE_CHECKING:
    from graph.difference import Changed, Difference

EXAMPLES: Final = 3
DIFFERENT, TROUBLE = 1, 2

graph = typer.Typer(
    no_args_is_help=True,
    help=(
        "Keep the skills graph in Neo4j, too, where it can be queried, drawn and edited.\n\n"
        "[bold]export STACKWAY_GRAPH=neo4j://neo4j:password@localhost:7687[/bold], then "
        "[bold]stackway graph push[/bold]. Edit in Neo4j's browser; [bold]stackway graph diff[/bold] shows what "
        "changed, [bold]stackway graph pull[/bold] takes it over, [bold]stackway build[/bold] lets answers see it."
    ),
)
app.add_typer(graph, name="graph")


@graph.command()
def push(
    force: Annotated[bool, typer.Option("--force", help="Replace what is there, edits and all.")] = False,
    store: options.Graph = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Put the workspace's graph into the store; pushing the same again changes nothing.

    Refused where the graph there was edited since the last push: pull first, or say --force. A push that is broken
    off leaves the graph of before in force; pushing again goes on where it stopped.
    """
    from api.graph_exchange import push as push_graph
    from api.graph_store import shown

    address = _address(store)
    with printing.progress() as progress:
        stats = push_graph(options.folder(workspace), address, force=force, progress=progress)
    told = {"store": shown(address), "graph": stats.name, "nodes": stats.nodes, "edges": stats.edges}
    if as_json:
        printing.as_json(told)
        return
    printing.console.print(
        f"{told['store']} holds graph {stats.name}: {stats.nodes:,} nodes, {stats.edges:,} edges.", markup=False
    )


@graph.command()
def pull(
    today: options.Today = "",
    store: options.Graph = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Take over what was edited in the store since the last push, so that every build from now on applies it.

    Edits are kept in the workspace as a journal, graph/edits.jsonl; imports don't undo them, and answers name the
    line as their evidence. What tables can't say is listed with the reason. Run `stackway build` afterwards.
    """
    from api.graph_exchange import pull as pull_graph
    from graph.sifting import told

    with printing.progress() as progress:
        found = pull_graph(options.folder(workspace), _address(store), today=options.today(today), progress=progress)
    if as_json:
        aside = [{"change": told(one.change), "why": one.why} for one in found.aside]
        printing.as_json({"store": found.store, "taken": [told(change) for change in found.taken], "set_aside": aside})
        return
    printing.console.print(f"{len(found.taken):,} edits taken over from {found.store}.", markup=False)
    _examples(found.taken, 10)
    if found.aside:
        count = f"{len(found.aside):,} can't be taken over and will be overwritten by the next push or build:"
        printing.console.print(count, style="yellow")
        for one in found.aside:
            printing.console.print(f"  {one}", markup=False, style="yellow")
    if found.taken:
        printing.console.print("Run `stackway build` to let suggestions see them.")


@graph.command()
def diff(
    store: options.Graph = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Show what the store's graph says otherwise than the workspace's; exit with 0 where equal, 1 where different.

    What was added, removed and changed there, by kind of node and predicate, with examples; --json lists everything.
    Trouble, such as a server that doesn't answer, exits with 2.
    """
    from api.graph_exchange import compared
    from api.graph_store import shown

    try:
        address = _address(store)
        with printing.progress() as progress:
            found = compared(options.folder(workspace), address, progress=progress)
    except StackwayError as error:
        fail(error)
        raise typer.Exit(TROUBLE) from error
    if as_json:
        printing.as_json({"store": shown(address), "equal": not found, **_as_json(found)})
    else:
        _tell(found, shown(address))
    raise typer.Exit(DIFFERENT if found else 0)


@graph.command()
def edits(
    forget: Annotated[
        bool, typer.Option("--forget", help="Forget all of them: the next build doesn't apply them.")
    ] = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """List the edits that were pulled and that every build applies, one for each node and edge.

    With --forget the journal is put aside as graph/edits.jsonl.forgotten, and the next build does without.
    """
    from api.graph_exchange import edits_of, forget_edits
    from data.workspace import Workspace
    from graph.sifting import told

    place = Workspace.open(options.folder(workspace))
    lines = [told(change) for change in (forget_edits(place) if forget else edits_of(place))]
    if as_json:
        printing.as_json({"edits": lines, "forgotten": forget})
        return
    printing.console.print(f"{len(lines):,} edits{' forgotten' if forget else ''}.")
    for line in lines:
        printing.console.print(f"  {line}", markup=False)


def _address(given: str) -> str:
    found = graph_address(given)
    if not found:
        raise BadOption(
            "No graph store is named.",
            hint=f"Set {GRAPH}=neo4j://user:password@host:7687, or give --graph.",
        )
    return found


def _as_json(found: Difference) -> dict[str, Any]:
    from graph.sifting import told

    counts = [
        {"of": of, "kind": kind, "what": what, "count": count} for (of, kind, what), count in found.counts().items()
    ]
    return {"counts": counts, "differences": [told(change) for change in found]}


def _tell(found: Difference, store: str) -> None:
    if not found:
        printing.console.print(f"The workspace and {store} hold the same graph.", markup=False)
        return
    printing.console.print(f"{store} says otherwise than the workspace:", markup=False)
    for (of, kind, what), count in found.counts().items():
        printing.console.print(f"\n{count:,} {of}s {what}: {kind}", markup=False, style="bold")
        same = [change for change in (found.nodes if of == "node" else found.edges) if change.what == what]
        _examples([c for c in same if kind in (getattr(c.either, "kind", ""), getattr(c.either, "predicate", ""))])


def _examples(changes: list[Changed] | tuple[Changed, ...], most: int = EXAMPLES) -> None:
    from graph.sifting import told

    for change in changes[:most]:
        printing.console.print(f"  {told(change)}", markup=False, soft_wrap=True)
    if len(changes) > most:
        printing.console.print(f"  ... and {len(changes) - most:,} more: --json lists all.", style="dim")
