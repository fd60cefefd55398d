"""The operations app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.history import verbs
from kedang.jobs.handlers import register, register_periodic
from kedang.operations import rights


class OperationsConfig(AppConfig):
    """Declares the right, verbs and background work of operations."""

    name = "kedang.operations"
    label = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed, what can happen here, and what runs in the background."""
        # Models load after the apps are known.
        from kedang.operations import jobs, keys_deeds, keys_rotating  # noqa: PLC0415

        declare_rights(*rights.ALL)
        for code, zh, en in keys_deeds.VERBS:
            verbs.declare(code, zh=zh, en=en)
        register(keys_rotating.JOB, jobs.rewrap, patient=True)
        register_periodic("operations.keys", jobs.tend_keys, seconds=3600)
        register_periodic("operations.key_copies", jobs.copy_keys, seconds=3600)
