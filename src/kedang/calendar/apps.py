"""The calendar app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.calendar import rights
from kedang.history import verbs


class CalendarConfig(AppConfig):
    """Declares the right and the verb of the calendar."""

    name = "kedang.calendar"
    label = "calendar"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed and happen here."""
        declare_rights(*rights.ALL)
        verbs.declare("calendar.changed", zh="修改了工作时间与节假日", en="changed working hours or holidays")
