"""What people may be allowed to do about duplicates."""

from kedang.accounts.rights import Right

REVIEW = Right("duplicates.review", "处理疑似重复", "Review suspected duplicates")
RUN = Right("duplicates.run", "全库查重", "Look for duplicates in the whole archive")

ALL = (REVIEW, RUN)
