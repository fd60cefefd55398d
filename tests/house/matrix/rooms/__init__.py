"""What single rooms add to the matrix: a module each, with the bodies of its routes and what the world needs for them.

A module holds `BODIES` (route → body) and, when its routes name something of its own, `add(world)`.
"""

from datetime import timedelta

from kedang.accounts.models import Session
from kedang.kit.clock import now
from tests.house.matrix import world
from tests.house.matrix.rooms import (
    access,
    accounts,
    activity,
    approvals,
    calendar,
    classification,
    commerce,
    commerce_import,
    deals,
    documents,
    incidents,
    integration,
    mailbox,
    notices,
    operations,
    oversight,
    ownership,
    portal,
    privacy,
    service,
    sso,
    strategy,
)

ROOMS = (
    sso,
    access,
    accounts,
    activity,
    approvals,
    calendar,
    classification,
    commerce,
    commerce_import,
    deals,
    documents,
    integration,
    incidents,
    mailbox,
    notices,
    operations,
    oversight,
    ownership,
    portal,
    privacy,
    service,
    strategy,
)


def build() -> world.World:
    """The whole world, in the present transactions."""
    whole = world.build()
    for room in ROOMS:
        room.add(whole)
    # Nobody's session slides: else every refusal would look like a write, and the databases be compared for nothing.
    Session.objects.update(last_seen_at=now() + timedelta(days=1))
    return whole
