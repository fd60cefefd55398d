"""The oversight app."""

from django.apps import AppConfig

from kedang.accounts.duties import AUDIT, SECURITY, declare_duty
from kedang.accounts.rights import declare_rights, declare_weighty
from kedang.history import verbs
from kedang.jobs.handlers import register_periodic
from kedang.oversight import rights

VERBS = (
    ("access.unusual", "发现异常访问", "found unusual access"),
    ("access.judged", "核查了异常访问", "judged unusual access"),
    ("oversight.rules_changed", "修改了异常访问规则", "changed the rules of unusual access"),
    ("canary.marked", "标记了诱饵客户", "marked a canary customer"),
    ("canary.unmarked", "取消了诱饵标记", "took a canary mark off"),
    ("canaries.listed", "查看了诱饵标记", "listed the canary marks"),
)


class OversightConfig(AppConfig):
    """Declares the rights, verbs and background work of oversight."""

    name = "kedang.oversight"
    label = "oversight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed, what can happen here, and what runs in the background."""
        # Models load after the apps are known.
        from kedang.oversight import jobs, watching  # noqa: PLC0415

        declare_rights(*rights.ALL)
        declare_weighty(rights.JUDGE, rights.MANAGE)
        declare_duty(SECURITY, rights.MANAGE)
        declare_duty(AUDIT, rights.JUDGE)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        register_periodic("oversight.watch", jobs.watch, seconds=watching.EVERY_SECONDS)
        register_periodic("oversight.old", jobs.forget_old, seconds=86_400)
