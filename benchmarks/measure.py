"""What is measured, and how the figures look."""

import itertools
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import floors
from benchmarks.calls import Browser, timed
from benchmarks.checking import checks
from benchmarks.deals import deals
from benchmarks.desk import desk
from benchmarks.generate import Customers
from benchmarks.importing import imports
from benchmarks.ledger import ledgers
from benchmarks.protection import protection
from kedang.finding.query_text import question, reader
from kedang.kit.actor import system_actor

COLUMNS = "kind,level,owner,phone,region,tags,updated_at"
TERMS = ("张", "张伟", "zw", "zhangwei", "科技", "华盛科技")
PEOPLE = ("boss", "lead", "u0")


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is measured."""

    database: str
    home: Path
    count: int
    rows: int


def a_mobile() -> str:
    """The number of one generated person."""
    row = next(row for row in itertools.islice(Customers().rows(2000), 1000, None) if len(row.get("mobile", "")) == 11)
    return row["mobile"]


def lists(place: Place) -> Iterator[str]:
    """The list page: CPU beside both floors, each in turn, so that all meet the same weather."""
    plain = floors.bare_list(place.database, place.home, shown=False)
    shown = floors.bare_list(place.database, place.home, shown=True)
    for login in PEOPLE:
        browser = Browser(login)

        def page(browser: Browser = browser) -> bytes:
            return browser.get("/api/customers", sort="-updated_at", limit="50", columns=COLUMNS)

        cpu, clock = _in_turn([plain, shown, page])
        ratios = f"{cpu[2] / cpu[0]:.1f} × 12 columns of one table, {cpu[2] / cpu[1]:.1f} × the columns shown"
        yield (
            f"list, {login}: CPU {cpu[2]:.2f} ms (floors {cpu[0]:.2f} and {cpu[1]:.2f}); {ratios}; "
            f"by the clock median {statistics.median(clock):.1f}, p95 {_p95(clock):.1f} ms"
        )


def _in_turn(works: list[Callable[[], object]], *, times: int = 150) -> tuple[list[float], list[float]]:
    """Median CPU milliseconds of each, and the clock of the last."""
    cpu: list[list[float]] = [[] for _ in works]
    clock: list[float] = []
    for turn in range(times + 5):
        for number, work in enumerate(works):
            started, at = time.process_time(), time.perf_counter()
            work()
            spent, passed = (time.process_time() - started) * 1000, (time.perf_counter() - at) * 1000
            if turn >= 5:
                cpu[number].append(spent)
                if number == len(works) - 1:
                    clock.append(passed)
    return [statistics.median(each) for each in cpu], clock


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def searches(place: Place) -> Iterator[str]:
    """Searching, at the API, by everybody; the floor is the index's answer alone."""
    mobile = a_mobile()
    who = reader(system_actor("command"))
    for login in PEOPLE:
        browser = Browser(login)
        for text in (*TERMS, mobile[-4:], mobile):
            term = question(text, who, {})
            assert term
            floor = timed(floors.bare_search(place.database, place.home, term), times=30)

            def search(browser: Browser = browser, text: str = text) -> bytes:
                return browser.get("/api/search", q=text, limit="20")

            found = json.loads(search())["count"]
            timing = timed(search, times=60)
            count = f"{found['value']}{'+' if found['capped'] else ''}"
            yield (
                f"search, {login}, {text}: p95 {timing.p95:.1f} ms, median {timing.median:.1f}, CPU {timing.cpu:.2f} "
                f"(floor p95 {floor.p95:.2f}, CPU {floor.cpu:.2f}); {count} found"
            )


def pages(place: Place) -> Iterator[str]:
    """Opening customers, each once."""
    browser = Browser("boss")
    chance = random.Random(7)
    rows = []
    for sort in ("-updated_at", "name", "number"):
        rows += json.loads(browser.get("/api/customers", limit="100", sort=sort, columns=""))["rows"]
    chance.shuffle(rows)
    ids = itertools.cycle([row["id"] for row in rows])
    timing = timed(lambda: browser.get(f"/api/customers/{next(ids)}"), times=150)
    yield f"customer page: p95 {timing.p95:.1f} ms, median {timing.median:.1f}, CPU {timing.cpu:.2f}"


def creations(place: Place) -> Iterator[str]:
    """Filing new customers one by one, with the duplicate check."""
    browser = Browser("boss")
    fresh = Customers(time.time_ns()).rows(10_000, "person")

    def create() -> bytes:
        row = next(fresh)
        values = {code: row[code] for code in ("name", "mobile", "email", "address", "level", "source") if code in row}
        body = json.dumps({"kind": "person", "values": values, "force": True}).encode()
        return browser.call("POST", "/api/customers", body=body)

    timing = timed(create, times=100)
    yield f"create with duplicate check: p95 {timing.p95:.1f} ms, median {timing.median:.1f}, CPU {timing.cpu:.2f}"


MEASUREMENTS: dict[str, Callable[[Place], Iterator[str]]] = {
    "list": lists,
    "protection": lambda place: protection(PEOPLE),
    "search": searches,
    "page": pages,
    "create": creations,
    "deals": lambda place: deals(place.database, place.home, place.count),
    "check": lambda place: checks(place.database, place.home, place.count),
    "desk": lambda place: desk(place.database, place.home, place.rows),
    "import": lambda place: imports(place.database, place.home, place.count),
    "ledger": lambda place: ledgers(place.database, place.count),
}
