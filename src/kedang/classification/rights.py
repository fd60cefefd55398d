"""What people may be allowed to do about classifications. Raising one takes the right to change customers, and the clearance."""

from kedang.accounts.rights import Right

DECLASSIFY = Right(
    "customers.declassify", "降低客户密级（须说明理由）", "Lower a customer's classification, giving a reason"
)
CLEAR = Right("clearance.give", "授予和收回密级权限", "Give clearances and take them back")

ALL = (DECLASSIFY, CLEAR)
