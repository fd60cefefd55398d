"""Whether the ways to reach a customer really reach them: by a code, by a link, or by what a person found out.

verification owns requests to confirm, what was found (who, how, when, until when), campaigns, and the limits of both. It
refuses to say "verified" of a value that changed since, to evaluate a sixth guess, and to send without end at our cost.
"""
