"""Small parts every room may use: ids, the actor, refusals, field modes, masking, paging, crypto primitives.

kit owns no tables and knows no business nouns. It refuses anything that would need a query.
"""
