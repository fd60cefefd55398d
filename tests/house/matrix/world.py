"""The world the matrix asks about: everybody owns something, and something of everybody else's is there too."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from django.db import connections, transaction
from django.test import Client

from conftest import ALIASES
from kedang.accounts import tokens
from kedang.accounts.models import Role, User
from kedang.accounts.sessions import open_session
from kedang.archive import customers
from kedang.archive.filing import content_of
from kedang.engine.standardise.record import standardise_record
from kedang.fields import definitions, views
from kedang.fields.definitions import Draft
from kedang.kit.actor import AllRights, system_actor
from tests import people
from tests.house.matrix.table import ABSENT, OTHER, OWN, TEAM, TRASHED

NOBODY = "9000000000000000001"


@dataclass(slots=True)
class World:
    """The cast by role, their browsers, and the ids a path may name: (resource, ownership, person) → id."""

    cast: people.Cast
    users: dict[str, User]
    browsers: dict[str, Client]
    ids: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def id_of(self, resource: str, ownership: str, person: str) -> str:
        """The id that stands for this ownership, seen from this person."""
        if ownership == ABSENT:
            return NOBODY
        for key in ((resource, ownership, person), (resource, ownership, ""), (resource, "any", "")):
            if key in self.ids:
                return self.ids[key]
        raise LookupError(
            f"the world has no {resource} that is {ownership} for {person}: add one in tests/house/matrix"
        )


def make_customer(owner: User, name: str, number: int) -> int:
    """One person as a customer, with a phone, an address, an e-mail address and an identity number."""
    values = {
        "name": name,
        "mobile": f"138{number:08d}",
        "email": f"c{number}@example.com",
        "address": "浙江省杭州市西湖区文三路1号",
        "wechat": f"wx{number}",
        "former_name": f"{name}旧",
    }
    filed = content_of(standardise_record("person", values))
    return customers.create(system_actor("demo"), filed.content, owner_id=owner.id).id


def build() -> World:
    """Everything, in the present transactions."""
    cast = people.make_cast()
    steward = people.make_user("steward", "史岩", "steward", cast.head_office)
    users = {
        "administrator": cast.admin,
        "auditor": cast.auditor,
        "member": cast.zhou,
        "lead": cast.lin,
        "steward": steward,
        "manager": cast.wang,
    }
    browsers = {person: people.browser(user) for person, user in users.items()} | {"anonymous": people.browser()}
    world = World(cast, users, browsers)
    _add_customers(world)
    _add_accounts(world)
    _add_fields_and_views(world)
    return world


def _add_customers(world: World) -> None:
    numbers = iter(range(1, 1000))
    owned = {
        user.id: make_customer(user, f"客户{user.name}", next(numbers))
        for user in (*world.users.values(), world.cast.chen)
    }
    for person, user in world.users.items():
        mates = [u for u in world.users.values() if u.department_id == user.department_id and u.id != user.id]
        trashed = make_customer(user, f"旧客{user.name}", next(numbers))
        customers.trash(system_actor("demo"), trashed)
        world.ids[("customers", OWN, person)] = str(owned[user.id])
        world.ids[("customers", TEAM, person)] = str(owned[mates[0].id])
        world.ids[("customers", OTHER, person)] = str(owned[world.cast.chen.id])
        world.ids[("customers", TRASHED, person)] = str(trashed)
    for ownership in (OWN, TEAM, OTHER, TRASHED):
        world.ids[("customers", ownership, "anonymous")] = str(owned[world.cast.chen.id])


def _add_accounts(world: World) -> None:
    world.ids[("users", "any", "")] = str(world.cast.chen.id)
    world.ids[("departments", "any", "")] = str(world.cast.hangzhou.id)
    spare = Role.objects.create(code="spare", name_zh="备用", name_en="Spare")
    world.ids[("roles", "any", "")] = str(spare.id)
    stranger = people.actor(world.cast.chen)
    foreign = open_session(world.cast.chen).id, tokens.create_token(stranger, name="t").token.id
    for person, user in world.users.items():
        actor = people.acting(user, rights=AllRights())
        world.ids[("sessions", OWN, person)] = str(open_session(user, device="another").id)
        world.ids[("tokens", OWN, person)] = str(tokens.create_token(actor, name="t").token.id)
    world.ids[("sessions", OTHER, "")], world.ids[("tokens", OTHER, "")] = map(str, foreign)
    world.ids[("sessions", OWN, "anonymous")], world.ids[("tokens", OWN, "anonymous")] = map(str, foreign)


def _add_fields_and_views(world: World) -> None:
    demo = system_actor("demo")
    definitions.create(demo, Draft(code="vip", label_zh="贵宾"))
    stranger = views.create(people.actor(world.cast.chen), list_key="customers", name="陈的", shared=False, state={})
    world.ids[("views", OTHER, "")] = world.ids[("views", OWN, "anonymous")] = str(stranger.id)
    for person, user in world.users.items():
        own = views.create(people.actor(user), list_key="customers", name="自己的", shared=False, state={})
        world.ids[("views", OWN, person)] = str(own.id)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside, on all three databases, is taken back."""
    with ExitStack() as stack:
        for alias in ALIASES:
            atomic = transaction.atomic(using=alias)
            # the marker by which Django's own test cases allow `durable` blocks inside
            atomic._from_testcase = True  # type: ignore[attr-defined]
            stack.enter_context(atomic)
        try:
            yield
        finally:
            for alias in ALIASES:
                connections[alias].set_rollback(True)
