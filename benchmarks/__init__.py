"""Measurements at full size: made-up customers with real frequencies, and how long everything takes with them.

`python -m benchmarks` runs everything (also `make bench`); `python -m benchmarks.generate` only writes a file of customers.
"""
