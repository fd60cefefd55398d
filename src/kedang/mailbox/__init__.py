"""mailbox: mails that colleagues send to customers with a copy to the archive's own address, written down as what was done with them.

mailbox owns the way to one IMAP mailbox and the mails of nobody known, sealed until somebody has sorted them. It refuses to change
anything in the mailbox, to send mail, and to write the archive's tables itself.
"""
