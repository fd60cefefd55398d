"""What people may be allowed to do about duplicates."""

from kedang.accounts.rights import Right

REVIEW = Right("duplicates.review", "处理疑似重复", "Review suspected duplicates")
RUN = Right("duplicates.run", "全库查重", "Look for duplicates in the whole archive")
COLLABORATE = Right(
    "duplicates.collaborate", "申请协作看不到的重复客户", "Apply to collaborate on a duplicate beyond one's reach"
)

ALL = (REVIEW, RUN, COLLABORATE)
