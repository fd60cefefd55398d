"""Standard forms of what people type: names, companies, phones, dates, places, identity numbers, money.

Everything here is pure and total: any string is accepted, nothing raises, and the value as given is always kept beside
the standard one. `record.standardise_record` does a whole row; the other modules do one kind of value each.
"""
