"""What points at a customer within the archive, and what follows when a department moves."""

from kedang.accounts.branches import keeps_department, on_department_moved
from kedang.archive import models
from kedang.archive.links import link
from kedang.archive.reindexing import department_in_use, follow_department

DESCRIBING = (
    models.CustomerName,
    models.Identifier,
    models.ContactPoint,
    models.Address,
    models.Contact,
    models.CustomValue,
    models.Note,
    models.ExternalId,
    models.GroupMember,
    models.CustomerTag,
)


def declare() -> None:
    """Enter everything into the registers; called once, when the models are loaded."""
    for model in DESCRIBING:
        link(model.customer, on_merge="move", on_erase="delete", in_dsar=True)
    link(models.Contact.person_id, on_merge="move", on_erase="anonymise", in_dsar=True)
    link(models.Relation.customer, on_merge="move", on_erase="delete", in_dsar=True)
    link(models.Relation.other, on_merge="move", on_erase="delete", in_dsar=True)
    link(models.Grant.customer, on_merge="move", on_erase="delete", in_dsar=False)
    link(models.Figures.customer, on_merge="recompute", on_erase="delete", in_dsar=False)
    link(models.SearchEntry.customer_id, on_merge="recompute", on_erase="delete", in_dsar=False)
    on_department_moved(follow_department)
    keeps_department(department_in_use)
