"""What leaves the house for people outside: an outbox of sealed messages, sent by mail and SMS, and what became of each.

delivery owns the outbox, the ways out and their settings. It refuses to know what a message is about, to keep a message's
text or address once it is over, and to talk to anybody's server inside a transaction.
"""
