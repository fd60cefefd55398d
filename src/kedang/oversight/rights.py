"""What people may be allowed to do about unusual access. Seeing it is part of reading the audit."""

from kedang.accounts.rights import Right

JUDGE = Right("oversight.judge", "核查异常访问并作结论", "Look into unusual access and say what it was")
MANAGE = Right(
    "oversight.manage", "设置异常访问规则与诱饵客户", "Set the rules of unusual access and mark canary customers"
)
SEEN = Right("oversight.seen", "查看谁看过客户", "See who looked at a customer")

ALL = (JUDGE, MANAGE, SEEN)
