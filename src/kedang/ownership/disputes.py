"""Disputes: several people say a customer is theirs. Raised, answered, withdrawn, and decided by an arbiter who is none of them."""

from collections.abc import Collection

from django.db import transaction

from kedang.accounts.queries import directory
from kedang.archive import customers, owning, sharing
from kedang.archive import rights as archive_rights
from kedang.archive.models import Customer
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, INVALID, NOT_FOUND, STALE, Refusal
from kedang.ownership import pleas, rights
from kedang.ownership.claiming import require_led
from kedang.ownership.models import DECIDED, OPEN, WITHDRAWN, Dispute, OfDispute, Party, Statement
from kedang.ownership.policy import AWARDED
from kedang.vault.keys import key_for

MOST_PARTIES, MOST_COLLABORATORS = 10, 20
ALREADY = Refusal(
    "dispute.already",
    409,
    "这位客户已经有一个撞单在处理，没有重复提出。请在“撞单”里补充您的说明，或请提出人把您加进来。",
    "This customer is being disputed already: nothing was added. Say what you have to say there, or ask whoever raised it to "
    "name you.",
)
ONE_SIDE = Refusal(
    "dispute.one_side",
    422,
    "撞单需要至少两方：请选择与您一样认为客户归自己的同事。没有保存任何改动。",
    "A dispute takes two: choose the colleague who says the customer is theirs. Nothing was saved.",
)
OWN_CAUSE = Refusal(
    "dispute.own_cause",
    403,
    "您是当事人，不能裁决自己的撞单。请由其他有裁决权限的主管处理。",
    "You are a party of this dispute and cannot decide it: another arbiter has to.",
)
OVER = Refusal(
    "dispute.over",
    409,
    "这个撞单已经结束，没有改动。",
    "This dispute is over. Nothing was changed.",
)


@transaction.atomic
def raise_dispute(actor: Actor, customer_id: int, *, text: str, party_ids: Collection[int] = ()) -> int:
    """Say that a customer is somebody else's than it seems; the dispute's id. Its owner is a party, and so is the actor unless an
    arbiter names the others."""
    actor.require(archive_rights.VIEW)
    customer = customers.load_visible(actor, customer_id, lock=True)
    parties = set(party_ids) | ({customer.owner_id} if customer.owner_id is not None else set())
    if not party_ids or not actor.can(rights.ARBITRATE):
        parties.add(actor.id)
    _require_parties(parties, customer)
    if Dispute.objects.filter(customer_id=customer.id, state=OPEN).exists():
        raise ALREADY()
    dispute = Dispute(customer=customer, raised_by=actor.id, owner_id=customer.owner_id)
    dispute.save(force_insert=True)
    Party.objects.bulk_create(
        [Party(customer=customer, dispute_id=dispute.id, user_id=user_id) for user_id in sorted(parties)]
    )
    _say(actor, dispute, text)
    details = {"dispute": str(dispute.id), "parties": [str(user_id) for user_id in sorted(parties)]}
    record(actor, "dispute.raised", subject=("customer", customer.id), details=details)
    return dispute.id


def _require_parties(parties: Collection[int], customer: Customer) -> None:
    people = directory().people
    if len(parties) > MOST_PARTIES or any(
        user_id not in people or not (people[user_id].is_active or user_id == customer.owner_id) for user_id in parties
    ):
        raise INVALID(what="parties")
    if len(parties) < 2:
        raise ONE_SIDE()


@transaction.atomic
def answer(actor: Actor, dispute_id: int, *, text: str) -> None:
    """Say something in a dispute that is open: a party, or whoever may decide it, who then looks at it once more before deciding."""
    actor.require(archive_rights.VIEW)
    dispute = load_dispute(actor, dispute_id, lock=True)
    _require_open(dispute)
    _say(actor, dispute, text)
    dispute.version += 1
    dispute.save(update_fields=["version"])
    _tell(actor, "dispute.answered", dispute)


@transaction.atomic
def withdraw(actor: Actor, dispute_id: int, *, version: int) -> None:
    """Take back a dispute one has raised. Nothing changes hands."""
    actor.require(archive_rights.VIEW)
    dispute = load_dispute(actor, dispute_id, lock=True, version=version)
    if dispute.raised_by != actor.id:
        raise DENIED(right=rights.ARBITRATE)
    _end(actor, dispute, WITHDRAWN)
    _tell(actor, "dispute.withdrawn", dispute)


