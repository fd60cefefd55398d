"""The world the matrix asks about: everybody owns something, and something of everybody else's is there too."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from django.db import connections, transaction
from django.test import Client

from conftest import ALIASES
from kedang.accounts.models import Role, Token, User
from kedang.accounts.sessions import open_session
from kedang.accounts.tokens import Reach, create_token
from kedang.archive import customers, groups, notes, relations, sharing, tags
from kedang.archive.filing import content_of
from kedang.archive.models import Address, Contact, ContactPoint, CustomerName, Identifier
from kedang.archive.relations import TieDraft
from kedang.cleaning.models import FieldProfile, Fix, FixRow
from kedang.cleaning.plans import Change, Plan, seal_plan
from kedang.duplicates.applying import apply_for, handle_for
from kedang.duplicates.models import DedupeRun
from kedang.duplicates.tests.suspecting import suspect
from kedang.engine.standardise.record import standardise_record
from kedang.fields import definitions, rules, views
from kedang.fields.definitions import Draft
from kedang.intake import lifecycle
from kedang.intake.upload import upload
from kedang.kit.actor import Actor, AllRights, Scope, system_actor
from kedang.kit.clock import now
from kedang.kit.ids import new_ids
from kedang.kit.modes import CLEAR_MODES
from kedang.merging.merge import merge
from kedang.quality.models import RuleCheck
from kedang.vault.keys import create_keys
from kedang.verification.models import Campaign
from tests import people
from tests.house.matrix import digest
from tests.house.matrix.table import ABSENT, OTHER, OWN, TEAM, TRASHED

SHEET = "客户名称,手机\n新华贸易有限公司,13900001111\n".encode()
NOBODY = "9000000000000000001"


@dataclass(slots=True)
class World:
    """The cast by role, their browsers, the ids a path may name: (resource, ownership, person) → id; and whose each customer
    with parts is."""

    cast: people.Cast
    users: dict[str, User]
    browsers: dict[str, Client]
    ids: dict[tuple[str, str, str], str] = field(default_factory=dict)
    owners: dict[int, User] = field(default_factory=dict)

    def id_of(self, resource: str, ownership: str, person: str) -> str:
        """The id that stands for this ownership, seen from this person."""
        if ownership == ABSENT:
            return NOBODY
        for key in ((resource, ownership, person), (resource, ownership, ""), (resource, "any", "")):
            if key in self.ids:
                return self.ids[key]
        if resource.startswith("part:"):
            return NOBODY
        raise LookupError(
            f"the world has no {resource} that is {ownership} for {person}: add one in tests/house/matrix"
        )


def make_customer(owner: User, name: str, number: int) -> int:
    """One organisation as a customer, with something in every place a route can reach."""
    values = {
        "name": name,
        "short_name": f"{name[:4]}",
        "mobile": f"138{number:08d}",
        "email": f"c{number}@example.com",
        "business_licence": f"3301{number:011d}",
        "address": f"浙江省杭州市西湖区文三路{number:04d}号",
        "bank_account": f"62220212345{number:08d}",
        "contact_name": "联系人",
        "contact_mobile": f"139{number:08d}",
    }
    filed = content_of(standardise_record("organisation", values))
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
    _add_imports(world)
    _add_merges(world)
    _add_suspects(world)
    _add_applications(world)
    _add_cleaning(world)
    _add_rules(world)
    return world


def _add_customers(world: World) -> None:
    numbers = iter(range(1, 1000))
    guest = people.make_user("guest", "客人", "member", world.cast.south)
    owned: dict[int, int] = {}
    for user in (*world.users.values(), world.cast.chen):
        owned[user.id] = make_customer(user, f"{user.name}客户有限公司", next(numbers))
        _add_parts(world, user, owned[user.id], make_customer(user, f"{user.name}伙伴有限公司", next(numbers)), guest)
    for person, user in world.users.items():
        mates = [u for u in world.users.values() if u.department_id == user.department_id and u.id != user.id]
        trashed = make_customer(user, f"{user.name}旧客户有限公司", next(numbers))
        customers.trash(system_actor("demo"), trashed)
        world.ids[("customers", OWN, person)] = str(owned[user.id])
        world.ids[("customers", TEAM, person)] = str(owned[mates[0].id])
        world.ids[("customers", OTHER, person)] = str(owned[world.cast.chen.id])
        world.ids[("customers", TRASHED, person)] = str(trashed)
    for ownership in (OWN, TEAM, OTHER, TRASHED):
        world.ids[("customers", ownership, "anonymous")] = str(owned[world.cast.chen.id])
    demo = system_actor("demo")
    world.ids[("tags", "any", "")] = str(tags.create(demo, name="重点").tag.id)
    world.ids[("tags", "second", "")] = str(tags.create(demo, name="大客户").tag.id)
    world.ids[("groups", "any", "")] = str(groups.create(demo, name="华东"))
    campaign = Campaign.objects.create(name="年度核实", kind="email", created_by=world.cast.lin.id)
    world.ids[("campaigns", "any", "")] = str(campaign.id)


def world_author(owner: User) -> Actor:
    """Somebody who may do everything, as its own author."""
    return people.acting(owner, rights=AllRights(), scope=Scope.ALL, modes=CLEAR_MODES)


def _add_parts(world: World, owner: User, customer: int, partner: int, guest: User) -> None:
    """A note, a tie and a collaborator; and the ids of all parts, by where they stand in a path."""
    author = world_author(owner)
    world.owners[customer] = owner
    contact = Contact.objects.get(customer_id=customer)
    first = {
        "notes": notes.write(author, customer, body="一条备注"),
        "relations": relations.relate(author, customer, TieDraft(kind="partner", other_id=partner)).id,
        "collaborators": sharing.share(author, customer, user_id=guest.id, level="read"),
        "names": CustomerName.objects.filter(customer_id=customer).values_list("id", flat=True)[0],
        "identifiers": Identifier.objects.filter(customer_id=customer).values_list("id", flat=True)[0],
        "addresses": Address.objects.filter(customer_id=customer).values_list("id", flat=True)[0],
        "contact-points": ContactPoint.objects.filter(customer_id=customer, contact_id=None)[0].id,
        "verification": ContactPoint.objects.filter(customer_id=customer, contact_id=None)[0].id,
        "contacts": contact.id,
        "contacts/contact-points": ContactPoint.objects.filter(contact_id=contact.id)[0].id,
    }
    for place, part in first.items():
        world.ids[(f"part:{place}", str(customer), "")] = str(part)
    world.ids[("partner", str(customer), "")] = str(partner)
    employee = content_of(standardise_record("person", {"name": f"{owner.name}友"})).content
    world.ids[("employee", str(customer), "")] = str(customers.create(author, employee, owner_id=owner.id).id)


def _add_accounts(world: World) -> None:
    world.ids[("users", "any", "")] = str(world.cast.chen.id)
    world.ids[("departments", "any", "")] = str(world.cast.hangzhou.id)
    spare = Role.objects.create(code="spare", name_zh="备用", name_en="Spare")
    world.ids[("roles", "any", "")] = str(spare.id)
    stranger = people.actor(world.cast.chen)
    foreign = open_session(world.cast.chen).id, create_token(stranger, name="t", reach=Reach()).token.id
    for person, user in world.users.items():
        actor = people.acting(user, rights=AllRights())
        world.ids[("sessions", OWN, person)] = str(open_session(user, device="another").id)
        world.ids[("tokens", OWN, person)] = str(create_token(actor, name="t", reach=Reach()).token.id)
    Token.objects.update(disabled_at=now())
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


def _add_imports(world: World) -> None:
    runs: dict[int, str] = {}
    for user in (*world.users.values(), world.cast.chen):
        actor = people.acting(user, rights=AllRights())
        run = upload(actor, [SHEET], filename="客户.csv", source="旧系统", inspecting=False)
        lifecycle.inspect_run(run)
        runs[user.id] = str(run.id)
    for person, user in world.users.items():
        mates = [u for u in world.users.values() if u.department_id == user.department_id and u.id != user.id]
        world.ids[("imports", OWN, person)] = runs[user.id]
        world.ids[("imports", TEAM, person)] = runs[mates[0].id]
    world.ids[("imports", OTHER, "")] = runs[world.cast.chen.id]
    for ownership in (OWN, TEAM):
        world.ids[("imports", ownership, "anonymous")] = runs[world.cast.chen.id]


def _add_merges(world: World) -> None:
    """Everybody has a customer that another was merged into."""
    numbers = iter(range(5000, 6000))
    made: dict[int, str] = {}
    for user in (*world.users.values(), world.cast.chen):
        twins = [make_customer(user, f"{user.name}双胞有限公司", number) for number in (next(numbers), next(numbers))]
        choices = {"business_licence": twins[0]}
        made[user.id] = str(merge(system_actor("demo"), twins[0], [twins[1]], choices=choices).id)
    for person, user in world.users.items():
        world.ids[("merges", OWN, person)] = made[user.id]
    world.ids[("merges", OTHER, "")] = world.ids[("merges", OWN, "anonymous")] = made[world.cast.chen.id]


def _add_suspects(world: World) -> None:
    """Everybody has a group of two customers that look like one."""
    numbers = iter(range(7000, 8000))
    made: dict[int, str] = {}
    for user in (*world.users.values(), world.cast.chen):
        twins = [make_customer(user, f"{user.name}疑似有限公司", number) for number in (next(numbers), next(numbers))]
        made[user.id] = str(suspect(*twins))
        world.ids[("twins", made[user.id], "")] = " ".join(map(str, twins))
    for person, user in world.users.items():
        world.ids[("suspects", OWN, person)] = made[user.id]
    world.ids[("suspects", OTHER, "")] = world.ids[("suspects", OWN, "anonymous")] = made[world.cast.chen.id]
    world.ids[("runs", "any", "")] = str(DedupeRun.objects.create(state="waiting", created_by=world.cast.wang.id).id)


def _add_applications(world: World) -> None:
    """The guest applied for a customer of everybody's."""
    guest = people.actor(User.objects.get(login="guest"))
    made: dict[int, str] = {}
    for number, user in enumerate((*world.users.values(), world.cast.chen), start=9000):
        handle = handle_for(guest, make_customer(user, f"{user.name}协作有限公司", number))
        made[user.id] = str(apply_for(guest, handle or "", reason="一起跟进"))
    for person, user in world.users.items():
        world.ids[("collaboration", OWN, person)] = made[user.id]
    world.ids[("collaboration", OTHER, "")] = world.ids[("collaboration", OWN, "anonymous")] = made[world.cast.chen.id]


