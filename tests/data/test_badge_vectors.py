"""Every published badge file, valid or broken: read or refused with its reason, with the network shut.

What is expected of the files below was worked out from what stands in them, file by file.
"""

from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest

from conftest import BENCH
from data import openbadges
from data.badge_types import BadgeFinding
from tests.data.badges import TODAY

pytestmark = pytest.mark.bench_data
ROOT = BENCH / "openbadges-vectors"
V2 = "1edtech-validator/inspector-vc/src/test/resources/ob20/"
V3 = "1edtech-validator/inspector-vc/src/test/resources/ob30/"
CLR = "1edtech-validator/inspector-clr/src/test/resources/clr20/"
TCP = "1edtech-validator/inspector-tcp-vc/src/test/resources/tcp/"
ELM = "mynextid-elm-ob3/"
DCC = "digitalcredentials-test-files/"
PLUGFEST = "w3c-ccg-vc-ed/plugfest-1-2022/"
FITS = "whether that is a key of the issuer's isn't known"
NO_ACHIEVEMENT = "names no achievement"

# File, what it gives (an award's state; a description; something that serves badges; nothing), words of the reason.
EXPECTED = [
    (V2 + "basic-assertion.json", "awarded", "a hosted badge whose address wasn't visited"),
    (V2 + "basic-assertion-expired.json", "expired", "hosted"),
    (V2 + "basic-assertion-expired-before-issued.json", "expired", "(2022-11-15) before it was issued (2022-12-31)"),
    (V2 + "basic-assertion-in-future.json", "early", "dated in the future (2100-12-31)"),
    (V2 + "basic-assertion-invalid-context.json", "awarded", "its context isn't that of Open Badges"),
    (V2 + "basic-assertion-invalid-type.json", "refused", "'OtherAssertion'"),
    (V2 + "basic-assertion-no-public-key.json", "awarded", "its address wasn't visited"),
    (V2 + "assertion-with-endorsements.json", "awarded", "hosted"),
    (V2 + "simple.jwt", "awarded", "the issuer's key isn't at hand"),
    (V2 + "simple-revoked.jwt", "awarded", "the issuer's key isn't at hand"),
    (V2 + "simple-badge.png", "awarded", "hosted"),
    (V2 + "redirected-validation-subject.json", "refused", "Not JSON"),
    (V2 + "badge-class-with-language.json", "describes", "describes a badge"),
    (V2 + "assets/robotics-badge.json", "describes", "describes a badge"),
    (V2 + "assets/organization.json", "serves", "an issuer"),
    (V2 + "assets/key1.json", "serves", "a key"),
    (V2 + "assets/revocation-list.json", "serves", "a revocation list"),
    (V2 + "assets/endorsement-1.json", "serves", "an endorsement"),
    (V2 + "assets/robotics-badge.png", "refused", "without a badge inside"),
    (V2 + "assets/openbadges_context.json", "refused", "addresses aren't visited"),
    (V2 + "assets/issuer-invalid-type.json", "refused", "'Criteria'"),
    (V2 + "assets/beths-robot-work.html", "refused", "Not an Open Badge"),
    (V2 + "rdf-validation/invalid-class.json", "refused", "'NotAKnownClass'"),
    (V2 + "rdf-validation/invalid-empty-type.json", "refused", "without an Open Badge"),
    (V2 + "rdf-validation/valid-badge-class.json", "describes", "describes a badge"),
    (V2 + "rdf-validation/valid-alignment-object.json", "refused", "'AlignmentObject'"),
    (V3 + "simple.json", "awarded", FITS),
    (V3 + "simple.1ob", "awarded", FITS),
    (V3 + "simple_v1.json", "awarded", FITS),
    (V3 + "simple-json.png", "awarded", FITS),
    (V3 + "simple-json.svg", "awarded", FITS),
    (V3 + "simple-jwt.png", "awarded", "the key that the badge itself brings along"),
    (V3 + "simple-eddsa-2022.json", "awarded", FITS),
    (V3 + "simple-multiple-proofs.json", "awarded", FITS),
    (V3 + "simple-did-web-method.json", "awarded", FITS),
    (V3 + "simple-did-key-method.json", "awarded", "but the badge is by 'urn:uuid:"),
    (V3 + "simple-noproof.json", "refused", NO_ACHIEVEMENT),
    (V3 + "simple.jwt", "refused", NO_ACHIEVEMENT),
    (V3 + "simple-err-context.json", "refused", "its first context isn't that of verifiable credentials"),
    (V3 + "simple-err-issued.json", "refused", NO_ACHIEVEMENT),
    (V3 + "simple-err-issuer.json", "refused", "it names no issuer"),
    (V3 + "simple-err-type.json", "refused", "'OtherCredential'"),
    (V3 + "simple-err-evidence-type.json", "awarded", "'InvalidEvidence'"),
    (V3 + "simple-err-credential-subject-identifier-type.json", "awarded", "'InvalidIdentityObject'"),
    (V3 + "simple-err-credential-subject-result-type.json", "awarded", "'InvalidResult'"),
    (V3 + "simple-err-issuer-parentorg-type.json", "awarded", "'InvalidProfile'"),
    (V3 + "simple-err-proof-method.json", "awarded", "it names a key that can't be read"),
    (V3 + "simple-err-proof-method-unknown-did-method.json", "awarded", "did:example"),
    (V3 + "endorsement-valid.json", "serves", "an endorsement"),
    (V3 + "bit-string-list/testlist", "serves", "a status list"),
    (V3 + "bit-string-list/credential-status-revoked.json", "awarded", "the status list isn't in the upload"),
    (V3 + "complete.json", "awarded", "the status list isn't in the upload"),
    (V3 + "complete_v1.json", "expired", "the issuer's key isn't at hand"),
    (V3 + "sd/derivedcredential.json", "awarded", "'ecdsa-sd-2023'"),
    (V3 + "velocity.jwt", "awarded", "did:velocity"),
    (CLR + "complex.json", "serves", "6 parts"),
    (CLR + "simple.json", "serves", "the definitions of its terms aren't at hand"),
    (CLR + "simple.jwt", "serves", "the key that the badge itself brings along"),
    (TCP + "LER-RS_V2_VCwrapper.json", "refused", "'LER-RS VC'"),
    (TCP + "LER-RS_V2_UC008_portability.json", "awarded", "aren't covered by the signature"),
    ("1edtech-validator/inspector-vc/src/main/resources/contexts/ob-v3p0.json", "refused", "a JSON-LD context"),
    ("1edtech-spec/ob_v3p0/examples/fullOpenBadge.html", "refused", "Not an Open Badge"),
    ("1edtech-spec/ob_v3p0/examples.html", "refused", "A web page"),
    (PLUGFEST + "plugfest-1-ex-1.json", "verified", "unchanged since it was signed with did:key:z6MkrHKz"),
    (PLUGFEST + "plugfest-1-ex-2.json", "verified", "unchanged since it was signed with did:key:z6MkrHKz"),
    (DCC + "example-credentials-unsigned/degree/tec-de-monterrey.json", "awarded", "no proof"),
    (DCC + "example-credentials-unsigned/degree/dcc-demo-degree-basic.json", "refused", "Not JSON"),
    (DCC + "example-credential-templates/example-web-developement-credential-template.json", "refused", "filled in"),
    ("edubadges-nl-obv3/_credentials/theed_regular_minimal_ho.md", "refused", "Not an Open Badge"),
    ("edubadges-nl-obv3/_data/credentials/theed_regular_full_ho.json", "awarded", "no proof"),
    ("edubadges-nl-obv3/schemas/regular.json", "refused", "JSON Schema"),
    (ELM + "microcredential/v1/edc/examples/edc-mc-example.json", "awarded", "no proof"),
    (ELM + "degree-certificate/v1/edc/examples/edc-dc-example.json", "early", "dated in the future (2026-01-12)"),
    (ELM + "microcredential/v1/open-badge/examples/open-badge-mc-example.json", "early", "dated in the future"),
    (ELM + "microcredential/v1/edc/schema.json", "refused", "JSON Schema"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _shut(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("the network was asked for")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)


def _given(found: BadgeFinding) -> str:
    if found.error:
        return "refused"
    if found.award is not None:
        return "verified" if found.verified else found.award.state
    if found.kind in ("badge class", "achievement"):
        return "describes"
    return "early" if "dated in the future" in found.why_not else "serves"


@pytest.mark.parametrize(("file", "gives", "words"), EXPECTED)
def test_each_file_gives_what_stands_in_it(file: str, gives: str, words: str) -> None:
    found = openbadges.read([ROOT / file], today=TODAY).findings[0]
    assert (_given(found), words in (found.error or found.why_not)) == (gives, True), found


def test_every_file_is_read_or_refused_with_a_reason_that_a_person_understands() -> None:
    files = sorted(path for path in ROOT.rglob("*") if path.is_file())
    assert len(files) > 400
    for path in files:
        reading = openbadges.read([path], today=TODAY)
        assert reading.findings, path
        for found in reading.findings:
            reason = found.error or found.why_not
            assert reason, path
            assert not re.search(r"Traceback|0x[0-9a-f]{6}|<class|Error\(|Exception", reason), reason
        assert sum(reading.report.read.values()) or reading.report.aside, path


def test_no_published_badge_is_taken_for_a_changed_one() -> None:
    files = [path for path in sorted(ROOT.rglob("*")) if path.is_file()]
    assert [found.file for found in openbadges.read(files, today=TODAY).findings if found.proof == "invalid"] == []


def test_all_files_together_serve_each_other() -> None:
    files = sorted((ROOT / V2).rglob("*"))
    findings = openbadges.read([path for path in files if path.is_file()], today=TODAY).findings
    states = {found.file: (found.verified, found.award and found.award.state) for found in findings}
    assert states["simple.jwt"] == (True, "awarded")
    assert states["simple-revoked.jwt"] == (True, "revoked")
    assert states["simple-not-revoked.jwt"] == (True, "awarded")


def test_a_changed_letter_in_a_published_badge_is_noticed(tmp_path: Path) -> None:
    text = (ROOT / PLUGFEST / "plugfest-1-ex-1.json").read_text()
    (tmp_path / "badge.json").write_text(text.replace("Our Wallet Passed", "My Wallet Passed"))
    assert openbadges.read([tmp_path / "badge.json"]).findings[0].proof == "invalid"
