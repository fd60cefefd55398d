"""strategy: key accounts, the customers that are worked on by a plan.

strategy owns the plans, who has a say with the customer, the reviews of the strategy, and the signals of risk, which it computes from
what the rooms below know. It refuses to change anything outside its tables, and to tell a reader of what their rights hide.
"""
