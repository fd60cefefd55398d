"""The cleaning app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.archive.links import link
from kedang.cleaning import rights
from kedang.history import verbs
from kedang.jobs.handlers import register, register_periodic

VERBS = (
    ("customers.profiled", "查看了字段概况", "looked at the profile of a field"),
    ("cleaning.rows_listed", "查看了批量修正的明细", "looked at the customers of a fix"),
    ("cleaning.prepared", "准备批量修正", "prepared a fix"),
    ("cleaning.started", "开始批量修正", "started a fix"),
    ("cleaning.applied", "完成批量修正", "finished a fix"),
    ("cleaning.cancelled", "停止了批量修正", "stopped a fix"),
    ("cleaning.undo_started", "开始撤销批量修正", "started undoing a fix"),
    ("cleaning.undone", "撤销了批量修正", "undid a fix"),
    ("cleaning.discarded", "放弃了批量修正", "discarded a fix"),
)


class CleaningConfig(AppConfig):
    """Declares the right, verbs, link and background work of cleaning."""

    name = "kedang.cleaning"
    label = "cleaning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed, what can happen, what points at a customer, and what runs in the background."""
        from kedang.cleaning import applying, fixing, jobs, models, profiling, undoing  # noqa: PLC0415 - models load later

        declare_rights(*rights.ALL)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        link(models.FixRow.customer, on_merge="keep", on_erase="anonymise", in_dsar=False)
        register(profiling.JOB, jobs.look, ended=jobs.look_ended)
        register(fixing.PREVIEW_JOB, jobs.preview, ended=jobs.fix_ended)
        register(applying.JOB, jobs.apply, ended=jobs.fix_ended)
        register(undoing.JOB, jobs.undo, ended=jobs.fix_ended)
        register_periodic("cleaning.forget", jobs.forget_old, seconds=3600)
