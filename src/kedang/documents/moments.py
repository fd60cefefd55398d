"""The documents of a customer as moments of its timeline."""

from kedang.archive.models import Customer
from kedang.archive.moments import Moment, Reads, Slice, latest
from kedang.documents.models import Document
from kedang.documents.presenting import document
from kedang.documents.reading import read
from kedang.kit.actor import Actor
from kedang.vault.keys import keys_for

KIND = "document"


def documents(actor: Actor, customer: Customer, part: Slice) -> list[Moment]:
    """When which documents were filed, newest first."""
    kept = Document.objects.filter(customer_id=customer.id, trashed_at__isnull=True)
    rows = list(latest(kept, "created_at", part))
    if not rows:
        return []
    found = read(actor, rows, keys_for([customer.id]))
    return [Moment(each.document.created_at, each.document.id, KIND, document(actor, each)) for each in found]


SOURCES: dict[str, Reads] = {KIND: documents}
