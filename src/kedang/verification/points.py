"""The contact point that is verified: loaded as the actor may see it, opened for sending, and given its state."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from kedang.archive import customers
from kedang.archive.models import ContactPoint, Customer
from kedang.archive.point_states import set_point_state
from kedang.archive.policy import contact_code, policy_for
from kedang.delivery.models import MAIL, SMS
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.modes import Mode
from kedang.vault.keys import key_for
from kedang.verification.models import OPEN, Fact, Request

CHANNELS = {"email": MAIL, "mobile": SMS}
ASKED = ("sent", "verified")
NOT_VALID = Refusal(
    "verification.not_valid",
    422,
    "这条联系方式的格式不对，无法核实。请先改正。",
    "This contact point is not well-formed and cannot be verified. Correct it first.",
)


@dataclass(frozen=True, slots=True)
class Point:
    """One contact point of a customer the actor may change, locked. `code` is the field it counts as."""

    customer: Customer
    row: ContactPoint
    code: str

    @property
    def blind(self) -> int:
        """The value as it can be compared."""
        if self.row.blind is None:
            raise NOT_VALID()
        return self.row.blind

    @property
    def subject(self) -> tuple[str, int]:
        """What events are about."""
        return ("customer", self.customer.id)

    def value(self) -> str:
        """The value in clear, for the one who carries it to the outbox."""
        key = key_for(self.customer.id)
        return key.open(self.row.value_enc, table="contact_point", column="value", row_id=self.row.id)

    def set_state(self, state: str, *, only: Collection[str] = ()) -> bool:
        """Give the point a state, if its value is still this one."""
        return set_point_state(self.customer.id, state, kind=self.row.kind, blind=self.blind, only=only)

    def requests(self) -> QuerySet[Request]:
        """Every request for this value at this customer."""
        return Request.objects.filter(customer_id=self.customer.id, kind=self.row.kind, blind=self.blind)

    def facts(self) -> QuerySet[Fact]:
        """What is held to be true of this value at this customer."""
        found = Fact.objects.filter(customer_id=self.customer.id, kind=self.row.kind, blind=self.blind)
        return found.filter(ended_at__isnull=True)


def load_point(actor: Actor, customer_id: int, point_id: int) -> Point:
    """One point, its customer locked; what the actor may not see, or not change, is refused as everywhere."""
    customer = customers.load_for_change(actor, customer_id)
    row = ContactPoint.objects.filter(id=point_id, customer_id=customer.id).first()
    if row is None:
        raise NOT_FOUND()
    code = contact_code(row.kind) if row.contact_id else row.kind
    if policy_for(actor, own=customers.is_own(actor, customer)).mode(code) == Mode.HIDDEN:
        raise NOT_FOUND()
    return Point(customer, row, code)


def end_requests(point: Point, state: str) -> None:
    """End what is open for a value."""
    point.requests().filter(state=OPEN).update(state=state, ended_at=now())


def end_facts(point: Point, why: str) -> None:
    """End what was found out about a value."""
    point.facts().update(ended_at=now(), why=why)
