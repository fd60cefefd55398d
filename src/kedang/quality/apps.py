"""The quality app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.archive.links import link
from kedang.archive.suspects import follows_suspects
from kedang.history import verbs
from kedang.jobs.handlers import register, register_periodic
from kedang.quality import rights

VERBS = (
    ("customer.reviewed", "定期审核，确认资料无误", "reviewed the customer and confirmed its values"),
    ("customer.review_overdue", "审核逾期，已升级给主管", "was overdue for review; the lead was told"),
    ("customers.checked", "用校验规则试算", "tried a validation rule on customers"),
    ("rules.applied", "按校验规则重新核对全部客户", "marked every customer anew by the validation rules"),
    ("quality.rules_changed", "修改了数据质量规则", "changed the rules of data quality"),
)


class QualityConfig(AppConfig):
    """Declares quality's rights, verbs, links and background work."""

    name = "kedang.quality"
    label = "quality"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed, what can happen, what points at a customer, and what runs in the background."""
        # Models load after the apps are known.
        from kedang.archive.removal import forgets_with  # noqa: PLC0415
        from kedang.quality import following, jobs, models, rule_checks, rules  # noqa: PLC0415

        declare_rights(*rights.ALL)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        link(models.QualityScore.customer, on_merge="recompute", on_erase="delete", in_dsar=False)
        forgets_with(rule_checks.forget)
        follows_suspects(following.forget_scores)
        register(rules.RESCORE, jobs.score_all, patient=True)
        register(rule_checks.COUNT_JOB, jobs.count_broken, ended=jobs.check_ended)
        register(rule_checks.MARK_JOB, jobs.mark_everybody, ended=jobs.check_ended)
        register_periodic("quality.follow", jobs.follow, seconds=3)
        register_periodic("quality.snapshot", jobs.take_snapshot, seconds=1800)
        register_periodic("quality.escalate", jobs.escalate, seconds=3600)
        register_periodic("quality.sweep", jobs.sweep, seconds=86_400)
