"""The duplicate check at entry, with a crowd of 张伟 in the archive, beside a bare look-up of as many keys by the driver."""

import itertools
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.calls import Browser
from benchmarks.fill import staff_filings, write
from benchmarks.floors import bare_keys
from benchmarks.generate import Customers, Values
from kedang.archive.models import Customer
from kedang.duplicates.models import MatchEntry

CROWD = "张伟"
_CODES = ("name", "mobile", "landline", "email", "address", "credit_code", "contact_name", "contact_mobile")
_TIMES = 150
_ALIKE = str.maketrans(
    "伟华明芳静丽强军杰涛秀英娜敏洋勇艳超霞平刚桂玉红文建国", "玮桦鸣方婧莉锵钧洁滔绣颖那闽扬永燕朝遐萍钢贵钰宏闻健帼"
)


def checks(database: str, home: Path, count: int) -> Iterator[str]:
    """Checks of new customers, of such as are there with mistakes, and of one more 张伟; then filing after the check."""
    made = crowd(count // 100)
    yield f"{Customer.objects.filter(name=CROWD).count():,} customers called {CROWD} ({made:,} added)"
    floor = _clock(bare_keys(database, home, count=25))
    yield f"floor: 25 keys by the bare driver: median {statistics.median(floor):.2f} ms, p95 {_p95(floor):.2f} ms"
    browser = Browser("boss")
    everything: list[float] = []
    for name, bodies in _families().items():
        clock = _clock(lambda bodies=bodies: browser.call("POST", "/api/customers/check", body=next(bodies)))
        everything += clock
        yield f"check, {name}: {_figures(clock)}, {statistics.median(clock) / statistics.median(floor):.0f} × the floor"
    yield f"check, all: {_figures(everything)}"
    fresh = (_body(row, force=True) for row in Customers(time.time_ns()).rows(10_000, "person"))
    yield f"create with check: {_figures(_clock(lambda: browser.call('POST', '/api/customers', body=next(fresh))))}"


def crowd(count: int) -> int:
    """Make people called 张伟 until there are so many; how many it made."""
    missing = max(0, count - Customer.objects.filter(name=CROWD).count())
    if missing:
        rows = [
            row | {"name": CROWD} for row in Customers(time.time_ns()).rows(missing, "person", first=int(time.time()))
        ]
        for start in range(0, missing, 5_000):
            write(rows[start : start + 5_000], staff_filings(), random.Random(start))
    assert MatchEntry.objects.exists(), "fill has indexed everybody"
    return missing


def _families() -> dict[str, Iterator[bytes]]:
    """What is typed: somebody new, somebody who is there with a mistake, one more 张伟, a company."""
    known = list(Customers().rows(4_000))
    persons = [row for row in known if row["kind"] == "person" and len(row["name"]) > 1]
    firms = [row for row in known if row["kind"] == "organisation"]
    new = Customers(time.time_ns())
    return {
        "new person": (_body(row) for row in new.rows(10_000, "person")),
        "known person, misheard": (_body(_misheard(row)) for row in itertools.cycle(persons)),
        "one more 张伟": (_body(row | {"name": CROWD}) for row in new.rows(10_000, "person")),
        "only 张伟": itertools.repeat(json.dumps({"kind": "person", "values": {"name": CROWD}}).encode()),
        "new company": (_body(row) for row in new.rows(10_000, "organisation")),
        "known company, shortened": (_body(_shortened(row)) for row in itertools.cycle(firms)),
    }


def _misheard(row: Values) -> Values:
    return row | {"name": row["name"].translate(_ALIKE)}


def _shortened(row: Values) -> Values:
    return {k: v for k, v in row.items() if k != "credit_code"} | {"name": row["name"].replace("有限公司", "")}


def _body(row: Values, *, force: bool = False) -> bytes:
    values = {code: row[code] for code in _CODES if row.get(code)}
    return json.dumps({"kind": row["kind"], "values": values} | ({"force": True} if force else {})).encode()


def _clock(work: Callable[[], object]) -> list[float]:
    """Milliseconds of each call, after some to warm up."""
    found: list[float] = []
    for turn in range(_TIMES + 10):
        at = time.perf_counter()
        work()
        if turn >= 10:
            found.append((time.perf_counter() - at) * 1000)
    return found


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def _figures(clock: list[float]) -> str:
    return f"p95 {_p95(clock):.1f} ms, median {statistics.median(clock):.1f}"
