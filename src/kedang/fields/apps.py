"""The fields app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.fields import rights
from kedang.history import verbs

VERBS = (
    ("field.created", "新建了自定义字段", "added a custom field"),
    ("field.changed", "修改了自定义字段", "changed a custom field"),
    ("field.deactivated", "停用了自定义字段", "deactivated a custom field"),
    ("field.activated", "启用了自定义字段", "activated a custom field"),
    ("template.applied", "套用了行业模板", "applied a field template"),
    ("view.created", "保存了视图", "saved a view"),
    ("view.changed", "修改了视图", "changed a view"),
    ("view.deleted", "删除了视图", "deleted a view"),
    ("rule.created", "新建了校验规则", "added a validation rule"),
    ("rule.changed", "修改了校验规则", "changed a validation rule"),
    ("rule.activated", "启用了校验规则", "put a validation rule in force"),
    ("rule.deactivated", "停用了校验规则", "took a validation rule out of force"),
    ("rule.removed", "删除了校验规则", "removed a validation rule"),
)


class FieldsConfig(AppConfig):
    """Declares the rights and verbs of fields."""

    name = "kedang.fields"
    label = "fields"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed here and what can happen here."""
        declare_rights(*rights.ALL)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
