"""`stackway serve`: the API, the page and the fragments, on one port."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import Annotated

import typer

from api.cli import options, printing
from api.cli.app import app


@app.command()
def serve(
    workspace: options.Workspace = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)] = 8000,
    keys: Annotated[
        bool, typer.Option("--keys", help="Ask for an API key everywhere (make one with `stackway keys new`).")
    ] = False,
    public_url: Annotated[
        str, typer.Option(help="The address under which the world sees this server, for links.")
    ] = "",
    graph: options.Graph = "",
    explore: Annotated[
        float | None,
        typer.Option(
            help="How often, 0 to 0.5, a lower place of a list goes to a runner-up by lot, to learn from.",
            show_default="STACKWAY_EXPLORE, else 0",
        ),
    ] = None,
) -> None:
    """Serve the page at /, the API under /v1, and what credential pages and e-mails embed.

    Without --keys anybody who reaches the address may read and ask, nobody may change anything. Answers come from the
    snapshot alone; with --graph, /readyz says whether that store is there and still holds the snapshot's graph.

    stackway serve --explore 0.1

    One in ten of the lower places then goes to a runner-up by lot, and its chance is kept in the records:
    `stackway policies` judges other weights by what came of it.
    """
    import uvicorn

    from api.engine import Engine
    from api.graph_store import shown
    from api.http import create_app
    from api.settings import Settings, graph_address, rate_of_exploration

    base = public_url or f"http://{host}:{port}"
    store = graph_address(graph)
    if store:
        shown(store)  # an address that is none is told now, not in the background
    settings = Settings(open_read_only=not keys, public_url=base, graph=store)
    rate = rate_of_exploration(explore)
    signal.signal(signal.SIGTERM, _leave)
    with Engine.open(options.folder(workspace), explore=rate) as engine:
        printing.console.print(
            f"Serving snapshot [bold]{engine.snapshot_name}[/] at {base}  (API: {base}/openapi.json)"
        )
        if rate:
            printing.console.print(f"Exploring: {rate:.0%} of the lower places go to runners-up by lot.")
        if not keys:
            printing.console.print("Open for reading without a key; start with --keys to ask for one.", style="yellow")
        uvicorn.run(create_app(engine, settings), host=host, port=port, log_level="warning", access_log=False)


def _leave(number: int, frame: FrameType | None) -> None:
    """End as an exit does, not as a kill: once its requests are answered the server passes the signal on to here, and
    the engine still has suggestions and events to write.
    """
    sys.exit(0)
