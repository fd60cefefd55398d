"""What people may be allowed to do with data quality. Seeing the figures needs no right of its own: they show what is in reach."""

from kedang.accounts.rights import Right

MANAGE = Right("quality.manage", "设置数据质量规则", "Set the rules of data quality")

ALL = (MANAGE,)
