"""Work that takes longer than a request: rows in the database, claimed exactly once, resumed after a crash.

jobs owns the queue, leases, progress and the worker's loop. It refuses to know what a job does: rooms register handlers,
which must be safe to run twice.
"""
