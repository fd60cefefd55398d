"""The desk: one customer as people see and work on it, put together from the rooms below, and the doors to it.

desk owns no tables. It refuses logic of its own: it reads through queries, changes through the rooms' verbs, and answers
every change with the page as it stands now.
"""
