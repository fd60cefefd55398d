"""A content as an answer: to be saved, or shown by a browser that may do nothing else with it."""

from urllib.parse import quote

from django.http import StreamingHttpResponse

from kedang.documents.reading import Content

_CLOSED = "default-src 'none'; sandbox; frame-ancestors 'none'"
# The browser's own viewer of PDFs does not work in a sandbox; it runs nothing of ours.
_VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
_PDF = "application/pdf"


def attached(content: Content) -> StreamingHttpResponse:
    """To be saved. Never shown, whatever it is."""
    answer = _answer(content, "application/octet-stream" if content.media != _PDF else _PDF)
    answer["Content-Disposition"] = disposition("attachment", content.name)
    answer["Content-Security-Policy"] = _CLOSED
    return answer


def shown(content: Content) -> StreamingHttpResponse:
    """To be shown: an image or a PDF, on our own pages only."""
    answer = _answer(content, content.media)
    answer["Content-Disposition"] = disposition("inline", content.name)
    answer["Content-Security-Policy"] = _VIEWER if content.media == _PDF else _CLOSED
    if content.media == _PDF:
        answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _answer(content: Content, media: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(content.pieces, content_type=media)
    answer["Content-Length"] = str(content.size)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def disposition(how: str, name: str) -> str:
    """The header of RFC 6266: a plain name for old programs, the true one beside it."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in name)
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
