"""What is said when a store does not answer as it should."""

from kedang.kit.errors import Refusal

STORE_UNAVAILABLE = Refusal(
    "documents.store",
    503,
    "文件存储暂时无法访问，操作没有完成，已有的文件没有改变。请稍后再试，或请管理员检查存储设置。",
    "The file store cannot be reached. Nothing was done and no file was changed: try again later, or ask an administrator.",
)


class Missing(Exception):
    """There is no such file in the store."""
