"""What people may be allowed to do about privacy."""

from kedang.accounts.rights import Right

VIEW = Right("privacy.view", "查看处理目的、隐私声明和客户的同意", "See purposes, notices and customers' consents")
RECORD = Right("privacy.record", "记录和撤回客户的同意", "Record and withdraw customers' consents")
REQUESTS = Right(
    "privacy.requests",
    "处理个人信息请求，提供个人信息副本",
    "Handle requests about personal data, and hand out copies of it",
)
ERASE = Right("privacy.erase", "提出删除客户的个人信息", "Propose that a customer's personal data is erased")
CONFIRM = Right("privacy.confirm", "确认或驳回删除", "Confirm or reject erasures")
MANAGE = Right("privacy.manage", "维护处理目的、隐私声明和期限", "Keep purposes, notices and periods")
RESTRICTED = Right(
    "privacy.restricted", "说明理由后查看限制处理的客户", "Look at restricted customers, giving a reason each time"
)

ALL = (VIEW, RECORD, REQUESTS, ERASE, CONFIRM, MANAGE, RESTRICTED)
