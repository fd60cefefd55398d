"""What people may be allowed to do with field definitions and views."""

from kedang.accounts.rights import Right

MANAGE = Right("fields.manage", "管理自定义字段与行业模板", "Manage custom fields and templates")
SHARE_VIEWS = Right("views.share", "共享视图", "Share views with everybody")

ALL = (MANAGE, SHARE_VIEWS)
