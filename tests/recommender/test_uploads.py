"""What a learner's badge is worth: never more than its signature and the trust in its key show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from data import openbadges
from graph.holdings import Known
from recommender.snapshot import Snapshot
from recommender.uploads import TakenBadge, taken
from tests import world
from tests.data.badges import TODAY
from tests.data.signing import ANN, Signer, credential

SIGNER = Signer()
SCHOOL = "https://sea.example"


def _badge(issuer: str) -> dict[str, Any]:
    badge = credential(issuer)
    badge["issuer"]["name"] = "Sea School"
    badge["credentialSubject"]["achievement"] |= {"id": "https://sea.example/skipper", "name": "Skipper certificate"}
    return badge


def _taken(sea: Snapshot, badge: dict[str, Any], trusted: Path | None = None) -> TakenBadge:
    content = {"badge.json": json.dumps(badge).encode()}
    findings = openbadges.read_contents(content, recipients=ANN, today=TODAY, trusted=trusted).findings
    return taken(sea, findings)[0]


def test_an_unsigned_badge_counts_as_uploaded_and_says_that_it_is_not_verified(sea: Snapshot) -> None:
    found = _taken(sea, _badge(SCHOOL))
    assert found.award is not None
    assert (found.award.credential, found.award.known) == (world.SKIPPER, Known.UPLOADED)
    assert "Not verified: no proof" in found.sentence()


def test_a_signature_that_fits_says_by_which_key_and_that_its_holder_is_not_known(sea: Snapshot) -> None:
    found = _taken(sea, SIGNER.signed(_badge(SIGNER.did)))
    assert found.award is not None
    assert found.award.known is Known.UPLOADED
    assert f"Signature checked: unchanged since it was signed with {SIGNER.did}" in found.sentence()
    assert "who holds that key isn't known here" in found.sentence()


def test_a_badge_signed_with_a_trusted_key_is_verified(sea: Snapshot, tmp_path: Path) -> None:
    key = {"id": f"{SCHOOL}#k", "type": "Multikey", "controller": SCHOOL, "publicKeyMultibase": SIGNER.multikey}
    (tmp_path / "school.json").write_text(json.dumps(key))
    found = _taken(sea, SIGNER.signed(_badge(SCHOOL), method=f"{SCHOOL}#k"), trusted=tmp_path)
    assert found.award is not None
    assert found.award.known is Known.VERIFIED


@pytest.mark.parametrize("place", ["validFrom", "name"])
def test_a_badge_that_was_changed_gives_nothing(sea: Snapshot, place: str) -> None:
    found = _taken(sea, {**SIGNER.signed(_badge(SIGNER.did)), place: "2020-01-01T00:00:00Z"})
    assert found.award is None
    assert found.sentence().startswith("Refused, since its signature doesn't fit: it was changed")
