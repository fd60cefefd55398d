"""Cleaning one field of many customers: its profile, what could be mended, and fixes that are previewed, applied and undone.

Reads values only where the actor sees them in clear, and changes customers only by the archive's own path, one by one, with
the rights of who applies. Refuses to guess: every change is named before it is made, and a value somebody changed meanwhile
is left alone.
"""
