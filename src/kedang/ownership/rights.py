"""What people may be allowed to do about owning customers. Giving them to others is the archive's right to assign."""

from kedang.accounts.rights import Right

CLAIM = Right("ownership.claim", "领取公海客户，退回自己的客户", "Claim customers from a pool and release one's own")
MANAGE = Right(
    "ownership.manage",
    "设置公海、保有上限和回收规则",
    "Set pools, limits and recycling rules",
)

ALL = (CLAIM, MANAGE)
