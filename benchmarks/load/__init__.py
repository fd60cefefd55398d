"""Fifty people at once: a filled installation, its real server, and visitors that work as the pages do (`make load`).

Nothing is left out to be faster: the second factor, the proof before an export, quotas, masks and both logs are as they ship.
"""
