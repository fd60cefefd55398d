"""classification: how closely a customer is kept, and how far somebody may see.

classification owns the two verbs and their rights, and no table: the level stands on the customer and on the account, because every
read asks for it (`Customer.objects.visible_to`). It refuses to let anybody keep a customer closer than they or its owner may see, lower
a level without a right, a reason and a proof, or give a clearance to themselves.
"""
