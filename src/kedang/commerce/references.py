"""What a transaction may refer to: a payment settles an invoice, a return takes back a purchase or lowers an invoice.

Of an invoice nobody gets more than it still has to get: when two people record the same payment, the second is told.
"""

from django.db.models import Sum

from kedang.commerce.kinds import INVOICE, REFERS_TO
from kedang.commerce.models import Transaction
from kedang.commerce.money import amount_text
from kedang.kit.errors import Refusal

BAD_REFERENCE = Refusal(
    "commerce.reference",
    422,
    "收款只能对应同一客户、同一币种的未作废账单；退货只能对应购买或账单。没有保存任何改动。",
    "A payment settles an invoice of the same customer and currency that is not void; a return takes back a purchase or an invoice. Nothing was saved.",
)
SETTLED = Refusal(
    "commerce.settled",
    409,
    "这张账单只差 {left} {currency}，可能刚有人记过收款。多收的部分请另记一笔，不指定账单。没有保存任何改动。",
    "This invoice still has to get {left} {currency} only; somebody may just have recorded a payment. Record what is more by itself, without an invoice. Nothing was saved.",
)
REFERRED = Refusal(
    "commerce.referred",
    409,
    "已有收款或退货记在这笔交易上，不能改币种。请先作废它们，或解除对应。没有保存任何改动。",
    "Payments or returns stand on this transaction, so that its currency cannot be changed. Void or untie them first. Nothing was saved.",
)


def require(row: Transaction) -> None:
    """Refuse a reference that does not fit, and more than the invoice still has to get. Whoever calls holds the customer."""
    if row.refers_to is None:
        return
    kinds = REFERS_TO.get(row.kind, ())
    same = {"customer_id": row.customer_id, "currency": row.currency, "voided_at": None, "kind__in": kinds}
    found = Transaction.objects.filter(id=row.refers_to, **same).first()
    if found is None:
        raise BAD_REFERENCE()
    if found.kind != INVOICE:
        return
    others = Transaction.objects.filter(refers_to=found.id, voided_at=None).exclude(id=row.id).order_by()
    left = max(0, found.amount - (others.aggregate(sum=Sum("amount"))["sum"] or 0))
    if row.amount > left:
        raise SETTLED(left=amount_text(row.currency, left), currency=row.currency)


def require_alone(row: Transaction) -> None:
    """Refuse another currency for what others refer to: their amounts would be taken for those of that currency."""
    if Transaction.objects.filter(refers_to=row.id, voided_at=None).exists():
        raise REFERRED()
