"""Access: what somebody can see and do, and why.

It owns no tables and no rules of its own. It asks the same policy that lists, pages and search ask, and says which role, department,
share or grant the answer comes from. It refuses to show values: only how far a field opens for somebody.
"""
