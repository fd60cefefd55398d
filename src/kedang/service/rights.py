"""What people may be allowed to do about service. A case is seen by who sees its customer and has the right to view."""

from kedang.accounts.rights import Right

VIEW = Right("service.view", "查看服务工单与改进措施", "See cases and improvements")
HANDLE = Right("service.handle", "登记和处理服务工单、改进措施", "Open and handle cases and improvements")
MANAGE = Right("service.manage", "设置服务队列、时限与关闭原因", "Set queues, targets and closing reasons of service")

ALL = (VIEW, HANDLE, MANAGE)
