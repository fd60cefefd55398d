"""commerce_import: transactions from files, staged, mapped, tried, recorded, and accounted for line by line.

commerce_import owns its runs. A line is known by its source, its invoice and its ordinal in it, so that a file brought twice changes
nothing. Customers nobody knows yet are filed by the way of intake. It refuses to lose a line silently and to keep a staged one in clear.
"""
