"""commerce: what customers bought, returned, were billed and paid, and the products they did it with.

commerce owns products and a light ledger of transactions with their lines. It refuses to delete what was recorded (it is corrected
or voided), to calculate with floating point, and to know of opportunities or cases. It is no bookkeeping: no accounts, no tax.
"""
