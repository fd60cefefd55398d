"""Keys and what they seal: the key hierarchy, values bound to their place, blind indexes, encrypted files.

vault owns the key store, which lives in a database of its own. It refuses to know what a value means, and it never
returns a default for a value that does not open.
"""
