"""What points at a customer here, and what becomes of it: suspicions are looked for anew after a merge."""

from kedang.archive.links import link
from kedang.duplicates import models


def declare() -> None:
    """Enter everything into the register; called once, when the models are loaded."""
    link(models.SuspectMember.customer, on_merge="recompute", on_erase="delete", in_dsar=False)
    link(models.SuspectPair.customer, on_merge="recompute", on_erase="delete", in_dsar=False)
    link(models.SuspectPair.other, on_merge="recompute", on_erase="delete", in_dsar=False)
    link(models.Decision.customer, on_merge="recompute", on_erase="delete", in_dsar=False)
    link(models.Decision.other, on_merge="recompute", on_erase="delete", in_dsar=False)
