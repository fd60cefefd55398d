"""What people may be allowed to do about cleaning. Changing a customer needs the right to change customers besides."""

from kedang.accounts.rights import Right

USE = Right("cleaning.use", "清洗数据", "Clean data")

ALL = (USE,)
