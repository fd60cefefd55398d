"""A big archive in little time: generated customers written in prepared batches, spread over an organisation of 600 people.

This is not the importer and is not measured: it leaves out files, duplicate checks and events.
"""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from benchmarks.generate import Customers, Values
from kedang.accounts.builtin import ensure_builtin_roles
from kedang.accounts.models import Department, Role, User
from kedang.accounts.policy import bump
from kedang.accounts.queries import department_ancestors
from kedang.archive.content import Content
from kedang.archive.filing import content_of
from kedang.archive.models import Tag
from kedang.archive.numbering import allocate
from kedang.archive.rows import Bundle, Filing, add_customer
from kedang.archive.tokens import scope_tokens
from kedang.archive.write import insert_bundle
from kedang.duplicates.entering import enter_new
from kedang.engine.standardise.record import standardise_record
from kedang.intake import bulk_mode
from kedang.kit.clock import now
from kedang.kit.ids import new_ids
from kedang.vault import keys

BATCH = 10_000
REGIONS, TEAMS, MEMBERS = 6, 10, 10


@dataclass(frozen=True, slots=True)
class Staff:
    """The people customers belong to, and their departments."""

    head: Department
    regions: list[Department]
    teams: list[Department]
    members: list[User]


@transaction.atomic
def organise() -> Staff:
    """One head office, six regions of ten teams of ten people; the tenth of each team leads it."""
    ensure_builtin_roles()
    head = _department("总公司", None)
    regions = [_department(f"大区{n}", head) for n in range(REGIONS)]
    teams = [_department(f"{region.name}团队{n}", region) for region in regions for n in range(TEAMS)]
    member, lead = Role.objects.get(code="member"), Role.objects.get(code="lead")
    people = []
    for team in teams:
        for n in range(MEMBERS):
            user = User.objects.create(
                login=f"u{len(people)}", name=f"员工{len(people)}", password="!", department=team
            )
            user.roles.add(lead if n == MEMBERS - 1 else member)
            people.append(user)
    _one("boss", "经理", "manager", head)
    _one("lead", "大区主管", "lead", regions[0])
    _one("admin", "管理员", "administrator", head)
    bump()
    return Staff(head, regions, teams, people)


def _one(login: str, name: str, role: str, department: Department) -> None:
    user = User.objects.create(login=login, name=name, password="!", department=department)
    user.roles.add(Role.objects.get(code=role))


def _department(name: str, parent: Department | None) -> Department:
    department = Department(name=name, parent=parent)
    department.path = f"{parent.path if parent else '/'}{department.id}/"
    department.save(force_insert=True)
    return department


def fill(count: int, *, seed: int = 20261122, quiet: bool = False) -> Staff:
    """Fill an empty, migrated installation."""
    staff = organise()
    filings = [_filing(user) for user in staff.members]
    chance = random.Random(seed)
    started, done = time.perf_counter(), 0
    bulk_mode.begin(0)
    for batch in _batches(Customers(seed).rows(count)):
        write(batch, filings, chance)
        done += len(batch)
        if not quiet and done % 100_000 == 0:
            print(f"{done:>9,} customers, {done / (time.perf_counter() - started):,.0f} a second", flush=True)
    bulk_mode.end()
    _settle()
    return staff


def _settle() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
    connection.set_autocommit(True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _batches(rows: Iterator[Values]) -> Iterator[list[Values]]:
    batch: list[Values] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _filing(user: User) -> Filing:
    tokens = scope_tokens(user.id, department_ancestors(user.department_id))
    return Filing(actor_id=user.id, at=now(), owner_id=user.id, department_id=user.department_id, scope=tuple(tokens))


def staff_filings() -> list[Filing]:
    """One filing for each of the people there are."""
    return [_filing(user) for user in User.objects.filter(login__startswith="u").order_by("id")]


def write(batch: Sequence[Values], filings: Sequence[Filing], chance: random.Random) -> None:
    """Customers with their numbers, their search entries and their keys for the duplicate check."""
    ids = new_ids(len(batch))
    opened, wrapped = keys.mint(ids)
    keys.store(wrapped)
    moment = now()
    with transaction.atomic():
        numbers = allocate([row["kind"] for row in batch], at=moment)
        bundle = Bundle()
        contents: dict[int, Content] = {}
        for customer_id, key, number, row in zip(ids, opened, numbers, batch, strict=True):
            # Somebody has many customers and most have few: the square bends an even draw.
            filing = filings[int(len(filings) * chance.random() ** 2)]
            kind = row.pop("kind")
            filed = content_of(standardise_record(kind, row))
            filed.content.tag_ids = [_tag(name) for name in filed.tags]
            add_customer(bundle, customer_id, key, filed.content, number, filing)
            contents[customer_id] = filed.content
        insert_bundle(bundle)
        enter_new(contents)


_tags: dict[str, int] = {}


def _tag(name: str) -> int:
    if name not in _tags:
        _tags[name] = Tag.objects.get_or_create(name=name)[0].id
    return _tags[name]
