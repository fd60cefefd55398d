"""Customers on their way out: exports of what somebody sees.

integration owns no customers. It refuses to send what the actor's export modes do not show, and anything that was not
recorded before its first byte left.
"""
