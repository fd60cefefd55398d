"""The incidents app."""

from django.apps import AppConfig

from kedang.accounts.duties import SECURITY, declare_duty
from kedang.accounts.rights import declare_rights, declare_weighty
from kedang.archive.links import link
from kedang.history import verbs
from kedang.incidents import rights
from kedang.jobs.handlers import register

VERBS = (
    ("incident.opened", "登记了安全事件", "opened an incident"),
    ("incident.changed", "修改了安全事件", "changed an incident"),
    ("incident.counting", "要求查明受影响的客户", "asked who was affected by an incident"),
    ("incident.affected_frozen", "固定了受影响客户名单", "froze the list of who was affected"),
    ("incident.step_noted", "记录了安全事件的处置步骤", "noted a step of an incident"),
    ("incident.closed", "办结了安全事件", "closed an incident"),
    ("incidents.read", "查看了安全事件", "looked at incidents"),
    ("incident.printed", "打印了安全事件记录单", "printed the sheet of an incident"),
)


class IncidentsConfig(AppConfig):
    """Declares the right, verbs, link and background work of incidents."""

    name = "kedang.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed and happen here, what points at a customer, and what runs in the background."""
        # Models load after the apps are known.
        from kedang.incidents import jobs, models  # noqa: PLC0415

        declare_rights(*rights.ALL)
        declare_weighty(rights.HANDLE)
        declare_duty(SECURITY, rights.HANDLE)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        link(
            models.Affected.customer_id,
            on_merge="keep",
            on_erase="anonymise",
            in_dsar=False,
            label=("受安全事件影响", "Affected by incidents"),
        )
        register(models.JOB, jobs.find_affected)
