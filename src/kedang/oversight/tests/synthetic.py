"""A log that never happened: thirty days of ordinary work by a dozen people, and ten thefts. Seeded, so that it is the same every time."""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from kedang.fields.values import LOCAL
from kedang.history.models import Event, ReadEvent
from kedang.history.packing import pack_ids
from kedang.kit.ids import first_id_at

OFFICE, HOME, FOREIGN = "192.0.2.10", "198.51.100.7", "203.0.113.99"
LAST = date(2026, 11, 20)
PEOPLE = tuple(range(1001, 1013))
# One looks after the data of all, one leads and changes little, one telephones in the evening, one is new, one has a program.
STEWARD, LEAD, EVENING, NEWCOMER, WITH_TOKEN = PEOPLE[:5]
TOKEN = 77


class Log:
    """Lines of both logs, gathered and then written in the order of time."""

    def __init__(self, seed: int = 20261120) -> None:
        # No secret: the same log every time.
        self.chance = random.Random(seed)
        self.looks: list[ReadEvent] = []
        self.changes: list[Event] = []
        self._used: set[int] = set()

    def _id(self, at: datetime) -> int:
        found = first_id_at(at)
        while found in self._used:
            found += 1
        self._used.add(found)
        return found

    def look(
        self,
        user: int,
        at: datetime,
        verb: str,
        *,
        ids: tuple[int, ...] = (),
        count: int | None = None,
        query: str = "",
        ip: str = OFFICE,
        token: int = 0,
    ) -> None:
        """One look."""
        self.looks.append(
            ReadEvent(
                id=self._id(at),
                at=at,
                actor_id=user,
                actor_name="",
                via="token" if token else "session",
                session_id=token or user,
                verb=verb,
                customer_id=ids[0] if len(ids) == 1 else None,
                ids=pack_ids(ids) if len(ids) > 1 else None,
                count=len(ids) if count is None else count,
                query_hash=query,
                ip=ip,
            )
        )

    def change(self, user: int, at: datetime, customer: int) -> None:
        """One change of a customer."""
        row = Event(id=self._id(at), at=at, actor_id=user, actor_name="", via="session", session_id=user)
        row.verb, row.subject_kind, row.subject_id = "customer.changed", "customer", customer
        self.changes.append(row)

    def listed(self, user: int, at: datetime, rows: int, *, ip: str = OFFICE, token: int = 0) -> None:
        """A page of a list."""
        start = self.chance.randrange(1, 90_000)
        self.look(user, at, "customers.listed", ids=tuple(range(start, start + rows)), ip=ip, token=token)

    def write(self) -> None:
        """Into the two tables, and forget."""
        ReadEvent.objects.bulk_create(self.looks, batch_size=1000)
        Event.objects.bulk_create(self.changes, batch_size=1000)
        self.looks, self.changes = [], []


def at(day: date, hour: int, minute: float = 0) -> datetime:
    """A moment where people work."""
    return datetime.combine(day, time(hour), LOCAL) + timedelta(minutes=minute)


def ordinary(log: Log, days: int = 30) -> int:
    """A month of work until the evening before the last day; how many days of people it has."""
    worked = 0
    for back in range(days, 0, -1):
        day = LAST - timedelta(days=back)
        for user in PEOPLE:
            if user == NEWCOMER and back > 12:
                continue
            if day.weekday() < 5:
                worked += 1
                _day(log, user, day)
            elif log.chance.random() < 0.08:
                worked += 1
                log.listed(user, at(day, 15), 50, ip=HOME)
    return worked


def _day(log: Log, user: int, day: date) -> None:
    chance = log.chance
    busy = 3 if chance.random() < 0.05 else 1
    for hour in chance.sample((9, 10, 11, 14, 15, 16, 17), 4):
        for _ in range(chance.randint(1, 3) * busy):
            log.listed(user, at(day, hour, chance.uniform(0, 59)), 200 if user == STEWARD else 50)
        for nth in range(chance.randint(1, 3)):
            log.look(
                user,
                at(day, hour, chance.uniform(0, 59)),
                "customers.searched",
                count=chance.choice((0, 1, 1, 3, 12, 80)),
                query=f"{user}{day}{hour}{nth}",
            )
        for _ in range(chance.randint(1, 9 if user == LEAD else 4)):
            customer, moment = chance.randrange(1, 90_000), at(day, hour, chance.uniform(0, 57))
            log.look(user, moment, "customer.opened", ids=(customer,))
            if user != LEAD and chance.random() < 0.3:
                log.change(user, moment + timedelta(minutes=2), customer)
    if user == EVENING or chance.random() < 0.05:
        for nth in range(chance.randint(1, 3)):
            log.listed(user, at(day, 21, nth * 9), 50, ip=HOME)
    if user == STEWARD and day.weekday() == 4:
        log.look(user, at(day, 16, 30), "customers.exported", count=400)
    if user == WITH_TOKEN:
        for page in range(4):
            log.listed(user, at(day, 10, page), 200, token=TOKEN)


def _pages(log: Log) -> tuple[str, int]:
    for page in range(30):
        log.listed(PEOPLE[5], at(LAST, 10, page), 200)
    return "rows", PEOPLE[5]


def _at_night(log: Log) -> tuple[str, int]:
    for page in range(6):
        log.listed(PEOPLE[6], at(LAST, 2, page * 5), 50, ip=HOME)
    return "outside", PEOPLE[6]


def _browsing(log: Log) -> tuple[str, int]:
    for nth in range(150):
        log.look(PEOPLE[7], at(LAST, 9 + nth // 20, nth % 20 * 2), "customer.opened", ids=(5000 + nth,))
    return "browsing", PEOPLE[7]


def _numbers(log: Log) -> tuple[str, int]:
    for nth in range(40):
        log.look(PEOPLE[8], at(LAST, 11, nth / 5), "customers.searched", count=nth % 2, query=f"tail{nth}")
    return "guessing", PEOPLE[8]


def _filters(log: Log) -> tuple[str, int]:
    for nth in range(25):
        log.look(PEOPLE[9], at(LAST, 15, nth / 3), "customers.listed", count=0, query=f"filter{nth}")
    return "guessing", PEOPLE[9]


def _from_abroad(log: Log) -> tuple[str, int]:
    log.look(STEWARD, at(LAST, 14), "customers.exported", count=300, ip=FOREIGN)
    return "elsewhere", STEWARD


def _on_leaving(log: Log) -> tuple[str, int]:
    for nth in range(20):
        log.look(PEOPLE[10], at(LAST, 16, nth), "customer.opened", ids=(700 + nth,))
    log.look(PEOPLE[10], at(LAST, 16, 40), "customers.exported", count=60)
    return "leaving", PEOPLE[10]


def _by_program(log: Log) -> tuple[str, int]:
    for page in range(25):
        log.listed(WITH_TOKEN, at(LAST, 13, page), 200, token=TOKEN)
    return "token", WITH_TOKEN


def _newcomer(log: Log) -> tuple[str, int]:
    for page in range(15):
        log.listed(NEWCOMER, at(LAST, 17, page), 100)
    return "rows", NEWCOMER


def _baited(log: Log) -> tuple[str, int]:
    log.look(PEOPLE[11], at(LAST, 10), "customer.revealed", ids=(CANARY,))
    return "canary", PEOPLE[11]


CANARY = 424242
Attack = Callable[[Log], tuple[str, int]]
ATTACKS: tuple[Attack, ...] = (
    _pages,
    _at_night,
    _browsing,
    _numbers,
    _filters,
    _from_abroad,
    _on_leaving,
    _by_program,
    _newcomer,
    _baited,
)
