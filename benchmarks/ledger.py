"""Importing a ledger by the command line: what a shop sold, line by line, to customers nobody knows yet."""

import csv
import random
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.importing import bare_import, into_empty

HEADERS = ("单据编号", "客户编号", "客户名称", "日期", "商品编码", "商品名称", "数量", "单价", "币种")
PRODUCTS = 4_000
LINES_AN_ORDER = 20
LINES_A_CUSTOMER = 100


def ledgers(database: str, count: int) -> Iterator[str]:
    """As many lines as the archive has customers, into an archive of its own, beside the same lines in one bare table."""
    with tempfile.TemporaryDirectory(prefix="kedang-bench-") as temporary:
        folder = Path(temporary)
        file = folder / "ledger.csv"
        write_ledger(file, count)
        taken = into_empty(database, folder / "archive", file, "import-transactions", "--source", "bench")
        yield f"ledger into empty: {taken}"
        if database == "sqlite":
            yield f"floor, ledger: {bare_import(folder / 'bare.db', file, once=''):,.0f} lines a second into one bare table"


def write_ledger(path: Path, lines: int, *, seed: int = 20261123) -> None:
    """A file of purchases: orders of one to forty lines, a few customers with many of them."""
    chance = random.Random(seed)
    start = datetime(2024, 1, 1, tzinfo=UTC)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        written, order = 0, 0
        while written < lines:
            order += 1
            customer = int(lines / LINES_A_CUSTOMER * chance.random() ** 2)
            at = (start + timedelta(minutes=order)).strftime("%Y-%m-%d %H:%M")
            head = (f"S{order:08}", f"K{customer:06}", f"客户{customer}", at)
            for _ in range(min(chance.randrange(1, 2 * LINES_AN_ORDER), lines - written)):
                product = chance.randrange(PRODUCTS)
                price = f"{chance.randrange(100, 99_900) / 100:.2f}"
                writer.writerow((*head, f"P{product:05}", f"商品{product}", chance.randrange(1, 100), price, "CNY"))
                written += 1
