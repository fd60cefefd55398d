"""What people may be allowed to do about verifying."""

from kedang.accounts.rights import Right

SEND = Right("verification.send", "向客户发送核实码和核实链接", "Send customers codes and links that verify")
CONFIRM = Right(
    "verification.confirm",
    "填入核实码，或凭电话、证件确认联系方式",
    "Enter codes, or confirm contact points by telephone or document",
)
CAMPAIGN = Right("verification.campaign", "发起批量核实", "Run campaigns that verify many customers")
MANAGE = Right("delivery.manage", "设置邮件、短信与核实", "Set up mail, SMS and verifying")

ALL = (SEND, CONFIRM, CAMPAIGN, MANAGE)
