"""The strategy app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.archive.links import link
from kedang.history import verbs
from kedang.strategy import rights

VERBS = (
    ("key_account.begun", "设为大客户", "made the customer a key account"),
    ("key_account.changed", "修改了大客户计划", "changed the plan for a key account"),
    ("key_account.ended", "不再作为大客户", "ended work by a key account's plan"),
    ("stakeholder.added", "添加了关键人", "added a stakeholder"),
    ("stakeholder.changed", "修改了关键人", "changed a stakeholder"),
    ("stakeholder.dropped", "移除了关键人", "took a stakeholder away"),
    ("strategy.reviewed", "评审了客户策略", "reviewed the strategy for a customer"),
    ("strategy.read", "查看了大客户计划", "looked at the plan for a key account"),
)


class StrategyConfig(AppConfig):
    """Declares the rights, verbs and links of strategy."""

    name = "kedang.strategy"
    label = "strategy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed and happen here, what points at a customer, and that plans follow owners."""
        # Models load after the apps are known.
        from kedang.archive.owning import governs_owners  # noqa: PLC0415
        from kedang.strategy import models  # noqa: PLC0415
        from kedang.strategy.following import GOVERNOR  # noqa: PLC0415

        declare_rights(*rights.ALL)
        governs_owners(GOVERNOR)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        people = ("关键人", "Stakeholders")
        for model, label in (
            (models.Plan, ("大客户计划", "Plans for key accounts")),
            (models.Stakeholder, people),
            (models.Review, ("策略评审", "Strategy reviews")),
        ):
            link(
                model.customer,
                on_merge="move",
                on_erase="delete",
                in_dsar=True,
                label=label,
                sealed_as=model._meta.db_table,
            )
        link(models.Stakeholder.person_id, on_merge="move", on_erase="anonymise", in_dsar=True, label=people)
