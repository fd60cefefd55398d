"""The operations app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.operations import rights


class OperationsConfig(AppConfig):
    """Declares the right, verbs and background work of operations."""

    name = "kedang.operations"
    label = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed, what can happen here, and what runs in the background."""
        declare_rights(*rights.ALL)
