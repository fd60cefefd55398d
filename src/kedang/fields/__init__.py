"""The fields an installation adds to its customers, and the views people keep of a list.

fields owns definitions, what a value of each type must look like, the validation rules, the ready-made templates and the saved
views. It refuses values: those belong to the rooms whose records carry them, and fields knows a record by a list key and a kind
only.
"""
