"""What points at a customer within the archive, and what follows when a department moves."""

from kedang.accounts.branches import keeps_department, on_department_moved
from kedang.archive import models
from kedang.archive.links import link
from kedang.archive.reindexing import department_in_use, follow_department
from kedang.engine.relation_kinds import BY_CODE

# What describes a customer: a merge copies what is worth keeping into the survivor's content and leaves the rows alone.
DESCRIBING = (
    models.CustomerName,
    models.Identifier,
    models.ContactPoint,
    models.Address,
    models.Contact,
    models.CustomValue,
    models.GroupMember,
    models.CustomerTag,
)


def declare() -> None:
    """Enter everything into the registers; called once, when the models are loaded."""
    for model in DESCRIBING:
        link(model.customer, on_merge="adopt", on_erase="delete", in_dsar=True)
    link(models.Customer.survivor_id, on_merge="keep", on_erase="keep", in_dsar=False)
    _moving()
    link(models.Figures.customer, on_merge="recompute", on_erase="delete", in_dsar=False)
    link(models.SearchEntry.customer_id, on_merge="recompute", on_erase="delete", in_dsar=False)
    on_department_moved(follow_department)
    keeps_department(department_in_use)


def _moving() -> None:
    notes, external, contacts = ("备注", "Notes"), ("外部编号", "External ids"), ("联系人", "Contact people")
    ties, grants = ("关系", "Relations"), ("共享", "Shares")
    link(models.Note.customer, on_merge="move", on_erase="delete", in_dsar=True, label=notes, sealed_as="note")
    link(models.ExternalId.customer, on_merge="move", on_erase="delete", in_dsar=True, label=external)
    link(models.Contact.person_id, on_merge="move", on_erase="anonymise", in_dsar=True, label=contacts)
    for end in (models.Relation.customer, models.Relation.other):
        link(end, on_merge="move", on_erase="delete", in_dsar=True, label=ties, stays=told_from_the_other_end)
    link(models.Grant.customer, on_merge="move", on_erase="delete", in_dsar=False, label=grants)


def told_from_the_other_end(row: models.Relation, column: str, survivor_id: int) -> bool:
    """Whether the survivor has this tie already, read from the other end: spouses are each other's."""
    kind = BY_CODE.get(row.kind)
    if kind is None or not kind.symmetric:
        return False
    ends = (row.other_id, survivor_id) if column == "customer_id" else (survivor_id, row.customer_id)
    return models.Relation.objects.filter(customer_id=ends[0], other_id=ends[1], kind=row.kind).exists()
