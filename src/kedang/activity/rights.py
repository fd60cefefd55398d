"""What people may be allowed to do about activity. Who sees a customer sees what was done with it."""

from kedang.accounts.rights import Right

RECORD = Right("activity.record", "记录往来，安排和完成跟进", "Record interactions, plan follow-ups and finish them")
MANAGE = Right(
    "activity.manage",
    "修改同事记录的往来，调整同事的跟进",
    "Change the interactions and follow-ups of colleagues",
)

PLAN = Right("activity.plan", "设置沟通计划和逾期提醒", "Set the contact plan, and when leads hear of what is overdue")

ALL = (RECORD, MANAGE, PLAN)
