"""What somebody with bad intentions tries. One scenario a file; the cast is that of `tests/people.py`."""
