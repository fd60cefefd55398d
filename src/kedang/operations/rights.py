"""What people may be allowed to do about running the installation. None of it lets anybody see a customer."""

from kedang.accounts.rights import Right

MANAGE = Right("operations.manage", "管理密钥与备份", "Manage keys and backups")

ALL = (MANAGE,)
