"""The four sets of Febrl through Kedang's own path, with Splink alone and an exact key beside it in the same run.

The truth stands in rec_id: rec-12-org and rec-12-dup-0 are of one person. Set 4 is its two halves together.
"""

import csv
import logging
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb
import splink.comparison_library as compare_by
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

from benchmarks.matching import commands
from benchmarks.matching.exact import Joined
from benchmarks.matching.judging import Known, Score, judge, read_clusters

SETS = {1: ("dataset1",), 2: ("dataset2",), 3: ("dataset3",), 4: ("dataset4a", "dataset4b")}
COLUMNS = (
    "rec_id", "given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode", "state",
    "date_of_birth", "soc_sec_id",
)  # fmt: skip
MAPPING = {
    "rec_id": "external_id",
    "given_name": "given_name",
    "surname": "family_name",
    "address": "address",
    "postcode": "postcode",
    "date_of_birth": "birth_date",
    "soc_sec_id": "tax_number",
}
_PERSON = re.compile(r"rec-(\d+)-(?:org|dup-\d+)")
Row = dict[str, str]


def compare(data: Path, home: Path, wanted: Iterable[int], *, with_kedang: bool) -> int:
    """Print a line for each set and way."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    print(f"{'set':6}{'way':14}{'precision':>10}{'recall':>10}{'F1':>10}")
    for number in wanted:
        rows = read(data, number)
        truth = {row["rec_id"]: Known(entity(row["rec_id"])) for row in rows}
        ways: dict[str, Sequence[Sequence[str]]] = {}
        if with_kedang:
            ways["Kedang"] = by_kedang(rows, home / str(number))
        ways["Splink alone"] = by_splink(rows)
        ways["exact keys"] = by_keys(rows)
        for way, clusters in ways.items():
            score: Score = judge(truth, clusters).scores["all"]
            print(f"{number:<6}{way:14}{score.precision:10.4f}{score.recall:10.4f}{score.f1:10.4f}", flush=True)
    return 0


def read(data: Path, number: int) -> list[Row]:
    """The rows of a set, cells without the spaces around them."""
    rows = []
    for name in SETS[number]:
        with (data / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file, skipinitialspace=True):
                rows.append({column: (line[column] or "").strip() for column in COLUMNS})
    return rows


def entity(rec_id: str) -> str:
    """Whose record it is."""
    found = _PERSON.fullmatch(rec_id)
    if found is None:
        raise ValueError(rec_id)
    return found.group(1)


def by_kedang(rows: Sequence[Row], home: Path) -> list[list[str]]:
    """Import and dedupe in an archive of its own. Rows without any name are refused there: their pairs count as missed."""
    home.mkdir(parents=True, exist_ok=True)
    file = home / "febrl.csv"
    write(file, rows)
    nameless = sum(not row["given_name"] and not row["surname"] for row in rows)
    archive = commands.archive_of(home, [file], mapping=MAPPING, kind="person", refused=nameless)
    ran = commands.kedang(archive, ["dedupe", "--json"], home / "clusters.json")
    print(f"dedupe: {ran.facts()}", flush=True)
    return read_clusters(ran.output, commands.numbers(archive, home / "export.csv"))


def write(path: Path, rows: Sequence[Row]) -> None:
    """The file for the import: one address of the five columns, everything else as it is."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(MAPPING))
        writer.writeheader()
        for row in rows:
            street = " ".join(filter(None, (row["street_number"], row["address_1"])))
            address = ", ".join(filter(None, (street, row["address_2"], row["suburb"], row["state"])))
            writer.writerow({"address": address, **{column: row[column] for column in MAPPING if column != "address"}})


def by_keys(rows: Sequence[Row]) -> list[list[str]]:
    """One social security number; or one name and day of birth."""
    joined = Joined()
    joined.add((row["rec_id"], _keys(row)) for row in rows)
    return joined.groups()


def _keys(row: Mapping[str, str]) -> list[str]:
    keys = [f"id:{row['soc_sec_id']}"] if row["soc_sec_id"] else []
    if row["given_name"] and row["surname"] and row["date_of_birth"]:
        keys.append(f"name:{row['given_name']}:{row['surname']}:{row['date_of_birth']}")
    return keys


def by_splink(rows: Sequence[Row]) -> list[list[str]]:
    """What its manual would have one write for these columns: no cleaning, its own comparisons, trained on the set."""
    table = DuckDBAPI(_loaded(rows)).register("febrl")
    linker = Linker(table, _settings(), log_level=None)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")], recall=0.8
    )
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=7)
    for rule in (block_on("date_of_birth"), block_on("postcode", "surname"), block_on("soc_sec_id")):
        training.estimate_parameters_using_expectation_maximisation(rule, record_sample_proportion=1.0)
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    grouped = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=0.95)
    found: dict[str, list[str]] = {}
    for line in grouped.as_record_list():
        found.setdefault(line["cluster_id"], []).append(line["unique_id"])
    return [group for group in found.values() if len(group) > 1]


def _loaded(rows: Sequence[Row]) -> duckdb.DuckDBPyConnection:
    """A database with the rows as they are; empty cells are nothing."""
    connection = duckdb.connect()
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", suffix=".csv") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
        file.flush()
        connection.execute(
            "CREATE TABLE febrl AS SELECT * FROM read_csv(?, all_varchar = true, header = true)", [file.name]
        )
    connection.execute("ALTER TABLE febrl RENAME rec_id TO unique_id")
    return connection


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare_by.NameComparison("given_name"),
            compare_by.NameComparison("surname"),
            compare_by.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
            compare_by.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            compare_by.ExactMatch("street_number"),
            compare_by.JaroWinklerAtThresholds("address_1", [0.9, 0.8]),
            compare_by.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
            compare_by.JaroWinklerAtThresholds("suburb", [0.9]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("soc_sec_id"),
            block_on("date_of_birth"),
            block_on("given_name", "surname"),
            block_on("surname", "postcode"),
            block_on("given_name", "postcode"),
            block_on("address_1", "street_number"),
        ],
    )
