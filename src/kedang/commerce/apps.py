"""The commerce app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.archive.links import link
from kedang.commerce import rights
from kedang.history import verbs

VERBS = (
    ("transaction.recorded", "记录了交易", "recorded a transaction"),
    ("transaction.changed", "更正了交易", "corrected a transaction"),
    ("transaction.voided", "作废了交易", "voided a transaction"),
    ("transactions.read", "查看了交易", "looked at transactions"),
    ("transactions.listed", "查看了交易列表", "looked at the list of transactions"),
    ("product.created", "新建了产品", "made a product"),
    ("product.changed", "修改了产品", "changed a product"),
)


class CommerceConfig(AppConfig):
    """Declares the rights, verbs and links of commerce, and counts again when customers merge."""

    name = "kedang.commerce"
    label = "commerce"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed and happen here, and what points at a customer."""
        # Models load after the apps are known.
        from kedang.commerce import counting, keeping_back, models  # noqa: PLC0415
        from kedang.merging.listening import follows_merges  # noqa: PLC0415
        from kedang.privacy.obstacles import keeps_with  # noqa: PLC0415

        declare_rights(*rights.ALL)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        link(
            models.Transaction.customer,
            on_merge="move",
            on_erase="anonymise",
            in_dsar=True,
            label=("交易", "Transactions"),
            sealed_as="commerce_transaction",
        )
        follows_merges(counting.count_merged)
        keeps_with(keeping_back.keeps)
