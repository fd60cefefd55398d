"""The history app."""

from django.apps import AppConfig

from kedang.history import verbs
from kedang.jobs.handlers import register_periodic

SEND_SECONDS = 30


class HistoryConfig(AppConfig):
    """Declares the verbs of reading."""

    name = "kedang.history"
    label = "history"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Reads and refusals are history's own words; every other verb belongs to a room above."""
        verbs.declare("customers.listed", zh="查看了客户列表", en="listed customers")
        verbs.declare("customers.searched", zh="搜索了客户", en="searched customers")
        verbs.declare("customers.counted", zh="统计了客户数量", en="counted customers")
        verbs.declare("customer.opened", zh="查看了客户档案", en="opened a customer")
        verbs.declare("customer.revealed", zh="查看了敏感信息", en="revealed sensitive fields")
        verbs.declare("customers.exported", zh="导出了客户", en="exported customers")
        verbs.declare("history.read", zh="查看了操作记录", en="read the history")
        verbs.declare("audit.sealed_late", zh="封存了迟到的记录", en="sealed events that appeared late")
        verbs.declare("audit.verified", zh="校验了审计记录", en="verified the audit log")
        verbs.declare("audit.exported", zh="导出了审计记录", en="exported the audit log")
        verbs.declare("audit.key_made", zh="更换了审计签名密钥", en="made a new key for the audit's signatures")
        verbs.declare("audit.behind", zh="审计封存落后", en="found the seal of the audit log behind")
        from kedang.history import jobs  # noqa: PLC0415 - models load after the apps are known

        register_periodic("history.sinks", jobs.send_checkpoints, seconds=SEND_SECONDS)
        verbs.declare("denied", zh="操作被拒绝", en="was refused")
