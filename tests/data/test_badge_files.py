"""Badge files of every kind: bundles taken apart, and damaged, huge or foreign files refused without failing."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import openbadges
from data.badge_files import MAX_DEPTH, MAX_FILE
from data.baked import MAX_TEXT
from tests.data.badges import ASSERTION, TODAY, one, png


def test_a_bundle_is_read_badge_by_badge_each_with_its_place() -> None:
    bundle = {
        "badgeClasses": [{**ASSERTION["badge"], "assertions": [{**ASSERTION, "badge": "https://x.example/knots"}]}]
    }
    reading = openbadges.read_contents({"export.json": json.dumps(bundle).encode()}, learner="L")
    assert [found.kind for found in reading.findings] == ["badge class", "assertion"]
    assert reading.findings[1].name == "Knots"
    assert reading.tables["awards"]["locator"].tolist() == ["export.json[2]"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "Not an Open Badge"),
        (b"hello", "Not an Open Badge"),
        (b"\xff\xfe\x00", "Neither text nor a PNG"),
        (b"{", "Not JSON"),
        (b"{}", "without an Open Badge"),
        (b"https://x.example/badge.json", "addresses aren't visited"),
        (b"[" * 100_000, "Not JSON"),
        (b"[" * (MAX_DEPTH + 5) + b"]" * (MAX_DEPTH + 5), "deep"),
        (b" " * (MAX_FILE + 1), "more than"),
        (b"eyJhbGciOiJub25lIn0.!!!.", "Not an Open Badge"),
        (b"eyJhbGciOiJub25lIn0.AAAA.", "Not JSON"),
        (b"eyJhbGciOiJub25lIn0._____w.", "damaged token"),
        (b'{"type": "Assertion", "badge": "https://x.example/b", "issuedOn": "soon"}', "issuedOn"),
        (b'{"type": "Assertion"}', "names no badge"),
        (b"<svg", "damaged SVG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "without a badge"),
        (b"<!DOCTYPE s [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><s>&b;</s>", "declares entities"),
        (png(), "without a badge"),
        (b"\x89PNG\r\n\x1a\n\xff\xff", "truncated PNG"),
        (b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", 2**31, b"iTXt"), "truncated PNG"),
        (png((b"iTXt", b"openbadges\0\1\0\0\0nonsense")), "damaged badge"),
        (png((b"iTXt", b"openbadges\0\1\0\0\0" + zlib.compress(b" " * (MAX_TEXT + 10)))), "unpacks to more than"),
    ],
)  # fmt: skip
def test_what_is_no_badge_is_refused_with_words_and_is_never_fatal(content: bytes, why: str) -> None:
    reading = openbadges.read_contents({"bad": content, "good": json.dumps(ASSERTION).encode()})
    assert why in reading.findings[0].error
    assert reading.findings[1].award is not None
    assert [aside.locator for aside in reading.report.aside] == ["bad"]


def test_a_compressed_baked_badge_and_an_old_one_are_read() -> None:
    text = json.dumps(ASSERTION).encode()
    assert one(png((b"iTXt", b"openbadges\0\1\0\0\0" + zlib.compress(text)))).name == "Knots"
    assert one(png((b"tEXt", b"openbadges\0" + text))).name == "Knots"


def test_an_unsigned_token_is_not_taken_for_a_signedone() -> None:
    payload = base64.urlsafe_b64encode(json.dumps(ASSERTION).encode()).rstrip(b"=").decode()
    assert "signature present" not in one(f"eyJhbGciOiJub25lIn0.{payload}.").why_not


def test_text_that_no_encoding_can_hold_is_mended() -> None:
    found = one('{"type": "BadgeClass", "id": "https://x.example/k", "name": "Knots \\ud800"}')
    assert found.name == "Knots ?"


def test_a_missing_file_and_a_folder_are_findings_not_failures(tmp_path: Path) -> None:
    findings = openbadges.read([tmp_path / "none.json", tmp_path]).findings
    assert all("can't be opened" in found.error for found in findings)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = (
    *("id", "recipient", "badge", "issuedOn", "expires", "issuer", "credentialSubject", "validFrom", "alignment"),
    *("verification", "name", "criteria", "tags", "achievement", "proof", "assertions", "revokedAssertions"),
)


@given(
    kind=st.sampled_from(["Assertion", "BadgeClass", "OpenBadgeCredential", "Achievement", "RevocationList", "Issuer"]),
    parts=st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6),
)
@settings(max_examples=150, deadline=None)
def test_badges_of_any_shape_are_found_or_refused_without_failing(kind: str, parts: dict[str, Any]) -> None:
    reading = openbadges.read_contents(
        {"b": json.dumps({"type": kind, **parts}).encode()}, recipients=["ann@x.example"], learner="L", today=TODAY
    )
    assert reading.findings
    assert not any(found.verified for found in reading.findings)


@given(st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_found_or_refused_without_failing(content: bytes) -> None:
    assert openbadges.read_contents({"b": content, "p": b"\x89PNG\r\n\x1a\n" + content}).findings
