"""Search finds what people mean however they type it, in a stated order, and never raises."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skills_taxonomy.errors import IndexUnusable
from skills_taxonomy.search import Index, build_index
from skills_taxonomy.types import Occupation, Skill
from tests.skills_taxonomy.small_world import tables


def first(index: Index, text: str, kind: str = "skill") -> tuple[str, str]:
    hit = index.search(text, kind)[0]
    return hit.id, hit.how


@pytest.mark.parametrize(
    ("typed", "id", "how"),
    [
        ("manage staff", "esco:skill/1", "exact"),
        ("MANAGE Staff", "esco:skill/1", "exact"),
        ("supervise employee", "esco:skill/1", "alias"),
        ("kube", "onet:tech/kubernetes", "prefix"),
        ("staff manage", "esco:skill/1", "prefix"),
        ("kuberentes", "onet:tech/kubernetes", "typo"),
        ("k8s", "onet:tech/kubernetes", "typo"),
        ("negocier des contrats", "esco:skill/4", "exact"),
        ("machine learning for beginners", "esco:skill/3", "some"),
        ("machinelearning", "esco:skill/3", "exact"),
        ("c#", "onet:tech/c-sharp", "exact"),
    ],
)
def test_a_skill_is_found_in_the_way_it_was_typed(index: Index, typed: str, id: str, how: str) -> None:
    assert first(index, typed) == (id, how)


def test_a_word_written_as_one_or_as_two_finds_both(index: Index) -> None:
    for typed in ("cyber security", "cybersecurity"):
        assert first(index, typed, "occupation")[0] == "onet:15-1212.00"


def test_a_preferred_label_comes_before_an_alias_of_another(index: Index) -> None:
    hits = index.search("python")
    assert [(hit.id, hit.how) for hit in hits[:2]] == [("onet:tech/python", "exact"), ("esco:skill/2", "alias")]


def test_the_commoner_occupation_comes_first_among_equals(index: Index) -> None:
    found = [hit.id for hit in index.search("nurse", "occupation", ["onet"])]
    assert found[:2] == ["onet:29-1141.00", "onet:29-1141.01"]


def test_vocabularies_narrow_the_search(index: Index) -> None:
    assert {hit.vocabulary for hit in index.search("python", vocabularies=["esco"])} == {"esco"}
    assert index.search("python", vocabularies=["nobody"]) == ()
    assert index.search("python", vocabularies=[]) == ()


def test_credentials_are_found_by_name(index: Index) -> None:
    assert first(index, "certified kubernetes", "credential")[0] == "cncf:CKA"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        '"',
        "AND OR NOT",
        "NEAR(a b)",
        "a*",
        "'; DROP TABLE thing",
        "😀",
        "\0",
        "\ud800",
        "%",
        "^",
        "-",
        "a" * 10_000,
    ],
)
def test_odd_input_gets_an_answer_and_no_error(index: Index, typed: str) -> None:
    for kind in ("skill", "occupation", "credential", "nothing"):
        assert isinstance(index.search(typed, kind), tuple)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.text(max_size=60), st.integers(-5, 200))
def test_any_text_and_limit_gets_distinct_things_in_order_of_score(index: Index, text: str, limit: int) -> None:
    hits = index.search(text, limit=limit)
    assert len({hit.id for hit in hits}) == len(hits) <= max(0, limit)
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_the_same_tables_in_another_order_give_the_same_answers(index: Index, tmp_path: Path) -> None:
    from data.tables import Tables

    shuffled = Tables({name: table.sample(frac=1, random_state=3) for name, table in tables().items()})
    build_index(tmp_path / "i", shuffled)
    with Index.open(tmp_path / "i") as other:
        for typed, kind in (("python", "skill"), ("nurse", "occupation"), ("s", "skill"), ("architect", "occupation")):
            assert other.search(typed, kind) == index.search(typed, kind)


def test_many_threads_may_ask_at_once(index: Index) -> None:
    typed = ["python", "kube", "manage staff", "kuberentes"] * 25
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(index.search, typed))
    assert together == [index.search(one) for one in typed]


def test_an_identifier_gives_the_whole_skill_or_occupation(index: Index) -> None:
    skill, occupation = index.get("esco:skill/1"), index.get("onet:15-1252.00")
    assert isinstance(skill, Skill)
    assert skill.alt_labels == ("supervise employees", "staff management")
    assert isinstance(occupation, Occupation)
    assert (occupation.code, occupation.description) == ("15-1252.00", "They work as Software Developers.")
    assert index.get("esco:skill/none") is None
    assert index.get("cncf:CKA") is None
    assert index.get("\ud800") is None


def test_labels_are_looked_up_in_bulk_and_unknown_ones_left_out(index: Index) -> None:
    many = [f"x:{n}" for n in range(2_000)]
    assert index.labels([*many, "onet:tech/r", "onet:tech/go"]) == {"onet:tech/r": "R", "onet:tech/go": "Go"}


def test_a_missing_a_broken_and_a_foreign_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match="no search index at"):
        Index.open(tmp_path / "none")
    (tmp_path / "text").write_text("not a database, but long enough to be looked at" * 50)
    with pytest.raises(IndexUnusable, match="is no search index"):
        Index.open(tmp_path / "text")
    connection = sqlite3.connect(tmp_path / "other")
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(IndexUnusable, match="version 0"):
        Index.open(tmp_path / "other")


def test_an_index_of_nothing_finds_nothing(tmp_path: Path) -> None:
    from data.tables import Tables

    build_index(tmp_path / "empty", Tables())
    with Index.open(tmp_path / "empty") as empty:
        assert empty.search("python") == ()
        assert empty.labels(["esco:skill/1"]) == {}
