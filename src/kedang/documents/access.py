"""Which documents somebody may see, open and change."""

from kedang.archive import customers
from kedang.archive import rights as archive_rights
from kedang.archive.models import Customer
from kedang.documents import rights
from kedang.documents.kinds import MOST
from kedang.documents.models import Document, Version
from kedang.kit.actor import Actor
from kedang.kit.errors import DENIED, NOT_FOUND, STALE


def may_open(actor: Actor, sensitivity: str) -> bool:
    """Whether title and content are for this actor, who sees the customer."""
    return sensitivity != MOST or actor.can(rights.SENSITIVE)


def load_visible(actor: Actor, document_id: int) -> tuple[Customer, Document]:
    """A document, trashed or not, of a customer the actor sees."""
    actor.require(archive_rights.VIEW)
    document = Document.objects.filter(id=document_id).first()
    seen = Customer.objects.visible_to(actor, trashed=None)
    customer = seen.filter(id=document.customer_id).first() if document else None
    if document is None or customer is None:
        raise NOT_FOUND()
    return customer, document


def load_readable(actor: Actor, document_id: int) -> tuple[Customer, Document]:
    """A document whose content is for the actor."""
    customer, document = load_visible(actor, document_id)
    if not may_open(actor, document.sensitivity):
        actor.require(rights.SENSITIVE)
    return customer, document


def load_for_change(
    actor: Actor, document_id: int, *, version: int, trashed: bool = False
) -> tuple[Customer, Document]:
    """A document the actor may change, locked with its customer: one's own, or with the right to manage anybody's."""
    actor.require(rights.FILE)
    _, found = load_readable(actor, document_id)
    customer = customers.load_for_change(actor, found.customer_id)
    locked = Document.objects.select_for_update().filter(id=document_id, customer_id=customer.id)
    document = locked.filter(trashed_at__isnull=not trashed).first()
    if document is None:
        raise NOT_FOUND()
    if document.created_by != actor.id:
        actor.require(rights.MANAGE)
    if document.version != version:
        raise STALE(version=document.version)
    return customer, document


def require_place(actor: Actor, customer_id: int) -> None:
    """Refuse before anything is stored, if the actor may not file with this customer."""
    actor.require(rights.FILE)
    customer = customers.load_visible(actor, customer_id)
    if not customers.may_change(actor, customer):
        raise DENIED(right=archive_rights.EDIT)


def latest_of(documents: list[Document]) -> dict[int, Version]:
    """The newest version of each."""
    wanted = {document.id: document.latest for document in documents}
    rows = Version.objects.filter(document_id__in=wanted)
    return {row.document_id: row for row in rows if row.number == wanted[row.document_id]}