def _add_cleaning(world: World) -> None:
    """Everybody has looked at a field and previewed a fix of it."""
    made: dict[int, tuple[str, str]] = {}
    for user in (*world.users.values(), world.cast.chen):
        look = FieldProfile.objects.create(field="source", state="done", created_by=user.id)
        plan = Plan("manual", (Change("网站", "官网"),))
        (key,) = create_keys(new_ids(1)).values()
        fix = Fix.objects.create(
            id=key.subject_id,
            field="source",
            method="manual",
            state="ready",
            plan_enc=seal_plan(key, plan),
            previewed_at=now(),
            created_by=user.id,
        )
        FixRow.objects.create(fix=fix, fate="will_change")
        made[user.id] = str(look.id), str(fix.id)
    for place, resource in enumerate(("profiles", "fixes")):
        for person, user in world.users.items():
            world.ids[(resource, OWN, person)] = made[user.id][place]
        stranger = made[world.cast.chen.id][place]
        world.ids[(resource, OTHER, "")] = world.ids[(resource, OWN, "anonymous")] = stranger


def _add_rules(world: World) -> None:
    """A rule, and everybody's own look at who breaks one."""
    rule = rules.create(system_actor("demo"), rules.Draft(test="required", fields=("name",)))
    world.ids[("rules", "any", "")] = str(rule)
    looks = {
        u.id: str(RuleCheck.objects.create(draft='{"reads": []}', created_by=u.id).id) for u in world.users.values()
    }
    stranger = str(RuleCheck.objects.create(draft='{"reads": []}', created_by=world.cast.chen.id).id)
    for person, user in world.users.items():
        world.ids[("checks", OWN, person)] = looks[user.id]
    world.ids[("checks", OTHER, "")] = world.ids[("checks", OWN, "anonymous")] = stranger


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside, on all three databases and in the staging folder, is taken back."""
    before = set(digest.staged_files())
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
            for path in set(digest.staged_files()) - before:
                path.unlink()
