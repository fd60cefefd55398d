"""What can be wrong with a root key."""


class RootKeyMissing(Exception):
    """The key store holds keys, but the root key that opens them is not there: refuse, write nothing."""


class RootKeyWrong(RootKeyMissing):
    """There is a root key, but it is not the one of this key store."""
