"""What people may be allowed to do about approvals."""

from kedang.accounts.rights import Right

ASK = Right("approvals.ask", "申请查看被遮盖的内容", "Apply to see masked values")
DECIDE = Right("approvals.decide", "审批查看申请", "Decide on applications to see masked values")
BREAK_GLASS = Right(
    "approvals.break_glass",
    "紧急查看：先看后审，立即通知主管与审计",
    "Break the glass: see at once, alert leads and auditors, be reviewed afterwards",
)
REVIEW = Right("approvals.review", "复核已使用的查看授权", "Review looks that were granted")
MANAGE = Right("approvals.manage", "设置权限审批", "Set the rules of approvals")

ALL = (ASK, DECIDE, BREAK_GLASS, REVIEW, MANAGE)
