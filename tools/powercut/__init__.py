"""Cutting the power: what a process wrote is written down, and what a disk may hold after a cut is put together again."""
