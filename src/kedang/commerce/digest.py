"""One hash over everything the ledger says, whatever ids, times of recording and runs were used to say it."""

import hashlib

import orjson

from kedang.commerce.models import Line, Product, Transaction
from kedang.kit.actor import Actor

_BATCH = 2_000


def ledger_digest(actor: Actor) -> str:
    """SHA-256 over the sorted digests of all transactions the actor sees, their lines included. Remarks are sealed and not in it."""
    codes = dict(Product.objects.values_list("id", "code"))
    names = (
        "customer__name", "kind", "source", "external_id", "at", "currency", "amount", "method", "due_on", "outstanding",
        "line_count", "voided_at",
    )  # fmt: skip
    found: list[bytes] = []
    last = 0
    while True:
        rows = Transaction.objects.visible_to(actor).filter(id__gt=last).order_by("id").values_list("id", *names)
        page = list(rows[:_BATCH])
        if not page:
            break
        last = page[-1][0]
        lines: dict[int, list[tuple[object, ...]]] = {row[0]: [] for row in page}
        said = ("transaction_id", "ordinal", "product_id", "description", "quantity", "price", "amount")
        for line in Line.objects.filter(transaction_id__in=lines).order_by("ordinal").values_list(*said):
            lines[line[0]].append((line[1], codes.get(line[2] or 0, ""), *line[3:]))
        found += [hashlib.sha256(orjson.dumps([row[1:], lines[row[0]]], default=str)).digest() for row in page]
    return hashlib.sha256(b"".join(sorted(found))).hexdigest()
