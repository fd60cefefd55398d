"""incidents: when personal data got out, was altered or was lost.

incidents owns each incident with its clocks, steps and finding, and the frozen list of who was affected, worked out from both logs.
It refuses to guess: what the logs do not name is counted and said to be unknown, and a closed incident does not change any more.
"""
