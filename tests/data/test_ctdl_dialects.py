"""CTDL in its dialects: whatever the form, the same thing becomes the same row, and nothing is lost in silence."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from data import ctdl
from data.errors import UnreadableFile
from data.heads import Head
from data.reading import Reading
from data.tables import rows_of

CTID = "ce-11111111-2222-3333-4444-555555555555"
CONTEXT = "https://credreg.net/ctdl/schema/context/json"
RESOURCES = "https://credentialengineregistry.org/resources/"

BADGE = {
    "@id": RESOURCES + CTID,
    "@type": "ceterms:Badge",
    "ceterms:ctid": CTID,
    "ceterms:name": {"en-US": "Knots", "de": "Knoten"},
    "ceterms:subjectWebpage": "https://knots.example/badge",
}


def write(folder: Path, document: Any, name: str = "file.json") -> Path:
    path = folder / name
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return path


def read(folder: Path, document: Any, **asked: Any) -> Reading:
    return ctdl.read(write(folder, document), **asked)


def table(reading: Reading, name: str) -> list[dict[str, Any]]:
    return rows_of(reading.tables[name])


def token(value: Any) -> str:
    parts = ({"alg": "RS256"}, value)
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, "c2ln"])


REGISTRY_GRAPH = {"@context": CONTEXT, "@id": RESOURCES.replace("resources", "graph") + CTID, "@graph": [BADGE]}
DIALECTS = {
    "a registry graph": REGISTRY_GRAPH,
    "a single resource": {"@context": CONTEXT, **BADGE},
    "a list": [BADGE],
    "types in a list": {**BADGE, "@type": ["ceterms:Badge"]},
    "an envelope with what it carries, decoded": {
        "envelope_type": "x",
        "resource": "",
        "decoded_resource": REGISTRY_GRAPH,
    },
    "an envelope with a token alone": {"envelope_type": "x", "resource": token(REGISTRY_GRAPH)},
    "input of the Registry Assistant": {
        "Credential": {
            "CredentialType": "ceterms:Badge",
            "Ctid": CTID.upper().replace("CE-", "ce-"),
            "Name": "Knots",
            "Name_Map": {"en-US": "Knots"},
            "SubjectWebpage": "https://knots.example/badge",
        },
        "PublishForOrganizationIdentifier": "ce-99999999-2222-3333-4444-555555555555",
    },
    "the same without a wrapper": {
        "CredentialType": "Badge",
        "CTID": CTID,
        "Name": "Knots",
        "SubjectWebpage": "https://knots.example/badge",
    },
    "a graph sent to the Registry Assistant": {
        "PublishForOrganizationIdentifier": "x",
        "GraphInput": {"@graph": [BADGE]},
    },
    "keys without prefix": {
        "@context": CONTEXT,
        "id": RESOURCES + CTID,
        "type": "Badge",
        "ctid": CTID,
        "name": "Knots",
        "subjectWebPage": "https://knots.example/badge",
    },
    "expanded JSON-LD": [
        {
            "@id": RESOURCES + CTID,
            "@type": ["https://purl.org/ctdl/terms/Badge"],
            "https://purl.org/ctdl/terms/name": [
                {"@value": "Knoten", "@language": "de"},
                {"@value": "Knots", "@language": "en"},
            ],
            "https://purl.org/ctdl/terms/subjectWebpage": [{"@id": "https://knots.example/badge"}],
        }
    ],
    "names of schema.org": {
        "@context": {"schema": "https://schema.org/", "ceterms": "https://purl.org/ctdl/terms/"},
        "@type": "ceterms:Badge",
        "ceterms:ctid": CTID,
        "schema:name": "Knots",
        "schema:url": "https://knots.example/badge",
    },
    "languages at the end of keys": {
        "@type": "ceterms:Badge",
        "ceterms:ctid": CTID,
        "name_en": "Knots",
        "name_de": "Knoten",
        "ceterms:subjectWebpage": ["https://knots.example/badge"],
    },
    "a short form of addresses": {
        "@context": [CONTEXT, {"res": RESOURCES}],
        **BADGE,
        "@id": f"res:{CTID}",
        "ceterms:ctid": None,
    },
    "a verifiable credential": {
        "@context": ["https://www.w3.org/2018/credentials/v1", CONTEXT],
        "type": "VerifiableCredential",
        "credentialSubject": {"id": "did:example:1", "achievement": BADGE},
    },
    "inside a condition of something else": {
        "@type": "ceterms:Course",
        "ceterms:name": "Rope work",
        "ceterms:requires": {"@type": "ceterms:ConditionProfile", "ceterms:targetCredential": [BADGE]},
    },
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_credential_is_the_same_in_every_dialect(dialect: str, tmp_path: Path) -> None:
    rows = {row["id"]: row for row in table(read(tmp_path, DIALECTS[dialect]), "credentials")}
    badge = rows[f"ctdl:{CTID}"]
    assert (badge["name"], badge["kind"]) == ("Knots", "badge")
    assert badge["page_url"] == "https://knots.example/badge"


@pytest.mark.parametrize("dialect", sorted(DIALECTS.keys() - {"languages at the end of keys"}))
def test_the_beginning_of_a_file_tells_that_it_is_ctdl(dialect: str, tmp_path: Path) -> None:
    assert ctdl.recognises(Head(write(tmp_path, DIALECTS[dialect])))


@pytest.mark.parametrize(
    "other",
    [
        {"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"ceterms:Badge": {"type": "object"}}},
        {"title": "Engineer", "@type": "JobPosting", "@context": "https://schema.org"},
        {"type": "BadgeClass", "@context": "https://w3id.org/openbadges/v2", "name": "Knots"},
        {"CFDocument": {}, "CFItems": []},
        "id,name\nx,Knots\n",
    ],
)
def test_other_formats_are_not_taken_for_ctdl(other: Any, tmp_path: Path) -> None:
    assert not ctdl.recognises(Head(write(tmp_path, other, "f.csv" if isinstance(other, str) else "f.json")))


def test_a_token_is_read_unverified_and_the_report_says_so(tmp_path: Path) -> None:
    reading = read(tmp_path, DIALECTS["an envelope with a token alone"])
    assert any("signatures were not checked" in remark for remark in reading.report.remarks)


def test_a_token_that_cannot_be_read_is_set_aside_with_its_place(tmp_path: Path) -> None:
    reading = read(tmp_path, [{"envelope_type": "x", "resource": "a.###.c"}, BADGE])
    assert [one.locator for one in reading.report.aside] == ["file.json#/0/resource"]
    assert len(table(reading, "credentials")) == 1


def test_each_row_says_where_in_the_file_it_stands(tmp_path: Path) -> None:
    envelope = DIALECTS["an envelope with what it carries, decoded"]
    (row,) = table(read(tmp_path, [envelope], locate_as="box/file.json"), "credentials")
    assert row["locator"] == "box/file.json#/0/decoded_resource/@graph/0"
    assert row["origin"] == RESOURCES + CTID


def test_one_object_a_line_is_read_with_its_line(tmp_path: Path) -> None:
    lines = [json.dumps(REGISTRY_GRAPH), json.dumps({"@type": "ceterms:Course", "name": "Rope work"}), "{broken"]
    reading = ctdl.read(write(tmp_path, "\n".join(lines), "f.jsonl"))
    places = {row["name"]: row["locator"] for row in table(reading, "credentials")}
    assert places == {"Knots": "f.jsonl:1/@graph/0", "Rope work": "f.jsonl:2"}
    assert [one.locator for one in reading.report.aside] == ["f.jsonl:3"]


def test_english_comes_before_other_languages_whatever_the_order(tmp_path: Path) -> None:
    named = {**BADGE, "ceterms:name": {"de": "Knoten", "@en-GB": "Knots"}}
    assert table(read(tmp_path, named), "credentials")[0]["name"] == "Knots"


def test_what_has_no_ctid_is_called_by_its_address(tmp_path: Path) -> None:
    course = {"@type": "ceterms:Course", "@id": "https://www.uni.example/courses/knots-1", "ceterms:name": "Knots"}
    (row,) = table(read(tmp_path, course), "credentials")
    assert row["id"].startswith("uni-example:knots-1-")
    (again,) = table(read(tmp_path, {**course, "ceterms:name": "Bends"}), "credentials")
    assert again["id"] == row["id"]
    (own,) = table(read(tmp_path, course, issuer="acme"), "credentials")
    assert own["id"].startswith("acme:knots-1-")
    assert own["issuer"] == "acme"


def test_blank_names_of_two_files_do_not_meet(tmp_path: Path) -> None:
    first, second = (
        {"@graph": [{"@id": "_:b1", "@type": "ceterms:Badge", "name": name}]} for name in ("Knots", "Bends")
    )
    one, other = (table(read(tmp_path, document), "credentials")[0]["id"] for document in (first, second))
    assert one != other


def test_of_two_descriptions_of_one_thing_the_fuller_is_taken(tmp_path: Path) -> None:
    thin = {"@type": "ceterms:Badge", "@id": BADGE["@id"], "ceterms:name": "Knots"}
    course = {
        "@type": "ceterms:Course",
        "ceterms:name": "C",
        "ceterms:requires": [{"ceterms:targetCredential": [thin]}],
    }
    reading = read(tmp_path, {"@graph": [course, BADGE]})
    rows = {row["name"]: row for row in table(reading, "credentials")}
    assert rows["Knots"]["page_url"] == "https://knots.example/badge"
    assert [one.locator for one in reading.report.aside] == [
        "file.json#/@graph/0/ceterms:requires/0/ceterms:targetCredential/0"
    ]


def test_whose_a_credential_is_comes_from_its_owner_wherever_that_stands(tmp_path: Path) -> None:
    owner = {
        "@id": "_:o",
        "@type": "ceterms:CredentialOrganization",
        "name": "Knot School",
        "subjectWebpage": "https://school.example",
    }
    for document in (
        {"@graph": [{**BADGE, "ceterms:ownedBy": ["_:o"]}, owner]},
        {"@graph": [{**BADGE, "ceterms:offeredBy": [owner]}]},
        {"@graph": [BADGE, {**owner, "ceterms:offers": [BADGE["@id"]]}]},
    ):
        (row,) = table(read(tmp_path, document), "credentials")
        assert (row["issuer_name"], row["issuer"]) == ("Knot School", "school-example")


def test_kinds_without_a_table_are_told_by_kind_and_listed_one_by_one(tmp_path: Path) -> None:
    profiles = [{"@type": "qdata:DataProfile", "@id": f"_:{n}"} for n in range(3)]
    report = read(tmp_path, {"@context": CONTEXT, "@graph": [BADGE, *profiles]}).report
    assert [one.locator for one in report.aside] == [f"file.json#/@graph/{n}" for n in (1, 2, 3)]
    assert any(remark.startswith("3 of the kind DataProfile") for remark in report.remarks)


def test_properties_that_no_table_has_a_place_for_are_counted(tmp_path: Path) -> None:
    report = read(
        tmp_path, [{**BADGE, "ceterms:jurisdiction": [{"name": "Kiel"}], "ceterms:image": "https://x.example/i"}]
    ).report
    assert "Properties that no table has a place for: jurisdiction (1), image (1)." in report.remarks


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"@type": "ceterms:Badge",\n  "name": }', "line 2, column 11"),
        ('// a note\n{"@type": "ceterms:Badge"}', "no comments"),
        ('{"a": 1,\n"b": 2}\n{"c": 3}', "line 3, column 1"),
        ("", "an empty file"),
        ("@prefix ceterms: <https://purl.org/ctdl/terms/> .", "Turtle"),
        ("<html><script>{}</script></html>", "HTML"),
        ('{"colour": "red"}', "nothing in it is CTDL"),
        ('{"$schema": "x", "type": "object"}', "a JSON Schema"),
        ("[" * 50_000, "nested too deeply"),
    ],
)
def test_what_is_not_ctdl_is_refused_with_the_place_and_what_to_do(content: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path, content)
    assert said in str(refused.value)
    assert refused.value.hint


@pytest.mark.parametrize(
    "value",
    [None, 7, True, "text", [], {}, [[]], {"@id": 7}, {"@value": {"@value": 1}}, {"": {"": [None]}}, [None, {}]],
)
def test_values_of_any_shape_do_no_harm(value: Any, tmp_path: Path) -> None:
    names = "name description ctid ownedBy requires estimatedCost estimatedDuration teaches occupationType hasPart"
    odd = {f"ceterms:{name}": value for name in names.split() if name != "name"}
    reading = read(tmp_path, {"@graph": [{**BADGE, **odd, "ceterms:ctid": CTID}, {**odd, "@type": "ceterms:Pathway"}]})
    assert table(reading, "credentials")[0]["name"] == "Knots"
