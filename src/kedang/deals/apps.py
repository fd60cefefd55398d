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
    ("project.entered", "登记了项目", "entered a project"),
    ("project.changed", "修改了项目", "changed a project"),
    ("project.state_set", "更新了项目状态", "put a project into another state"),
    ("project.feedback", "记录了客户对项目的评价", "wrote down what the customer says of a project"),
    ("milestone.planned", "添加了里程碑", "added a milestone"),
    ("milestone.changed", "修改了里程碑", "changed a milestone"),
    ("milestone.reached", "完成了里程碑", "reached a milestone"),
    ("milestone.reopened", "将里程碑改回未完成", "set a milestone back to not reached"),
    ("milestone.dropped", "删除了里程碑", "took a milestone away"),
    ("problem.noted", "记录了项目问题", "wrote down a problem of a project"),
    ("problem.changed", "修改了项目问题", "changed a problem of a project"),
    ("problem.solved", "解决了项目问题", "solved a problem of a project"),
    ("problem.reopened", "重新打开了项目问题", "reopened a problem of a project"),
    ("need.changed", "记录了需求变化", "wrote down a change of need"),
    ("need.corrected", "更正了需求变化", "corrected a change of need"),
    ("projects.read", "查看了项目和需求变化", "looked at projects and changes of need"),
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
            (models.Project, ("项目", "Projects"), True),
            (models.Milestone, ("里程碑", "Milestones"), True),
            (models.Problem, ("项目问题", "Problems of projects"), True),
            (models.NeedChange, ("需求变化", "Changes of need"), True),
        ):
            link(
                model.customer,
                on_merge="move",
                on_erase="delete",
                in_dsar=True,
                label=label,
                sealed_as=model._meta.db_table if sealed else "",
            )
