"""A badge of this house to test with, and short ways to read one."""

from __future__ import annotations

import json
import struct
from datetime import date
from typing import Any

from data import openbadges
from data.openbadges import BadgeFinding

TODAY = date(2026, 1, 1)
ASSERTION: dict[str, Any] = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "id": "https://x.example/a/1",
    "recipient": {"type": "email", "hashed": False, "identity": "ann@x.example"},
    "issuedOn": "2024-05-01",
    "verification": {"type": "hosted"},
    "badge": {
        "type": "BadgeClass",
        "id": "https://x.example/knots",
        "name": "Knots",
        "issuer": {"type": "Issuer", "id": "https://x.example", "name": "Ropes Ltd"},
        "criteria": {"narrative": "Tie ten knots"},
        "tags": ["rope"],
    },
}


def one(content: bytes | dict[str, Any] | str, **more: Any) -> BadgeFinding:
    given_ = json.dumps(content).encode() if isinstance(content, dict) else content
    packed = given_.encode() if isinstance(given_, str) else given_
    return openbadges.read_contents({"badge": packed}, today=TODAY, **more).findings[0]


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    parts = [struct.pack(">I4s", len(data), kind) + data + b"\0\0\0\0" for kind, data in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + struct.pack(">I4s", 0, b"IEND") + b"\0\0\0\0"
