"""`stackway keys`: who may use the API, and for what."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from api.cli import options, printing
from api.cli.app import app
from data.records import Records
from data.workspace import Workspace

keys = typer.Typer(no_args_is_help=True, help="Make, list and revoke API keys, each bound to one issuer.")
app.add_typer(keys, name="keys")


def _records(workspace: options.Workspace) -> Records:
    return Records.open(Workspace.open(options.folder(workspace)).records_url)


@keys.command()
def new(
    issuer: Annotated[str, typer.Argument(help="The issuer that the key acts for.")],
    scope: Annotated[
        list[str] | None, typer.Option(help="read, recommend, write, events or admin. Repeat for more.")
    ] = None,
    name: Annotated[str, typer.Option(help="A name to tell it by.")] = "",
    workspace: options.Workspace = None,
) -> None:
    """Make a key and show it, this once: only its fingerprint is kept."""
    scopes = options.several(scope) or ("read", "recommend", "events")
    made, secret = _records(workspace).create_key(issuer, scopes, name, datetime.now(UTC))
    printing.console.print(
        f"Key {made} for {issuer} ({', '.join(scopes)}). Keep it now, it isn't shown again:", markup=False
    )
    printing.console.print(secret, markup=False, style="bold", soft_wrap=True)


@keys.command("list")
def list_(workspace: options.Workspace = None) -> None:
    """List the keys; the secrets aren't kept and can't be shown."""
    made = _records(workspace).keys()  # a listing, not a mapping
    for key in made:
        printing.console.print(f"{key.id}  {key.issuer}  {', '.join(sorted(key.scopes))}  {key.name}", markup=False)


@keys.command()
def revoke(
    key: Annotated[str, typer.Argument(help="The key's identifier.")], workspace: options.Workspace = None
) -> None:
    """Revoke a key at once."""
    _records(workspace).revoke_key(key, datetime.now(UTC))
    printing.console.print(f"Revoked {key}.", markup=False)
