"""An HTML page's article and what the page's head states about it, through trafilatura."""

from __future__ import annotations

import re
from html import unescape

from sutradhar.errors import ReaderError
from sutradhar.ingest.readers.metadata import Credits
from sutradhar.ingest.readers.text import fold, normalise

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w\-]{2,40})", re.IGNORECASE)
# The newest day that a page may state is fixed, not today: the same page reads the same on any day.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}


def declared_encoding(data: bytes) -> str | None:
    """The encoding that the page's head names."""
    match = _CHARSET.search(data[:4096])
    return match.group(1).decode("ascii") if match else None


def extract(html: str) -> tuple[str, Credits]:
    """The article's paragraphs, the headline first, and its title, author, publisher and date.

    Raises `ReaderError` where trafilatura finds no article.
    """
    import trafilatura  # its import costs more than reading a text file

    page = trafilatura.bare_extraction(
        html,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params=dict(_DATES),
    )
    if page is None or not page.text:
        raise ReaderError("is an HTML page without an article; give the page of one article")
    text = normalise(page.text)
    title = normalise(unescape(page.title)).replace("\n", " ") if page.title else None
    if title and fold(text.split("\n", 1)[0]) != fold(title):
        text = f"{title}\n{text}"
    return text, Credits(title=title, author=page.author, publisher=page.sitename, published=page.date)
