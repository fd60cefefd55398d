"""What people may be allowed to do about transactions. Who sees a customer sees its transactions only with the right to."""

from kedang.accounts.rights import Right

VIEW = Right(
    "commerce.view", "查看客户的交易、余额和逾期款", "See customers' transactions, balances and what is overdue"
)
RECORD = Right("commerce.record", "记录、更正和作废交易", "Record, correct and void transactions")
MANAGE = Right("commerce.manage", "管理产品", "Manage products")

ALL = (VIEW, RECORD, MANAGE)
