"""The pages people work on all day, with ten million rows behind them: each as the sum of the calls its first load makes.

Beside each stands its floor: the same rows read by the bare driver, one statement after the other, and nothing else done.
"""

import itertools
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.calls import Browser, timed
from benchmarks.desk_floors import Reading, customer_floor, due_floor, home_floor, reader, stage_floor, timeline_floor
from benchmarks.desk_rows import COUNTED, busiest, fill_desk
from benchmarks.server_cpu import server_cpu
from kedang.accounts.models import User
from kedang.accounts.queries import directory
from kedang.activity.models import Interaction
from kedang.archive.models import Customer
from kedang.kit.clock import now
from kedang.kit.paging import encode_cursor, number_of

TIMES, WARM = 15, 2
PEOPLE = ("boss", "lead", "u0", "u300")
Call = tuple[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Page:
    """One page for one person: the calls of each opening, the floor of each, and at most how long."""

    name: str
    browser: Browser
    openings: Iterator[tuple[list[Call], Reading]]
    target: int


def desk(database: str, home: Path, rows: int) -> Iterator[str]:
    """Every page for somebody who sees all, somebody who leads eleven departments, and the busiest of the account managers."""
    if not Interaction.objects.exists():
        fill_desk(rows)
    yield from _counts()
    browser = Browser("boss")
    trivial = timed(lambda: browser.get("/api/session"), times=200)
    yield f"a trivial signed-in request: CPU {trivial.cpu:.2f} ms; clock {trivial.median:.2f}"
    for login in PEOPLE:
        for page in pages(login):
            yield from _measured(database, home, page)


def _counts() -> Iterator[str]:
    yield ", ".join(f"{model.objects.count():,} {model._meta.db_table}" for model in COUNTED)


def pages(login: str) -> Iterator[Page]:
    """What is measured for one person."""
    browser, user = Browser(login), User.objects.get(login=login)
    rights = set(json.loads(browser.get("/api/session"))["rights"])
    some, most = _some_of(user), _busiest_of(user)

    yield Page(f"customer, {login}, any", browser, _turns(some, _customer), 60)
    yield Page(f"customer, {login}, busiest", browser, _turns(most, _customer), 60)
    yield Page(f"timeline, {login}, busiest", browser, _turns(most, _timeline), 50)
    yield Page(f"timeline, {login}, busiest, halfway", browser, _turns(most, _deep), 50)
    yield Page(f"home, {login}", browser, itertools.repeat((_home(user, rights), home_floor(user.id))), 150)
    for whose in ("mine", "team", "all"):
        floor = stage_floor(user.id if whose == "mine" else None)
        yield Page(f"board, {login}, {whose}", browser, itertools.repeat((_board(whose), floor)), 150)
    for whose, when in (("mine", "due"), ("mine", "all"), ("team", "due"), ("team", "all"), ("mine", "done")):
        floor = due_floor(user.id if whose == "mine" else None)
        yield Page(f"due list, {login}, {whose}, {when}", browser, itertools.repeat((_due(whose, when), floor)), 60)


def _some_of(user: User) -> list[int]:
    """Customers somebody sees, from all over."""
    found = Customer.objects.filter(trashed_at=None)
    if user.login.startswith("u"):
        found = found.filter(owner_id=user.id)
    elif user.login == "lead":
        found = found.filter(department_id__in=_below(user))
    ids = list(found.values_list("id", flat=True)[:200_000])
    return random.Random(5).sample(ids, 50)


def _below(user: User) -> frozenset[int]:
    return directory().below(user.department_id or 0)


def _busiest_of(user: User) -> list[int]:
    if user.login == "boss":
        return list(busiest()[:5])
    if user.login == "lead":
        known = Customer.objects.filter(id__in=busiest(), department_id__in=_below(user))
        return list(known.values_list("id", flat=True)[:5])
    return list(busiest(user.id)[:5])


def _turns(ids: list[int], calls: Callable[[int], tuple[list[Call], Reading]]) -> Iterator[tuple[list[Call], Reading]]:
    return itertools.cycle([calls(customer_id) for customer_id in ids])


def _customer(customer_id: int) -> tuple[list[Call], Reading]:
    """What features/archive/page asks for: the page with its panels, and what fields and relations there are."""
    at = f"/api/customers/{customer_id}/panels"
    known: list[Call] = [(f"/api/{what}", {}) for what in ("fields", "relation-kinds")]
    return [(at, {}), *known], customer_floor(customer_id)


def _timeline(customer_id: int) -> tuple[list[Call], Reading]:
    return [(f"/api/customers/{customer_id}/timeline", {"limit": "30"})], timeline_floor(customer_id, now())


def _deep(customer_id: int) -> tuple[list[Call], Reading]:
    """A page in the middle of everything that happened."""
    there = Interaction.objects.filter(customer_id=customer_id).order_by("-at", "-id")
    row = there[there.count() // 2]
    query = {"limit": "30", "cursor": encode_cursor((number_of(row.at), row.id))}
    return [(f"/api/customers/{customer_id}/timeline", query)], timeline_floor(customer_id, row.at)


def _home(user: User, rights: set[str]) -> list[Call]:
    """What app/HomePage and the sections on it ask for."""
    mine = {"field": "owner", "op": "any", "value": [str(user.id)]}
    silent = [mine, {"field": "last_contact_at", "op": "lt", "value": "-90d"}]
    new = [mine, {"field": "created_at", "op": "gt", "value": "-7d"}]
    asked: list[tuple[str, Call]] = [
        ("customers.view", ("/api/customers", {"sort": "-created_at", "columns": "", "limit": "6"})),
        ("customers.view", ("/api/follow-ups", {"whose": "mine", "when": "due", "limit": "12"})),
        ("customers.view", ("/api/follow-ups/week", {})),
        ("customers.view", ("/api/quality/reviews", {"which": "mine", "limit": "1"})),
        ("duplicates.review", ("/api/duplicates/count", {})),
        ("customers.view", ("/api/collaboration/count", {})),
        ("customers.view", _few(silent, "-updated_at", "last_contact_at")),
        ("customers.view", _few(new, "-created_at", "created_at")),
    ]
    return [call for right, call in asked if right in rights]


def _few(condition: list[dict[str, object]], sort: str, columns: str) -> Call:
    return "/api/customers", {"filter": json.dumps(condition), "sort": sort, "columns": columns, "limit": "6"}


def _board(whose: str) -> list[Call]:
    return [("/api/opportunities/board", {"whose": whose})]


def _due(whose: str, when: str) -> list[Call]:
    listed: Call = ("/api/follow-ups", {"whose": whose, "when": when, "limit": "50"})
    return [listed, ("/api/follow-ups/workload", {})] if whose == "team" else [listed]


def _measured(database: str, home: Path, page: Page) -> Iterator[str]:
    """A line for the page, and one for its dearest calls."""
    read, server = reader(database, home), server_cpu(database)
    floor, whole, parts = Costs(), Costs(), dict[str, list[float]]()
    used = 0.0
    for turn in range(TIMES + WARM):
        calls, reading = next(page.openings)
        spent = _spent(lambda reading=reading: read(reading))
        before, costs = server(), []
        for path, query in calls:
            cost = _spent(lambda path=path, query=query: page.browser.call("GET", path, query))
            costs.append(cost)
            parts.setdefault(_said(path), []).append(cost[0])
        if turn >= WARM:
            floor.add(*spent)
            whole.add(sum(c for c, _ in costs), sum(t for _, t in costs))
            used += server() - before
    late = "" if whole.cpu() <= page.target else f", ABOVE {page.target}"
    own = f" + server {used / TIMES:.1f}" if database == "postgres" else ""
    yield f"{page.name}: CPU {whole.cpu():.1f}{own} ms (floor {floor.cpu():.1f}); clock {whole.median():.1f}, p95 {whole.p95():.1f} (floor {floor.median():.1f}){late}"
    if len(parts) > 1:
        dearest = sorted(parts.items(), key=lambda part: -statistics.median(part[1]))[:5]
        yield "    CPU of its calls: " + ", ".join(f"{name} {statistics.median(cpu):.1f}" for name, cpu in dearest)


def _said(path: str) -> str:
    """The last word of an address; of a customer's own page none."""
    last = path.rpartition("/")[2]
    return "page" if last.isdigit() else last


@dataclass(slots=True)
class Costs:
    """Milliseconds of many turns."""

    cpus: list[float] = field(default_factory=list)
    clocks: list[float] = field(default_factory=list)

    def add(self, cpu: float, clock: float) -> None:
        """One turn."""
        self.cpus.append(cpu)
        self.clocks.append(clock)

    def cpu(self) -> float:
        """The median of CPU."""
        return statistics.median(self.cpus)

    def median(self) -> float:
        """The median by the clock."""
        return statistics.median(self.clocks)

    def p95(self) -> float:
        """The slow ones by the clock."""
        return sorted(self.clocks)[int(len(self.clocks) * 0.95)]


def _spent(work: Callable[[], object]) -> tuple[float, float]:
    """CPU of every thread of this process, so that the audit's writer is in it, and the clock."""
    started, at = time.process_time(), time.perf_counter()
    work()
    return (time.process_time() - started) * 1000, (time.perf_counter() - at) * 1000
