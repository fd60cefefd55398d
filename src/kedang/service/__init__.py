"""service: what customers complain of, ask and want repaired, and what is made better because of it.

service owns cases with their steps and their clock, queues, targets and closing reasons, and improvements linked to cases. It refuses
to know of money, and never changes a customer; whoever sees a customer, and may see service, sees its cases.
"""
