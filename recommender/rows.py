"""A read-only matrix kept row by row, for arrays that are looked into one row at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """`n` rows over `width` columns; row `i` has its columns and values at ``indptr[i]:indptr[i + 1]``."""

    indptr: Whole
    columns: Whole
    values: Floats
    width: int

    @classmethod
    def of(cls, rows: Sequence[Mapping[int, float]], width: int) -> Rows:
        """The matrix of these rows, columns in order.

        >>> Rows.of([{2: 0.5}, {}, {0: 1.0, 1: 0.25}], 3).dot(np.array([1.0, 4.0, 2.0])).tolist()
        [1.0, 0.0, 2.0]
        """
        ordered = [sorted(row.items()) for row in rows]
        columns = np.fromiter((c for row in ordered for c, _ in row), np.int64)
        values = np.fromiter((v for row in ordered for _, v in row), np.float64)
        return cls(_indptr(len(row) for row in ordered), columns, values, width)

    @classmethod
    def from_sparse(cls, matrix: sparse.csr_array) -> Rows:
        """The same matrix, out of scipy's form."""
        sorted_ = matrix.tocsr().sorted_indices()
        return cls(
            sorted_.indptr.astype(np.int64),
            sorted_.indices.astype(np.int64),
            sorted_.data.astype(np.float64),
            sorted_.shape[1],
        )

    def __len__(self) -> int:
        return len(self.indptr) - 1

    def row(self, i: int) -> tuple[Whole, Floats]:
        """Columns and values of one row."""
        span = slice(self.indptr[i], self.indptr[i + 1])
        return self.columns[span], self.values[span]

    def taken(self, some: Sequence[int]) -> tuple[Whole, Whole, Floats]:
        """The entries of some rows: column, position of the row in `some`, and value.

        >>> rows = Rows.of([{2: 0.5}, {}, {0: 1.0, 1: 0.25}], 3)
        >>> [part.tolist() for part in rows.taken([2, 0])]
        [[0, 1, 2], [0, 0, 1], [1.0, 0.25, 0.5]]
        """
        parts = [self.row(i) for i in some]
        owner = np.repeat(np.arange(len(parts)), [len(columns) for columns, _ in parts])
        columns, values = (np.concatenate(found) for found in zip(*parts, strict=True))
        return columns, owner, values

    @cached_property
    def matrix(self) -> sparse.csr_array:
        """The same numbers as scipy's matrix, shape (rows, width); shares memory where it can."""
        return sparse.csr_array((self.values, self.columns, self.indptr), shape=(len(self), self.width))

    def dot(self, vector: Floats) -> Floats:
        """The matrix times a dense vector of `width`: one number a row."""
        product: Floats = self.matrix @ vector
        return product

    def scaled(self, by_column: Floats) -> Rows:
        """Every value times the factor of its column."""
        return Rows(self.indptr, self.columns, self.values * by_column[self.columns], self.width)

    def normalised(self) -> Rows:
        """Every row divided by its Euclidean length; empty rows stay empty."""
        squares = np.zeros(len(self))
        lengths = np.diff(self.indptr)
        owner = np.repeat(np.arange(len(self)), lengths)
        np.add.at(squares, owner, self.values**2)
        norms = np.sqrt(np.where(squares > 0, squares, 1.0))
        return Rows(self.indptr, self.columns, self.values / norms[owner], self.width)

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """The arrays by name, as a file keeps them; `read` is the way back."""
        return {
            f"{name}.indptr": self.indptr,
            f"{name}.columns": self.columns.astype(np.int32),
            f"{name}.values": self.values.astype(np.float32),
            f"{name}.width": np.array(self.width),
        }

    @classmethod
    def read(cls, arrays: Mapping[str, NDArray[np.generic]], name: str) -> Rows:
        """The matrix that `arrays` wrote; KeyError where it isn't there."""
        return cls(
            arrays[f"{name}.indptr"].astype(np.int64),
            arrays[f"{name}.columns"].astype(np.int64),
            arrays[f"{name}.values"].astype(np.float64),
            int(arrays[f"{name}.width"]),
        )


def _indptr(lengths: Iterable[int]) -> Whole:
    return np.concatenate(([0], np.cumsum(np.fromiter(lengths, np.int64)))).astype(np.int64)
