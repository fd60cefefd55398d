"""What people may be allowed to do with imports. Importing itself is the archive's right `customers.import`."""

from kedang.accounts.rights import Right

UNDO = Right("imports.undo", "撤销导入", "Undo imports")

ALL = (UNDO,)
