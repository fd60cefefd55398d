"""What people may be allowed to do about documents. Who sees a customer sees its documents, but for the most sensitive."""

from kedang.accounts.rights import Right

FILE = Right("documents.file", "上传文件和新版本，修改自己上传的文件", "File documents and versions, change one's own")
MANAGE = Right(
    "documents.manage",
    "修改和回收同事上传的文件，彻底销毁回收的文件",
    "Change and trash documents of colleagues, destroy trashed ones",
)
SENSITIVE = Right("documents.sensitive", "查看最敏感的文件", "Open the most sensitive documents")

ALL = (FILE, MANAGE, SENSITIVE)
