"""The words of an HTML mail, without what only machines read."""

import re
from html.parser import HTMLParser

_SILENT = frozenset(("script", "style", "head", "title", "template"))
_BREAKS = frozenset(("p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "blockquote", "table"))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line; what is not for people is passed over to its end."""
        if tag in _SILENT and not self._silent:
            self._silent = tag
        elif tag in _BREAKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A block ends its line."""
        if tag == self._silent:
            self._silent = ""
        elif tag in _BREAKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._silent:
            self.said.append(" ".join(data.split()) if data.strip() else " ")


def plain_text(html: str) -> str:
    """What a person would read of this page."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (line.strip() for line in "".join(reader.said).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
