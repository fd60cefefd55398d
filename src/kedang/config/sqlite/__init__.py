"""The SQLite backend: Django's own, with 64-bit keys that are the row id instead of an index beside it."""
