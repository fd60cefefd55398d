"""What can be wrong with a root key."""


class RootKeyMissing(Exception):
    """The key store holds keys, but the root key that opens them is not there: refuse, write nothing."""


class RootKeyWrong(RootKeyMissing):
    """There is a root key, but it is not the one of this key store."""


class ProviderAway(RootKeyMissing):
    """The provider that holds the root key did not open it. `args` say why, in a word: unset, token, denied, sealed, or what kept the
    connection from being made."""
