"""Which customers may be one: looked for at every entry and over the whole archive, reviewed by people.

duplicates owns the keys customers are found under, the runs, the groups of suspected duplicates with their reasons, and what
people decided. It refuses to join anybody by itself: merging is a verb of the room below, called by a person's decision.
"""
