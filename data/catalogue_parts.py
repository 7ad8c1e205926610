"""What the parts of a catalogue need to know of the whole: whose a credential is, and where rows go."""

from __future__ import annotations

from typing import Protocol

from data.cells import Cells, curie
from data.errors import InvalidValue
from data.reading import Report
from data.tables import TableRows


class Whole(Protocol):
    """The catalogue that a part belongs to."""

    @property
    def rows(self) -> TableRows:
        """Where rows are collected."""
        ...

    @property
    def report(self) -> Report:
        """What was set aside."""
        ...

    @property
    def prefix(self) -> str:
        """The prefix of identifiers that have none."""
        ...

    def owner(self, credential: str) -> str:
        """Whose the credential is."""
        ...

    def next_offering(self, credential: str) -> str:
        """The identifier of the credential's next offering."""
        ...


def named_credential(row: Cells, whole: Whole) -> str | None:
    """The identifier in the row's `credential` cell; None where the row had to be set aside."""
    if not (text := row.text("credential")):
        row.aside("no credential")
        return None
    try:
        return curie(text, whole.prefix)
    except InvalidValue as error:
        row.aside(str(error))
        return None
