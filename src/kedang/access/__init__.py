"""Access: what somebody can see and do, and why, and whether they still should.

It has no rules of its own about what is seen. It asks the same policy that lists, pages and search ask, and says which role, department,
share or grant the answer comes from. It refuses to show values: only how far a field opens for somebody. It owns the reviews of access:
lists of who holds what, line by line confirmed or taken away by somebody else.
"""
