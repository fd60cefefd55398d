"""What mailbox adds to the matrix: a mail of everybody's that waits."""

from kedang.accounts.models import User
from kedang.kit.clock import now
from kedang.mailbox.capturing import take_in
from kedang.mailbox.imap import Fetched
from kedang.mailbox.models import Box, Mail
from tests.house.matrix.asked import Asked, Body, fixed
from tests.house.matrix.table import OTHER, OWN, TEAM, Line
from tests.house.matrix.world import World

_WANTED = {"active": False, "host": "127.0.0.1", "port": 1, "security": "none", "user": "archive", "password": "x"}


def _to_own(world: World, line: Line, person: str) -> Asked:
    user = world.users.get(person)
    own = [customer for customer, owner in world.owners.items() if owner == user] or list(world.owners)
    return Asked(json={"customer_id": str(own[0])})


BODIES: dict[str, Body] = {
    "PUT /api/mailbox": fixed(**_WANTED, version=1),
    "POST /api/mailbox/test": fixed(**_WANTED),
    "POST /api/mails/{}/assign": _to_own,
}


def add(world: World) -> None:
    """A mail of everybody's to somebody unknown."""
    Box.objects.create(id=1, active=True, version=1)
    made = {user.id: _waits(user) for user in (*world.users.values(), world.cast.chen)}
    for person, user in world.users.items():
        mates = [u for u in world.users.values() if u.department_id == user.department_id and u.id != user.id]
        world.ids[("mails", OWN, person)] = made[user.id]
        world.ids[("mails", TEAM, person)] = made[mates[0].id]
    world.ids[("mails", OTHER, "")] = made[world.cast.chen.id]
    for ownership in (OWN, TEAM):
        world.ids[("mails", ownership, "anonymous")] = made[world.cast.chen.id]


def _waits(user: User) -> str:
    raw = f"From: {user.email}\r\nTo: who@nowhere.example\r\nSubject: x\r\n\r\nx".encode()
    uid = Box.objects.get().last_uid + 1
    assert take_in(1, 1, uid, Fetched(uid, raw, now(), whole=True))
    return str(Mail.objects.latest("id").id)
