"""From rows to answers."""

from collections.abc import Iterable
from dataclasses import asdict

from kedang.accounts.queries import directory
from kedang.archive.models import Customer
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.delivery.outbox import is_set_up
from kedang.history.schemas import ActorOut
from kedang.kit.actor import Actor
from kedang.verification import schemas as out
from kedang.verification.campaigns import Figures, fate, may_stop
from kedang.verification.channels import Channel, mail_channel, public_url, sms_channel
from kedang.verification.limits import limits
from kedang.verification.models import DONE, Campaign, Target
from kedang.verification.overview import Listed, Page, Standing, standing_of


def standings(actor: Actor, customer_id: int) -> out.StandingsOut:
    """The points of one customer."""
    found, editable = standing_of(actor, customer_id)
    return out.StandingsOut(points=[_standing(each) for each in found], editable=editable)


def _standing(each: Standing) -> out.PointStandingOut:
    waits = each.open
    return out.PointStandingOut(
        point_id=str(each.point_id),
        kind=each.kind,
        state=each.state,
        channel=each.channel,
        channel_ready=bool(each.channel) and is_set_up(each.channel),
        verifiable=each.verifiable,
        method=each.method,
        by=_named(each.by),
        at=each.at,
        valid_until=each.valid_until,
        note=each.note,
        open=out.OpenOut(**asdict(waits)) if waits else None,
    )


def _named(user_id: int | None) -> ActorOut | None:
    person = directory().person(user_id) if user_id else None
    return ActorOut(id=str(person.id), name=person.name) if person else None


def listed_page(actor: Actor, page: Page) -> out.ListedPage:
    """A page of a list, names as the list mode shows them."""
    policy = policy_for(actor, own=False, place="list")
    return out.ListedPage(rows=[_listed(policy, row) for row in page.rows], next=page.next)


def _listed(policy: FieldPolicy, row: Listed) -> out.ListedPointOut:
    return out.ListedPointOut(
        customer_id=str(row.customer.id),
        number=row.customer.number,
        name=_name(policy, row.customer),
        kind=row.kind,
        kind_label=policy.label(row.kind),
        method=row.method,
        at=row.at,
    )


def _name(policy: FieldPolicy, customer: Customer) -> str:
    shown = policy.show("name", customer.name)
    return (shown.value if shown else None) or ""


def campaign(row: Campaign, figures: Figures) -> out.CampaignOut:
    """One campaign with its figures."""
    return out.CampaignOut(
        id=str(row.id),
        name=row.name,
        kind=row.kind,
        language=row.language,
        state=row.state,
        why=row.why,
        can_stop=(row.state != DONE or figures.sent > 0) and may_stop(row),
        customers=row.customers,
        figures=out.FiguresOut(**asdict(figures)),
        created_at=row.created_at,
        created_by=_named(row.created_by),
        resumes_at=row.resumes_at,
        finished_at=row.finished_at,
    )


def targets(actor: Actor, rows: Iterable[Target]) -> list[out.TargetOut]:
    """Targets with the customers one sees."""
    found = list(rows)
    policy = policy_for(actor, own=False, place="list")
    seen = Customer.objects.visible_to(actor, trashed=None).filter(id__in={row.customer_id for row in found})
    named = {c.id: c for c in seen}
    return [_target(policy, row, named.get(row.customer_id)) for row in found]


def _target(policy: FieldPolicy, row: Target, customer: Customer | None) -> out.TargetOut:
    return out.TargetOut(
        id=str(row.id),
        customer=out.Named(id=str(customer.id), name=_name(policy, customer)) if customer else None,
        number=customer.number if customer else "",
        fate=fate(row.request.state if row.request else None, row.why),
        why=row.why,
    )


def delivery() -> out.DeliveryOut:
    """Mail, SMS and the limits."""
    kept = limits()
    fields = out.LimitsOut.model_fields
    return out.DeliveryOut(
        mail=_channel(mail_channel()),
        sms=_channel(sms_channel()),
        public_url=public_url(),
        limits=out.LimitsOut(**{name: getattr(kept, name) for name in fields}),
    )


def _channel(each: Channel) -> out.ChannelOut:
    return out.ChannelOut(
        set_up=each.set_up,
        problem=each.problem,
        where=each.where,
        security=each.security,
        sender=each.sender,
        waiting_since=each.standing.waiting_since,
        reasons=each.standing.reasons,
        **each.standing.counts,
    )
