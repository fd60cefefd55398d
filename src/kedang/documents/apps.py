"""The documents app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.archive.links import link
from kedang.documents import rights
from kedang.history import verbs
from kedang.jobs.handlers import register, register_periodic

VERBS = (
    ("document.filed", "上传了文件", "filed a document"),
    ("document.version_added", "上传了文件的新版本", "filed a new version of a document"),
    ("document.changed", "修改了文件的说明", "changed what a document is said to be"),
    ("document.trashed", "回收了文件", "trashed a document"),
    ("document.restored", "恢复了文件", "restored a document"),
    ("document.destroyed", "彻底销毁了文件", "destroyed a document"),
    ("document.damaged", "发现文件损坏", "found a document damaged"),
    ("document.sound_again", "文件核对恢复正常", "found a document whole again"),
    ("documents.read", "查看了文件列表", "looked at a customer's documents"),
    ("documents.searched", "检索了文件", "searched documents"),
    ("document.previewed", "预览了文件", "looked into a document"),
    ("document.downloaded", "下载了文件", "downloaded a document"),
)
SWEEP_SECONDS = 6 * 3600
CHECK_SECONDS = 3600


class DocumentsConfig(AppConfig):
    """Declares the rights, verbs, links and background work of documents."""

    name = "kedang.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed and happen here, what points at a customer, and how it is forgotten."""
        # Models load after the apps are known.
        from kedang.archive.removal import forgets_with  # noqa: PLC0415
        from kedang.documents import changing, destroying, indexing, jobs, keeping_back, models  # noqa: PLC0415
        from kedang.privacy.obstacles import keeps_with  # noqa: PLC0415

        declare_rights(*rights.ALL)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        link(
            models.Document.customer,
            on_merge="move",
            on_erase="delete",
            in_dsar=True,
            label=("文件", "Documents"),
            sealed_as=models.Document._meta.db_table,
        )
        forgets_with(changing.forget_customers)
        keeps_with(keeping_back.keeps)
        register(indexing.READ_TEXT, jobs.read_text, patient=True)
        register(destroying.DESTROY, jobs.destroy, patient=True)
        register(jobs.FIXITY, jobs.check_some, patient=True)
        register_periodic("documents.check", jobs.check_regularly, seconds=CHECK_SECONDS)
        register_periodic("documents.sweep", jobs.sweep, seconds=SWEEP_SECONDS)
