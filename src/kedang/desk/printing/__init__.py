"""The whole archive of a customer on paper: a PDF with contents, archive number, version and page numbers, as far as its reader may read it.

A room's part is a function in a register (`parts.PARTS`); what may be said comes from the same places as the customer's page.
"""
