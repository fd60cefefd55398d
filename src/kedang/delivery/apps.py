"""The delivery app."""

from django.apps import AppConfig

from kedang.jobs.handlers import register, register_periodic


class DeliveryConfig(AppConfig):
    """Registers the work of the outbox."""

    name = "kedang.delivery"
    label = "delivery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what runs in the background."""
        from kedang.delivery import jobs  # noqa: PLC0415 - models load after the apps are known

        register("delivery.send", jobs.send, ended=jobs.ended, short=True)
        register_periodic("delivery.forget", jobs.forget_old, seconds=3600)
