"""What people may be allowed to do about customers who help themselves."""

from kedang.accounts.rights import Right

INVITE = Right(
    "portal.invite", "邀请客户自助查看和更正资料", "Invite customers to see and correct their record themselves"
)
REVIEW = Right("portal.review", "审核客户提交的更正", "Decide on corrections that customers sent")
MANAGE = Right("portal.manage", "设置客户自助可见的字段", "Set which fields customers may see themselves")

ALL = (INVITE, REVIEW, MANAGE)
