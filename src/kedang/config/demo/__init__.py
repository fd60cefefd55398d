"""A demonstration: an organisation with people in different roles, listed companies and generated persons.

`listed_companies.csv` is an excerpt of a public list of listed companies (CC0-1.0); its owners and tags are made up. Every
person is generated: names, numbers and addresses belong to nobody.
"""
