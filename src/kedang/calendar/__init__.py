"""calendar: when the organisation works: hours of the week, days off, and days worked in exchange.

calendar owns this one setting of the whole installation. It refuses to know what others count by it: deadlines and waiting times
belong to the rooms that have them, and they ask `working.working_time()`.
"""
