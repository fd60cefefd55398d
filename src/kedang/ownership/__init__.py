"""ownership: whose a customer may become, and what happens to customers nobody looks after.

ownership owns public pools, the limits of owning, and the rules by which customers fall back into a pool or are given to people.
It governs every change of owner in the house (archive's `owning`). It refuses to change an owner in any other way than through it.
"""
