"""activity: what was done with customers, and what is to be done next.

activity owns interactions (calls, visits, meetings, mails, chats) and follow-ups (what somebody has promised to do by when). It
refuses to know of money, cases or files, and never changes who a customer belongs to.
"""
