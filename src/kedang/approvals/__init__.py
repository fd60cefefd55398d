"""Seeing what is masked: with a reason and a quota, with a colleague's approval for a time and a number of looks, or at once in an
emergency that is looked at afterwards.

approvals owns requests, grants, the quota of a day and the review afterwards. It refuses whoever would approve for themselves or for
their own lead, a look more than was granted, a look after its time, and every look that is not on record.
"""
