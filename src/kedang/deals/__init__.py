"""deals: what may become business with a customer, and how the work that came of it goes.

deals owns opportunities and the stages they pass, projects with their milestones and problems, and changes of need. It refuses to
know of products and payments, which are booked elsewhere, and never changes who a customer belongs to.
"""
