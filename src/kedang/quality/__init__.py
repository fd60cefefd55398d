"""How good the records are: complete, valid, fresh, verified, unique; what to mend first, and whose records are due for review.

quality owns the scores, their daily history, the rules they follow and the reviews of responsible people. It refuses to change
a customer: whoever mends a value does so through the archive, and the score follows.
"""
