"""The classification app."""

from django.apps import AppConfig

from kedang.accounts.duties import CUSTOMERS, SECURITY, declare_duty
from kedang.accounts.rights import declare_rights, declare_weighty
from kedang.classification import rights
from kedang.history import verbs

VERBS = (
    ("customer.classified", "提高了客户密级", "raised the customer's classification"),
    ("customer.declassified", "降低了客户密级", "lowered the customer's classification"),
    ("clearance.given", "授予了密级权限", "gave somebody a higher clearance"),
    ("clearance.taken", "降低了密级权限", "lowered somebody's clearance"),
)


class ClassificationConfig(AppConfig):
    """Declares the rights and verbs of classification."""

    name = "kedang.classification"
    label = "classification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed and happen here."""
        declare_rights(*rights.ALL)
        declare_duty(CUSTOMERS, rights.DECLASSIFY)
        declare_duty(SECURITY, rights.CLEAR)
        declare_weighty(rights.CLEAR)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
