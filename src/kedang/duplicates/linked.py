"""What points at a customer here, and what becomes of it: suspicions are looked for anew after a merge."""

from kedang.archive.links import link
from kedang.archive.removal import forgets_with
from kedang.duplicates import entry_index, models
from kedang.duplicates.suspecting import forget_suspicions


def declare() -> None:
    """Enter everything into the register; called once, when the models are loaded."""
    link(models.SuspectMember.customer, on_merge="recompute", on_erase="delete", in_dsar=False)
    link(models.SuspectPair.customer, on_merge="recompute", on_erase="delete", in_dsar=False)
    link(models.SuspectPair.other, on_merge="recompute", on_erase="delete", in_dsar=False)
    link(models.Decision.customer, on_merge="recompute", on_erase="delete", in_dsar=False)
    link(models.Decision.other, on_merge="recompute", on_erase="delete", in_dsar=False)
    link(models.MatchEntry.customer, on_merge="recompute", on_erase="delete", in_dsar=False)
    link(
        models.Application.customer,
        on_merge="move",
        on_erase="delete",
        in_dsar=False,
        label=("协作申请", "Applications to collaborate"),
        sealed_as=models.Application._meta.db_table,
        stays=asked_of_both,
    )
    forgets_with(entry_index.forget)
    forgets_with(forget_suspicions)


def asked_of_both(row: models.Application, column: str, survivor_id: int) -> bool:
    """Whether the applicant waits for an answer about the survivor too: once is enough."""
    waiting = models.Application.objects.filter(state=models.WAITING, applicant_id=row.applicant_id)
    return row.state == models.WAITING and waiting.filter(customer_id=survivor_id).exists()
