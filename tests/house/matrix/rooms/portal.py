"""What the portal adds to the matrix: an invitation and a correction of every customer with parts. Nobody in it came by a link: the
sessions of staff open nothing behind that door."""

from datetime import timedelta

from kedang.archive.models import ContactPoint, Customer
from kedang.kit.clock import now
from kedang.portal.correcting import Said, sealed
from kedang.portal.models import Correction, Invitation
from kedang.vault.keys import key_for
from tests.house.matrix.asked import Asked, Body, fixed
from tests.house.matrix.table import Line
from tests.house.matrix.world import NOBODY, World


def _invite(world: World, line: Line, person: str) -> Asked:
    customer = world.id_of("customers", line.ownership, person)
    return Asked({"link_point": world.ids.get(("part:contact-points", customer, ""), NOBODY)})


def _accept(world: World, line: Line, person: str) -> Asked:
    row = Correction.objects.filter(id=world.id_of("corrections", line.ownership, person)).first()
    version = Customer.objects.values_list("version", flat=True).get(id=row.customer_id) if row else 1
    return Asked({"version": version})


BODIES: dict[str, Body] = {
    "POST /api/customers/{}/invitations": _invite,
    "POST /api/corrections/{}/accept": _accept,
    "POST /api/corrections/{}/refuse": fixed(reason="与证件不符"),
    "PUT /api/portal/fields": fixed(fields=["name"]),
    "POST /api/self-service/session": fixed(token="x" * 43),
    "POST /api/self-service/corrections": fixed(values={"name": ["新名称"]}),
    "POST /api/self-service/consents": fixed(purpose_id=NOBODY, notice=1),
    "POST /api/self-service/requests": fixed(kind="access"),
}


def add(world: World) -> None:
    """By its owner; everybody comes to a correction as to its customer."""
    world.ids[("consents", "any", "")] = NOBODY
    made: dict[str, str] = {}
    for customer, owner in world.owners.items():
        point = ContactPoint.objects.filter(customer_id=customer, kind="email", contact_id=None)[0]
        asked = Invitation.objects.create(
            customer_id=customer,
            secret=f"{customer:064d}",
            link_kind="email",
            link_blind=point.blind or 0,
            created_by=owner.id,
            expires_at=now() + timedelta(days=1),
        )
        world.ids[("part:invitations", str(customer), "")] = str(asked.id)
        row = Correction(customer_id=customer, invitation_id=asked.id, field="website")
        row.body_enc = sealed(key_for(customer), row.id, Said((), ("https://new.example.com",)))
        row.save(force_insert=True)
        made[str(customer)] = str(row.id)
    for (resource, ownership, person), customer_id in list(world.ids.items()):
        if resource == "customers" and customer_id in made:
            world.ids[("corrections", ownership, person)] = made[customer_id]
