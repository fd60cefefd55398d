"""The duplicates app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.duplicates import rights
from kedang.history import verbs

VERBS = (
    ("duplicates.started", "开始全库查重", "started looking for duplicates"),
    ("duplicates.finished", "完成全库查重", "finished looking for duplicates"),
    ("duplicates.stopped", "停止了全库查重", "stopped looking for duplicates"),
    ("duplicates.dismissed", "判定不是重复", "said that customers are not duplicates"),
    ("duplicates.reopened", "撤回“不是重复”", "took back that customers are not duplicates"),
)


class DuplicatesConfig(AppConfig):
    """Declares the rights, verbs, links and background work of looking for duplicates."""

    name = "kedang.duplicates"
    label = "duplicates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed, what can happen, and what points at a customer."""
        from kedang.duplicates import linked  # noqa: PLC0415 - models load after the apps are known

        declare_rights(*rights.ALL)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        linked.declare()
