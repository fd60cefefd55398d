"""What people may be allowed to do about incidents. Seeing them is part of reading the audit as well."""

from kedang.accounts.rights import Right

HANDLE = Right(
    "incidents.handle",
    "处理安全事件：登记、查明受影响的客户、记录报告与通知、结案",
    "Handle incidents: open them, find who was affected, note reports and notices, close them",
)

ALL = (HANDLE,)
