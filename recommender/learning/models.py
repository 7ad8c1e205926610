"""What every model of the first stage is: fitted on histories, it scores all credentials for learners at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import sparse

from recommender.learning.histories import Floats, Histories


class Fitted(Protocol):
    """A trained model."""

    def scores(self, asked: Histories) -> Floats:
        """(learners, size): higher is likelier next; only the order within a learner means something."""
        ...


class Model(Protocol):
    """A recipe with its knobs."""

    @property
    def name(self) -> str:
        """What tables call it."""
        ...

    def fit(self, histories: Histories) -> Fitted:
        """Learn from histories."""
        ...


@dataclass(frozen=True, slots=True)
class Recency:
    """How much each award of a history counts: ``decay ** age``, age 0 for the last; not less than `floor`.

    >>> Recency(decay=0.5).weights(Histories.of([[3, 1, 2]], size=4)).toarray().tolist()
    [[0.0, 0.5, 1.0, 0.25]]
    """

    decay: float = 1.0
    floor: float = 0.0

    def weights(self, asked: Histories) -> sparse.csr_array:
        """(learners, size); what was earned twice counts as of the last time."""
        values = np.maximum(np.float32(self.decay) ** asked.ages.astype(np.float32), np.float32(self.floor))
        return asked.weighted(values.astype(np.float32))


@dataclass(frozen=True, slots=True)
class Associations:
    """A linear model: the score of a credential is the sum, over what is held, of recency x association.

    `matrix` (size, size), dense or sparse: from what is held (row) to what may come (column). Each addend is the
    part that one held credential has in the score, exactly; `parts` gives them.
    """

    recency: Recency
    matrix: Floats | sparse.csr_array
    base: Floats | None = None

    def scores(self, asked: Histories) -> Floats:
        """(learners, size)."""
        product = self.recency.weights(asked) @ self.matrix
        dense: Floats = product.toarray() if sparse.issparse(product) else np.asarray(product)
        return dense if self.base is None else dense + self.base

    def parts(self, asked: Histories, credential: int) -> Floats:
        """(learners, size): what each held credential adds to the score of one credential."""
        column = self.matrix[:, [credential]]
        dense = column.toarray() if sparse.issparse(column) else np.asarray(column)
        parts: Floats = (self.recency.weights(asked) * dense.T).toarray()
        return parts


@dataclass(frozen=True, slots=True)
class Constant:
    """The same scores for everybody."""

    values: Floats

    def scores(self, asked: Histories) -> Floats:
        """(learners, size)."""
        return np.broadcast_to(self.values, (len(asked), len(self.values))).copy()
