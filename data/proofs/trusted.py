"""The folder of trusted keys: what somebody has put there is trusted to be the keys of who it says.

JSON files with keys (JWK, key sets, Multikey, PEM in a key object), issuers' profiles or DID documents. Further
definitions of terms may lie beside them: ``contexts.json`` gives the file of each address.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from data.errors import UnreadableFile
from data.ld import objects_in
from data.proofs.checks import AtHand
from data.proofs.keys import KeyRing

MAX_BYTES: Final = 1_000_000
INDEX: Final = "contexts.json"


def at_hand(folder: Path | None) -> AtHand:
    """What the folder holds; nothing without one. Raises `UnreadableFile` where something in it can't be read."""
    if folder is None:
        return AtHand(KeyRing())
    if not folder.is_dir():
        raise UnreadableFile(f"{folder} is no folder of trusted keys.", hint="Give a folder with JSON files.")
    index = _json(folder / INDEX) if (folder / INDEX).exists() else {}
    contexts = {str(url): _context(folder, str(name)) for url, name in index.items()}
    ring = KeyRing()
    for path in sorted(folder.glob("*.json")):
        if path.name != INDEX and path.name not in index.values():
            ring.take(objects_in(_json(path)), trusted=True)
    return AtHand(ring, contexts)


def _context(folder: Path, name: str) -> Mapping[str, Any]:
    document = _json(folder / Path(name).name)
    if not isinstance(document, dict):
        raise UnreadableFile(f"{name}: no JSON-LD context.", hint="Put the published context there, unchanged.")
    return document


def _json(path: Path) -> Any:
    try:
        with path.open("rb") as stream:
            return json.loads(stream.read(MAX_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        raise UnreadableFile(
            f"{path.name}: can't be read as JSON ({type(error).__name__}).",
            hint="Mend it, or take it out of the folder.",
        ) from error
