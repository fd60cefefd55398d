"""What people may be allowed to do with customers."""

from kedang.accounts.rights import Right

VIEW = Right("customers.view", "查看权限范围内的客户", "See the customers within one's scope")
CREATE = Right("customers.create", "新建客户", "Create customers")
EDIT = Right("customers.edit", "修改客户", "Change customers")
TRASH = Right("customers.trash", "移入和移出回收站", "Move customers to the recycle bin and back")
REVEAL = Right("customers.reveal", "说明理由后查看被遮盖的内容", "Reveal masked values, giving a reason", unmasks=True)
ASSIGN = Right("customers.assign", "分配负责人和协作人", "Assign owners and collaborators")
BULK = Right("customers.bulk", "批量操作", "Act on many customers at once")
EXPORT = Right("customers.export", "导出客户", "Export customers")
PRINT = Right("customers.print", "把客户档案打印成 PDF", "Print customers' archives as PDF")
IMPORT = Right("customers.import", "导入客户", "Import customers")
TAGS = Right("tags.manage", "管理标签", "Manage tags")
GROUPS = Right("groups.manage", "管理分组", "Manage groups")
NUMBERING = Right("numbering.manage", "设置档号规则", "Set the archive number pattern")
HISTORY = Right("customers.history", "查看变更历史", "See the history of changes")

ALL = (VIEW, CREATE, EDIT, TRASH, REVEAL, ASSIGN, BULK, EXPORT, PRINT, IMPORT, TAGS, GROUPS, NUMBERING, HISTORY)
