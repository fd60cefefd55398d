"""What customers do themselves: by a link we sent them and a code by a second way they see what we hold, correct it, confirm it,
consent, withdraw and ask.

portal owns invitations, the short sessions that come of them, corrections that wait for a person, and the list of fields customers
may see. It refuses to write a correction into the archive before somebody accepted it, to take an id of a customer from a browser,
and to tell an unknown link from one that was used.
"""
