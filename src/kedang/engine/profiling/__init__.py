"""What stands in one column: patterns, frequencies, what is unlike the rest, and which spellings mean the same.

Pure algorithms over counted values; whose values they are, and who may see them, is not known here.
"""
