"""A document as the readers deliver it: clean text and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """One article's clean text and metadata.

    `text` is NFC-normalised, without boilerplate; paragraphs are separated by one "\\n", the headline is the first
    paragraph where there is one. All offsets anywhere in Sutradhar count characters of this text.
    `published` is EDTF ("2026-03-12", "XXXX-07-12") or None. `uri` is a `file://` URI or a URL.
    """

    uri: str
    text: str
    title: str
    publisher: str | None = None
    author: str | None = None
    dateline: str | None = None
    published: str | None = None
    language: str = "hi"
