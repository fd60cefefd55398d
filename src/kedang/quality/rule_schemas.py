"""What the API of looks by validation rules takes and gives."""

from pydantic import BaseModel

from kedang.fields.rule_schemas import RuleIn
from kedang.fields.schemas import In
from kedang.kit.actor import Actor
from kedang.kit.doors import Id
from kedang.quality import rule_checks
from kedang.quality.models import RuleCheck


class RuleCheckIn(In):
    """A rule that is being written."""

    rule: RuleIn


class RuleCheckCustomer(BaseModel):
    """Somebody who breaks the rule today."""

    id: Id
    number: str
    name: str


class RuleCheckOut(BaseModel):
    """A look at today's customers: `customers` looked at, `broken` of them break the rule. Of
    marking everybody no figure is told."""

    id: Id
    state: str
    marking: bool
    done: int
    total: int
    customers: int
    broken: int | None
    sample: list[RuleCheckCustomer]


def check_out(actor: Actor, check: RuleCheck) -> RuleCheckOut:
    """One look for the wire."""
    done, total = rule_checks.progress(check)
    return RuleCheckOut(
        id=str(check.id),
        state=check.state,
        marking=not check.draft,
        done=done,
        total=total,
        customers=check.customers,
        broken=check.broken if check.draft else None,
        sample=[
            RuleCheckCustomer(id=str(customer_id), number=number, name=name)
            for customer_id, number, name in rule_checks.sample_of(actor, check)
        ],
    )
