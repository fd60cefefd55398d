"""Merging: several customers become one, and at any later time several again.

merging owns the record of each merge: what the survivor was, which rows moved, what a person chose. It refuses to lose
anything: who was merged away keeps its rows, its key and its number, and leads to the survivor.
"""
