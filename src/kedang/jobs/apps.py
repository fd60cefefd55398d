"""The jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Holds the queue; rooms register what they can do."""

    name = "kedang.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
