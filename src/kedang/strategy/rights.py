"""What people may be allowed to do about key accounts. Who does not see a customer sees nothing of its plan, whatever they may."""

from kedang.accounts.rights import Right

VIEW = Right("strategy.view", "查看大客户计划", "See the plans for key accounts")
EDIT = Right(
    "strategy.edit",
    "制定和更新大客户计划、关键人和策略评审",
    "Make plans for key accounts, and keep stakeholders and reviews up to date",
)

ALL = (VIEW, EDIT)
