"""Reading a set of Febrl's form, written here by hand: nobody of it exists."""

import csv
from pathlib import Path

import pytest

from benchmarks.matching import febrl

LINES = (
    "rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth, soc_sec_id",
    "rec-1-org, anna, miller, 7, hill road, , oldtown, 2000, nsw, 19600102, 1111111",
    "rec-1-dup-0, ana, miller, 7, hill road, the pines, oldtown, 2000, nsw, 19600102, 1111111",
    "rec-2-org, anna, miller, , , , , , , 19600102, 2222222",
    "rec-3-org, , , 3, lake street, , , , , , 3333333",
)


@pytest.fixture
def rows(tmp_path: Path) -> list[febrl.Row]:
    (tmp_path / "dataset1.csv").write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return febrl.read(tmp_path, 1)


def test_whose_record_it_is() -> None:
    assert febrl.entity("rec-12-org") == febrl.entity("rec-12-dup-3") == "12"
    with pytest.raises(ValueError, match="rec-12"):
        febrl.entity("rec-12")


def test_cells_come_without_spaces(rows: list[febrl.Row]) -> None:
    assert (rows[0]["given_name"], rows[0]["soc_sec_id"]) == ("anna", "1111111")
    assert rows[3]["surname"] == ""


def test_the_file_for_the_import_has_one_address(rows: list[febrl.Row], tmp_path: Path) -> None:
    febrl.write(tmp_path / "out.csv", rows)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    assert written[1]["address"] == "7 hill road, the pines, oldtown, nsw"
    assert written[3]["address"] == "3 lake street"
    assert list(written[0]) == list(febrl.MAPPING)


def test_exact_keys(rows: list[febrl.Row]) -> None:
    groups = [sorted(group) for group in febrl.by_keys(rows)]
    assert groups == [["rec-1-dup-0", "rec-1-org", "rec-2-org"]]
