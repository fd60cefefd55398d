"""The archive app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.archive import rights
from kedang.history import verbs

VERBS = (
    ("customer.created", "新建了客户", "created the customer"),
    ("customer.changed", "修改了客户", "changed the customer"),
    ("customer.trashed", "移入回收站", "moved the customer to the recycle bin"),
    ("customer.restored", "从回收站恢复", "restored the customer"),
    ("customer.assigned", "更换了负责人", "changed the owner"),
)


class ArchiveConfig(AppConfig):
    """Declares the archive's rights and verbs."""

    name = "kedang.archive"
    label = "archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed here and what can happen here."""
        declare_rights(*rights.ALL)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
