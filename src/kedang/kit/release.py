"""Which release this is."""

from importlib.metadata import PackageNotFoundError, version


def _version() -> str:
    try:
        return version("kedang")
    except PackageNotFoundError:
        return "0+unknown"


VERSION = _version()
