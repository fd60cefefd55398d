"""What people may be allowed to do about captured mail."""

from kedang.accounts.rights import Right

MANAGE = Right("mailbox.manage", "设置邮件归档邮箱", "Set up the mailbox whose mails are filed")
SORT = Right("mailbox.sort", "处理未识别的邮件", "Sort mails that nobody was recognised in")

ALL = (MANAGE, SORT)
