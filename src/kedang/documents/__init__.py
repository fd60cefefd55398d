"""Files of a customer: contracts, papers, photographs, with their versions.

documents owns what is kept about a file, the sealed content in a folder or an S3-compatible store, and the blind index of its
text. It refuses files that are not what their name says, and it never hands out a byte before that is on record.
"""
