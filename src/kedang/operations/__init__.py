"""Running the installation safely: its keys, their rotation and escrow, and (beside them) backups and restores.

Holds when something was done and what came of it, never a key, a share or a value of a customer. What a command does here, a
screen does by the same verb. Refuses to destroy a key that anything still needs. Calls no
backup good that was not restored for a trial.
"""
