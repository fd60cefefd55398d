"""The access app."""

from django.apps import AppConfig

from kedang.access import rights
from kedang.accounts.rights import declare_rights, declare_weighty
from kedang.history import verbs

VERBS = (
    ("access.explained", "查询了某人的权限及原因", "asked what somebody can see, and why"),
    ("separation.switched", "开启或关闭了三员分立", "switched the separation of duties on or off"),
)


class AccessConfig(AppConfig):
    """Declares the right and the verb of access."""

    name = "kedang.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed and happen here."""
        declare_rights(*rights.ALL)
        declare_weighty(rights.EXPLAIN)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
