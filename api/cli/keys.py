"""`stackway keys`: who may use the API, and for what."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import typer

from api.cli import options, printing
from api.cli.app import app
from api.errors import BadOption
from api.settings import records_url
from data.records import Key, Records
from data.workspace import Workspace

keys = typer.Typer(no_args_is_help=True, help="Make, list and revoke API keys, each bound to one issuer.")
app.add_typer(keys, name="keys")

_ISSUER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def _records(workspace: options.Workspace) -> Records:
    return Records.open(records_url(Workspace.open(options.folder(workspace))))


@keys.command()
def new(
    issuer: Annotated[str, typer.Argument(help="The issuer that the key acts for.")],
    scope: Annotated[
        list[str] | None, typer.Option(help="read, recommend, write, events or admin. Repeat for more.")
    ] = None,
    name: Annotated[str, typer.Option(help="A name to tell it by.")] = "",
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Make a key and show it, this once: only its fingerprint is kept."""
    if not _ISSUER.fullmatch(issuer):
        raise BadOption(f"{issuer[:100]!r} is no issuer's short name.", hint="Letters, digits, dots and hyphens: acme.")
    scopes = options.several(scope) or ("read", "recommend", "events")
    with _records(workspace) as records:
        made, secret = records.create_key(issuer, scopes, name, datetime.now(UTC))
    if as_json:
        printing.as_json({"key": made, "secret": secret, "issuer": issuer, "scopes": sorted(scopes), "name": name})
        return
    printing.console.print(
        f"Key {made} for {issuer} ({', '.join(scopes)}). Keep it now, it isn't shown again:", markup=False
    )
    printing.console.print(secret, markup=False, style="bold", soft_wrap=True)


@keys.command("list")
def list_(workspace: options.Workspace = None, as_json: options.Json = False) -> None:
    """List the keys; the secrets aren't kept and can't be shown."""
    with _records(workspace) as records:
        rows = [_row(key) for key in records.keys()]  # noqa: SIM118 - a listing, not a mapping
    if as_json:
        printing.as_json({"keys": rows})
        return
    for row in rows:
        revoked = f"  revoked {row['revoked']}" if row["revoked"] else ""
        told = f"{row['key']}  {row['issuer']}  {', '.join(row['scopes'])}  {row['name']}{revoked}"
        printing.console.print(told, markup=False, soft_wrap=True)
    if not rows:
        printing.console.print("There are no keys; `stackway keys new ISSUER` makes one.")


def _row(key: Key) -> dict[str, Any]:
    return {
        "key": key.id,
        "issuer": key.issuer,
        "scopes": sorted(key.scopes),
        "name": key.name,
        "created": key.created.isoformat(),
        "revoked": key.revoked.isoformat() if key.revoked is not None else None,
    }


@keys.command()
def revoke(
    key: Annotated[str, typer.Argument(help="The key's identifier.")],
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    """Revoke a key at once."""
    with _records(workspace) as records:
        records.revoke_key(key, datetime.now(UTC))
    if as_json:
        printing.as_json({"key": key, "revoked": True})
        return
    printing.console.print(f"Revoked {key}.", markup=False)
