"""The merging app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.history import verbs
from kedang.merging import rights

VERBS = (
    ("customer.merged", "合并了其他客户", "merged other customers into this one"),
    ("customer.merged_away", "被并入其他客户", "was merged into another customer"),
    ("customer.unmerged", "撤销了合并", "undid a merge"),
    ("customer.rejoined", "因撤销另一次合并而重新合并", "was merged anew because another merge was undone"),
    ("customers.merge_viewed", "并排查看了要合并的客户", "looked at customers side by side for a merge"),
)


class MergingConfig(AppConfig):
    """Declares merging's right, verbs and links."""

    name = "kedang.merging"
    label = "merging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed, what can happen, and what of ours names customers."""
        from kedang.archive.links import link  # noqa: PLC0415 - models load after the apps are known
        from kedang.merging import models  # noqa: PLC0415 - as above

        declare_rights(*rights.ALL)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        link(models.Merge.survivor_id, on_merge="keep", on_erase="keep", in_dsar=False)
        link(models.Participant.customer_id, on_merge="keep", on_erase="keep", in_dsar=False)
