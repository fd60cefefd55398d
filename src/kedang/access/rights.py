"""What people may be allowed to do about access."""

from kedang.accounts.rights import Right

EXPLAIN = Right(
    "access.explain",
    "查询某人能看到什么及原因（不显示客户内容）",
    "See what somebody can see, and why (no customer's values)",
)

ALL = (EXPLAIN,)
