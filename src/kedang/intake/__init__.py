"""The way in: files, forms and programs; staged, mapped, checked, filed, accounted for row by row, and undone.

intake owns import runs, what became of each of their rows, and remembered mappings. Everything new enters the archive
through it. It refuses to lose a row silently, and to keep a staged value in clear.
"""
