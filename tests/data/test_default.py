"""The default data are read whole, from the shipped files alone, and every row can be walked back to a line."""

import re

import pytest

from data.default import PARTS, read_default
from data.errors import DataError
from data.reading import Reading
from data.shipping import shipped_root, sources
from data.tables import merged


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    return dict(read_default())


def test_every_shipped_set_but_the_overlay_is_a_part() -> None:
    assert set(PARTS) == {record.id for record in sources()} - {"overlay"}


def test_a_part_that_is_not_shipped_is_refused_with_those_that_are() -> None:
    with pytest.raises(DataError, match=r"esco-9.*cncf"):
        read_default(parts=["esco-9"])


def test_only_the_parts_asked_for_are_read() -> None:
    assert [part for part, _ in read_default(parts=["ossu", "cncf"])] == ["cncf", "ossu"]


def test_every_part_gives_rows_and_names_itself_as_their_source(readings: dict[str, Reading]) -> None:
    for part, reading in readings.items():
        filled = [table for table in reading.tables.values() if len(table)]
        assert filled, part
        assert {name for table in filled for name in table["source"].unique()} == {part}


def test_every_locator_names_a_shipped_file_and_a_line(readings: dict[str, Reading]) -> None:
    for part, reading in readings.items():
        for table in reading.tables.values():
            for locator in table["locator"].head(50):
                matched = re.fullmatch(r"([^!]+?)(![^:]+)?:(\d+)", locator)
                assert matched, (part, locator)
                assert (shipped_root() / matched.group(1)).is_file(), (part, locator)


def test_the_catalogues_say_what_their_sources_say(readings: dict[str, Reading]) -> None:
    """15 certifications; 65 modules and 13 paths; 515 standards: as their publishers count them."""
    counts = {part: len(readings[part].tables["credentials"]) for part in readings}
    assert (counts["cncf"], counts["ms-learn-2018"], counts["uk-apprenticeships-2021"]) == (15, 65 + 13, 515)
    assert len(readings["ms-learn-2018"].tables["pathways"]) == 13


def test_the_cks_requires_the_cka_by_the_overlay(readings: dict[str, Reading]) -> None:
    cks = readings["cncf"].tables["credentials"].set_index("id").loc["cncf:CKS"]
    assert cks["requirement"] == '{"holds":"cncf:CKA"}'
    assert cks["checked"] == "never"
    assert "overlay/overlay.csv:" in cks["origin"]


def test_every_certification_can_be_signed_up_for(readings: dict[str, Reading]) -> None:
    offerings = readings["cncf"].tables["offerings"]
    assert set(offerings["credential"]) == set(readings["cncf"].tables["credentials"]["id"])
    assert offerings["signup_url"].str.startswith("https://training.linuxfoundation.org/").all()


def test_no_price_is_stated_anywhere(readings: dict[str, Reading]) -> None:
    for reading in readings.values():
        assert reading.tables["offerings"]["cost"].isna().all()


def test_nothing_of_the_catalogues_is_set_aside(readings: dict[str, Reading]) -> None:
    for part in ("cncf", "ms-learn-2018", "ossu", "uk-apprenticeships-2021", "usajobs-136"):
        assert not readings[part].report.aside, part


def test_the_sets_do_not_share_an_identifier(readings: dict[str, Reading]) -> None:
    together = merged([reading.tables for reading in readings.values()])
    for table in ("skills", "occupations", "credentials", "pathways", "postings"):
        assert len(together[table]) == sum(len(reading.tables[table]) for reading in readings.values())
