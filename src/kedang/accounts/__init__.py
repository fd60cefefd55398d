"""Who works here and what they may do: people, departments, roles, rights, sessions, tokens.

accounts turns a request into an `Actor` and refuses whoever it does not know. It knows no customer: rooms above declare
their rights here and register what must happen when a department moves.
"""
