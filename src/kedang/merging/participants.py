"""Who takes part in a merge: loaded for whoever merges, locked in the order of their ids."""

from collections.abc import Collection, Mapping, Sequence

from kedang.archive import customers, forwarding
from kedang.archive.models import Customer
from kedang.kit.actor import Actor
from kedang.kit.env import settings
from kedang.kit.errors import DENIED, STALE, Refusal
from kedang.merging import rights
from kedang.vault.keys import SubjectKey, keys_for

TOO_FEW = Refusal("merge.too_few", 422, "请选择至少两位不同的客户。", "Choose at least two different customers.")
TOO_MANY = Refusal(
    "merge.too_many",
    422,
    "一次最多合并 {most} 位客户，请分几次合并。",
    "At most {most} customers at a time: merge in several steps.",
)
KINDS = Refusal(
    "merge.kinds",
    422,
    "个人和企业不能互相合并，可以改为建立关系。",
    "A person and an organisation cannot be merged; tie them with a relation instead.",
)
ERASED = Refusal(
    "merge.erased",
    409,
    "参与合并的客户资料已被永久清除，不能再撤销这次合并。现有客户没有改动。",
    "A participant's data was erased for good: this merge cannot be undone. Nothing was changed.",
)


def check_family(survivor_id: int, loser_ids: Sequence[int]) -> None:
    """Refuse a merge of nobody, with oneself, or of too many."""
    if not loser_ids or survivor_id in loser_ids:
        raise TOO_FEW()
    most = settings().merge_most
    if len(loser_ids) + 1 > most:
        raise TOO_MANY(most=most)


def load_participants(actor: Actor, customer_ids: Collection[int], *, lock: bool) -> dict[int, Customer]:
    """The customers, all of one kind, all within the actor's own reach: what was only shared with one is not one's to merge."""
    found = Customer.objects.visible_to(actor).filter(id__in=customer_ids).order_by("id")
    rows = {customer.id: customer for customer in (found.select_for_update(of=("self",)) if lock else found)}
    for customer_id in sorted(customer_ids):
        if customer_id not in rows:
            raise forwarding.refusal(actor, customer_id)
    if not all(customers.in_reach(actor, customer) for customer in rows.values()):
        raise DENIED(right=rights.MERGE)
    if len({customer.kind for customer in rows.values()}) > 1:
        raise KINDS()
    return rows


def check_versions(rows: Mapping[int, Customer], versions: Mapping[int, int]) -> None:
    """Refuse when somebody changed a participant since it was looked at."""
    for customer_id, version in versions.items():
        if customer_id in rows and rows[customer_id].version != version:
            raise STALE(version=rows[customer_id].version, id=str(customer_id))


def open_keys(customer_ids: Collection[int]) -> dict[int, SubjectKey]:
    """Everybody's key, or the refusal when somebody was erased."""
    keys = keys_for(sorted(customer_ids))
    if len(keys) < len(set(customer_ids)):
        raise ERASED()
    return keys
