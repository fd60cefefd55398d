"""oversight: looks at customers that are out of the ordinary.

oversight owns what it counted in the two logs, the rules of unusual access with their thresholds, the canary marks, and each hit with
what was found out about it. It refuses to keep any value: a hit says who, by which rule, when and how much, and where in the log to look.
"""
