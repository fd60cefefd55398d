"""The operations app."""

from django.apps import AppConfig

from kedang.accounts.duties import SYSTEM, declare_duty
from kedang.accounts.rights import declare_rights, declare_weighty
from kedang.archive.links import link
from kedang.history import verbs
from kedang.jobs.handlers import register, register_periodic
from kedang.operations import rights

VERBS = (
    ("backup.begun", "开始备份", "began a backup"),
    ("backup.made", "完成了备份", "made a backup"),
    ("backup.failed", "备份没有成功", "a backup did not succeed"),
    ("backup.proved", "验证了备份：试恢复成功", "proved a backup by restoring it"),
    ("backup.found_bad", "验证备份时发现损坏", "found a backup damaged"),
    ("backup.removed", "按保留规则删除了备份", "removed a backup by the rule of how many are kept"),
    ("backup.restored", "从备份恢复了系统", "restored the installation from a backup"),
    ("customer.compared_with_backup", "把客户与备份比较", "compared the customer with a backup"),
    ("customer.brought_back", "从备份恢复了客户", "brought the customer back from a backup"),
    ("customer.erased_again", "恢复旧备份后再次删除了已清除的客户", "erased again after a restore"),
)
DUE_SECONDS = 60


class OperationsConfig(AppConfig):
    """Declares the right, verbs and background work of operations."""

    name = "kedang.operations"
    label = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed, what can happen here, and what runs in the background."""
        # Models load after the apps are known.
        from kedang.operations import (  # noqa: PLC0415
            audit_watch,
            backup_schedule,
            jobs,
            keys_deeds,
            keys_rotating,
            models,
            resealing,
        )

        declare_rights(*rights.ALL)
        declare_weighty(rights.MANAGE)
        declare_duty(SYSTEM, rights.MANAGE)
        for code, zh, en in (*keys_deeds.VERBS, *VERBS):
            verbs.declare(code, zh=zh, en=en)
        link(models.Resealing.customer_id, on_merge="keep", on_erase="delete", in_dsar=False)
        register(keys_rotating.JOB, jobs.rewrap, patient=True)
        register(resealing.SEAL, jobs.reseal, patient=True)
        register(resealing.DROP, jobs.drop_versions, patient=True)
        register_periodic("operations.keys", jobs.tend_keys, seconds=3600)
        register_periodic("operations.key_copies", jobs.copy_keys, seconds=3600)
        register_periodic("operations.audit", jobs.watch_audit, seconds=audit_watch.EVERY_SECONDS)
        register(backup_schedule.MAKE, jobs.make_backup)
        register(backup_schedule.PROVE, jobs.prove_backup)
        register_periodic("operations.backup", jobs.make_when_due, seconds=DUE_SECONDS)
