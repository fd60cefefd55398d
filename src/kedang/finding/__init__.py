"""Finding customers: the search box, lists, filters.

finding owns no tables: it reads the archive's rows and search index, with the actor's reach and field modes in every
statement. It refuses to sort or filter by what ciphertext cannot tell, and to filter by what the actor may not read.
"""
