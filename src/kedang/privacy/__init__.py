"""What people may know about us holding their data: purposes, notices, consent, their requests, and being forgotten.

privacy owns the register of purposes, the versions of the notice, consents, requests of data subjects with their clock, decisions
to erase or to restrict, and the ledger of who was erased. It refuses to bundle consents, and to erase by one person alone.
"""
