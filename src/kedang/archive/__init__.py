"""The archive: customers, what they are called, how to reach them, how they are classed, who owns and who may see them.

archive owns every row that describes a customer, its search tokens and its grants. It refuses rows that were not
standardised (they come through intake), reads that do not start at an actor, and sensitive values in clear.
"""
