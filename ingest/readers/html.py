"""An HTML page's article and what the page's head states about it, through trafilatura."""

from __future__ import annotations

import re
from html import unescape

from sutradhar.errors import ReaderError
from sutradhar.ingest.readers.metadata import Credits
from sutradhar.ingest.readers.text import fold, normalise

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w\-]{2,40})", re.IGNORECASE)
_JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
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
    if page is None or isinstance(page, dict) or not page.text:
        raise ReaderError("is an HTML page without an article; give the page of one article")
    text = normalise(page.text)
    title = _headline(page.title, page.sitename, text)
    if title and fold(text.split("\n", 1)[0]) != fold(title):
        text = f"{title}\n{text}"
    author = _whole_names(page.author, html) if page.author else None
    return text, Credits(title=title, author=author, publisher=page.sitename, published=page.date)


def _headline(title: str | None, sitename: str | None, text: str) -> str | None:
    """The page's title without the site's name behind it."""
    title = normalise(unescape(title or "")).replace("\n", " ")
    if sitename:
        title = re.sub(rf"\s*[|–—:-]\s*{re.escape(normalise(sitename))}$", "", title)
    first = text.split("\n", 1)[0]
    return first if len(first) >= 20 and fold(title).startswith(fold(first)) else title or None


def _whole_names(authors: str, html: str) -> str:
    """The names with the vowel signs at their ends, which trafilatura takes for punctuation and strips."""
    plain = normalise(unescape(_JSON_ESCAPE.sub(lambda match: chr(int(match[1], 16)), html)))
    names = (normalise(each) for each in authors.split("; "))
    found = ((name, re.search(re.escape(name) + "[\u0900-\u0903\u093a-\u094f\u0962\u0963]*", plain)) for name in names)
    return ", ".join(match[0] if match else name for name, match in found)