@transaction.atomic
def decide(
    actor: Actor,
    dispute_id: int,
    *,
    version: int,
    owner_id: int,
    collaborator_ids: Collection[int] = (),
    reason: str,
) -> None:
    """Say whose a customer is, and who works with them on it. The limits of owning hold for the decision as for everybody."""
    actor.require(rights.ARBITRATE)
    actor.require(archive_rights.ASSIGN)
    owning.take_turn()
    dispute = load_dispute(actor, dispute_id)
    # The customer is locked before its rows, as everywhere.
    customer = customers.load_for_change(actor, dispute.customer_id)
    dispute = load_dispute(actor, dispute_id, lock=True, version=version)
    parties = _require_judge(actor, customer, dispute)
    _require_heir(actor, owner_id, parties)
    if len(collaborator_ids) > MOST_COLLABORATORS or owner_id in collaborator_ids:
        raise INVALID(what="collaborators")
    _say(actor, dispute, reason, decides=True)
    if customer.owner_id != owner_id:
        owning.hand_over(actor, customer, owner_id, how=AWARDED, details={"dispute": str(dispute.id)})
    for user_id in sorted(set(collaborator_ids)):
        # The decision may have taken the customer out of the arbiter's sight.
        sharing.lend(actor, customer, user_id=user_id)
    dispute.awarded_to = owner_id
    _end(actor, dispute, DECIDED)
    _tell(actor, "dispute.decided", dispute, to=str(owner_id))


def _require_judge(actor: Actor, customer: Customer, dispute: Dispute) -> set[int]:
    """Refuse whoever has only been shown the customer, or has a part in the matter; the parties."""
    if not customers.in_reach(actor, customer):
        raise DENIED(right=rights.ARBITRATE)
    parties = parties_of([dispute.id]).get(dispute.id, [])
    if actor.id in (*parties, customer.owner_id):
        raise OWN_CAUSE()
    return set(parties)


def _require_heir(actor: Actor, owner_id: int, parties: set[int]) -> None:
    """A party wherever they work, or somebody in the arbiter's sight; never the arbiter, nor who has left."""
    if owner_id == actor.id:
        raise OWN_CAUSE()
    owning.check_owner(owner_id)
    if owner_id not in parties:
        require_led(actor, owner_id)


def load_dispute(actor: Actor, dispute_id: int, *, lock: bool = False, version: int | None = None) -> Dispute:
    """A dispute the actor may see, or the same refusal as for one that does not exist."""
    found = Dispute.objects.visible_to(actor).filter(id=dispute_id)
    dispute = (found.select_for_update(of=("self",)) if lock else found).first()
    if dispute is None:
        raise NOT_FOUND()
    if version is not None and dispute.version != version:
        raise STALE(version=dispute.version)
    return dispute


def parties_of(dispute_ids: Collection[int]) -> dict[int, list[int]]:
    """Who is a party of some disputes."""
    found: dict[int, list[int]] = {}
    for dispute_id, user_id in Party.objects.filter(dispute_id__in=dispute_ids).values_list("dispute_id", "user_id"):
        found.setdefault(dispute_id, []).append(user_id)
    return {dispute_id: sorted(people) for dispute_id, people in found.items()}


def home_of(row: OfDispute, survivor_id: int, loser_ids: Collection[int]) -> int | None:
    """Whose a row is that came after a merge, when the merge is undone: it stays with its dispute."""
    found = Dispute.objects.filter(id=row.dispute_id, customer_id__in=loser_ids)
    return found.values_list("customer_id", flat=True).first()


def _require_open(dispute: Dispute) -> None:
    if dispute.state != OPEN:
        raise OVER()


def _say(actor: Actor, dispute: Dispute, text: str, *, decides: bool = False) -> None:
    row = Statement(customer_id=dispute.customer_id, dispute_id=dispute.id, by=actor.id, decides=decides)
    row.body_enc = pleas.seal(key_for(dispute.customer_id), pleas.checked(text), row)
    row.save(force_insert=True)


def _end(actor: Actor, dispute: Dispute, state: str) -> None:
    _require_open(dispute)
    dispute.state, dispute.ended_by, dispute.ended_at = state, actor.id, now()
    dispute.version += 1
    dispute.save()


def _tell(actor: Actor, verb: str, dispute: Dispute, **more: str) -> None:
    details = {"dispute": str(dispute.id), **more}
    record(actor, verb, subject=("customer", dispute.customer_id), details=details)
