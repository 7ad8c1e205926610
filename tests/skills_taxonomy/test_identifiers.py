"""Identifiers go to their public address and back, and nothing is made up for those that have none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills_taxonomy.identifiers import compress, expand, recognise, slug


@pytest.mark.parametrize("curie", ["esco:skill/a-b", "esco:isco/C2512", "onet:15-1252.00", "ctdl:ce-1"])
def test_an_identifier_with_an_address_comes_back_from_it(curie: str) -> None:
    address = expand(curie)
    assert address is not None
    assert compress(address) == curie


@pytest.mark.parametrize(
    "curie", ["onet:tech/kubernetes", "onet:element/2.A.1.a", "cncf:CKA", "soc:15-1252", "CKA", ""]
)
def test_what_has_no_public_address_gets_none(curie: str) -> None:
    assert expand(curie) is None


def test_c_and_c_sharp_and_c_plus_plus_stay_three_things() -> None:
    assert len({slug("C"), slug("C#"), slug("C++")}) == 3


@given(st.text())
def test_a_slug_of_a_slug_is_itself(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@pytest.mark.parametrize(
    "typed", ["15-1252", "soc:15-1252", "15-1252.00", "https://www.onetonline.org/link/summary/15-1252.00"]
)
def test_an_occupation_is_recognised_however_its_code_is_given(typed: str) -> None:
    assert recognise(f" {typed} ") == "onet:15-1252.00"


@given(st.text(max_size=40))
def test_anything_typed_is_an_identifier_or_not_but_no_error(text: str) -> None:
    found = recognise(text)
    assert found is None or ":" in found
