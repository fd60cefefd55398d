"""What matching wants to know of one customer, in standard form and without any database."""

from dataclasses import dataclass

from kedang.engine.catalogue import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One customer. Values are standardised as the archive keeps them; what is unknown is empty.

    `name` is the display name, `other_names` are former, short, brand and English ones. `phones` are E.164 where possible;
    `identifiers` are (kind, value) of documents and registrations, valid or not; `handles` are accounts elsewhere
    (WeChat, QQ). `addresses` are (region code or 0, text). `people` are the names of contacts at an organisation.
    """

    kind: Kind
    name: str
    other_names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    birth_date: str = ""
    gender: str = ""
    employer: str = ""
    region: int = 0
    addresses: tuple[tuple[int, str], ...] = ()
    postcode: str = ""
    website: str = ""
    legal_representative: str = ""
    people: tuple[str, ...] = ()
