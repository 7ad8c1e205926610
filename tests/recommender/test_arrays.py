"""Rows and documents: what is written comes back, and the arithmetic is that of dense arrays."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.concepts import Labelled, concepts
from recommender.documents import Documents, write_documents
from recommender.errors import SnapshotDamaged
from recommender.rows import Rows

WIDTH = 5
rows_lists = st.lists(
    st.dictionaries(st.integers(0, WIDTH - 1), st.floats(0.015625, 1, width=16), max_size=WIDTH), min_size=1, max_size=6
)


def dense(rows: list[dict[int, float]]) -> np.ndarray:
    found = np.zeros((len(rows), WIDTH))
    for i, row in enumerate(rows):
        for column, value in row.items():
            found[i, column] = value
    return found


@given(rows_lists, st.lists(st.floats(0, 1, width=16), min_size=WIDTH, max_size=WIDTH))
def test_a_product_with_a_vector_is_that_of_the_dense_matrix(rows: list[dict[int, float]], vector: list[float]) -> None:
    assert Rows.of(rows, WIDTH).dot(np.array(vector)) == pytest.approx(dense(rows) @ np.array(vector))


@given(rows_lists)
def test_normalised_rows_have_length_one_or_are_empty(rows: list[dict[int, float]]) -> None:
    lengths = np.sqrt((dense(rows) ** 2).sum(axis=1))
    found = Rows.of(rows, WIDTH).normalised()
    for i, length in enumerate(lengths):
        assert float((found.row(i)[1] ** 2).sum()) == pytest.approx(1.0 if length else 0.0)


@given(rows_lists)
def test_rows_come_back_from_their_arrays(rows: list[dict[int, float]]) -> None:
    written = Rows.of(rows, WIDTH)
    read = Rows.read(written.arrays("x"), "x")
    assert read.matrix.toarray() == pytest.approx(dense(rows))


@given(
    st.dictionaries(
        st.text(max_size=8),
        st.dictionaries(st.text(max_size=4), st.integers() | st.text(max_size=9), max_size=3),
        max_size=8,
    )
)
def test_documents_come_back_by_key_whatever_their_letters(documents: dict[str, dict[str, object]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        write_documents(Path(folder) / "things", documents.items())
        read = Documents(Path(folder) / "things")
        assert {key: read[key] for key in read.keys} == documents


def test_documents_whose_files_do_not_agree_are_refused(tmp_path: Path) -> None:
    write_documents(tmp_path / "things", [("a", {"x": 1}), ("b", {"x": 2})])
    (tmp_path / "things.keys").write_text(json.dumps(["a"]))
    with pytest.raises(SnapshotDamaged, match="don't agree"):
        Documents(tmp_path / "things")


def test_a_label_that_one_vocabulary_has_twice_joins_nothing() -> None:
    skills = [
        Labelled("a:1", "a", ("Java",)),
        Labelled("a:2", "a", ("java",)),
        Labelled("b:1", "b", ("Java",)),
    ]
    assert len(set(concepts(skills).values())) == 3


def test_two_skills_of_one_vocabulary_are_never_one_concept_through_a_third() -> None:
    skills = [
        Labelled("a:1", "a", ("sailing", "yachting")),
        Labelled("b:1", "b", ("sailing",)),
        Labelled("b:2", "b", ("yachting",)),
    ]
    found = concepts(skills)
    assert found["b:1"] != found["b:2"]
