"""What people may be allowed to do with duplicates."""

from kedang.accounts.rights import Right

MERGE = Right("customers.merge", "合并客户、撤销合并", "Merge customers and undo merges")

ALL = (MERGE,)
