"""The deals app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.archive.links import link
from kedang.deals import rights
from kedang.history import verbs

VERBS = (
    ("opportunity.opened", "登记了商机", "entered an opportunity"),
    ("opportunity.changed", "修改了商机", "changed an opportunity"),
    ("opportunity.moved", "推进了商机", "moved an opportunity to another stage"),
    ("opportunity.won", "赢得了商机", "won an opportunity"),
    ("opportunity.lost", "输掉了商机", "lost an opportunity"),
    ("opportunity.reopened", "重新打开了商机", "reopened an opportunity"),
    ("deals.stages_changed", "修改了商机阶段", "changed the stages of opportunities"),
    ("deals.read", "查看了商机", "looked at opportunities"),
    ("opportunities.counted", "查看了商机预测", "looked at the forecast of opportunities"),
)


class DealsConfig(AppConfig):
    """Declares the rights, verbs and links of deals."""

    name = "kedang.deals"
    label = "deals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed and happen here, and what points at a customer."""
        # Models load after the apps are known.
        from kedang.deals import models  # noqa: PLC0415

        declare_rights(*rights.ALL)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        for model, label, sealed in (
            (models.Opportunity, ("商机", "Opportunities"), True),
            (models.Step, ("商机进展", "Steps of opportunities"), False),
        ):
            link(
                model.customer,
                on_merge="move",
                on_erase="delete",
                in_dsar=True,
                label=label,
                sealed_as=model._meta.db_table if sealed else "",
            )
