"""What people may be allowed to do about working time. Everybody's deadlines follow it; changing it takes a right."""

from kedang.accounts.rights import Right

MANAGE = Right("calendar.manage", "设置工作时间与节假日", "Set working hours and holidays")

ALL = (MANAGE,)
