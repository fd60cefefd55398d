"""What people may be allowed to do about owning customers. Giving them to others is the archive's right to assign."""

from kedang.accounts.rights import Right

CLAIM = Right("ownership.claim", "领取公海客户，退回自己的客户", "Claim customers from a pool and release one's own")
MANAGE = Right(
    "ownership.manage",
    "设置公海、保有上限、回收规则和分配规则",
    "Set pools, limits, recycling rules and assignment rules",
)
ARBITRATE = Right(
    "ownership.arbitrate",
    "裁决撞单（同时需要分配权限）",
    "Decide whose a disputed customer is (takes the right to assign as well)",
)
SUCCEED = Right(
    "ownership.succeed",
    "把一位同事名下的客户、商机和跟进全部交接给别人",
    "Hand over everything a colleague has: customers, opportunities, follow-ups",
)

ALL = (CLAIM, MANAGE, ARBITRATE, SUCCEED)
