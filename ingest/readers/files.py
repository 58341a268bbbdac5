"""Files and folders as sources, and a file's way to a `Document`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sutradhar.errors import ReaderError
from sutradhar.ingest.document import Document
from sutradhar.ingest.readers.clean import drop_remains, is_prose, is_single_sentence, strip_boilerplate
from sutradhar.ingest.readers.html import declared_encoding, extract
from sutradhar.ingest.readers.metadata import Credits, take_credits
from sutradhar.ingest.readers.text import decode, normalise, require_hindi

HTML_SUFFIXES = frozenset({".html", ".htm"})
SUFFIXES = HTML_SUFFIXES | {".txt"}
SIZE_LIMIT = 5_000_000  # bytes; the longest articles have a hundredth of it
_TITLE_LENGTH = 120  # characters of a title made from a first sentence


@dataclass(frozen=True)
class Failure:
    """A path that gives no source, and why."""

    uri: str
    error: ReaderError


def find(paths: Sequence[str]) -> Iterator[Path | Failure]:
    """The documents that the paths name, in order: files as they are, folders with all below them, sorted.

    Each document comes once. A path that is missing, unreadable, of another kind or a folder without documents comes as
    a `Failure`; hidden files and folders are passed over.
    """
    seen: set[Path] = set()
    for name in paths:
        for found in _find(Path(name)):
            if isinstance(found, Failure):
                yield found
            elif (real := found.resolve()) not in seen:
                seen.add(real)
                yield found


def read(source: Path, *, published: str | None = None, publisher: str | None = None) -> Document:
    """The document in a .txt or .html file, cleaned; `published` (EDTF) and `publisher` win over what the text states.

    Raises `ReaderError`, one line with the path: no such file, no permission, not text, too large, empty, not Hindi,
    an HTML page without an article.
    """
    try:
        return _read(source, published, publisher)
    except ReaderError as error:
        raise ReaderError(f"{_shown(source)} {error}") from error


def clean(text: str) -> tuple[str, Credits]:
    """A page's text without boilerplate, bylines and agency credits, and what these say. It is idempotent."""
    credits = Credits()
    while True:
        paragraphs, found = take_credits(strip_boilerplate(normalise(text).split("\n")))
        credits = credits.or_else(found)
        cleaned = normalise("\n".join(drop_remains(paragraphs)))
        if cleaned == text:
            return cleaned, credits
        text = cleaned


def _read(source: Path, published: str | None, publisher: str | None) -> Document:
    data = _bytes(source)
    is_html = source.suffix.lower() in HTML_SUFFIXES
    text = decode(data, declared_encoding(data) if is_html else None)
    if not text.strip("\ufeff\0 \r\n\t"):
        raise ReaderError("is empty; nothing to read")
    if is_html:
        text, stated = extract(text)
    else:
        stated = Credits()
    require_hindi(text)
    text, found = clean(text)
    stated = stated.or_else(found)
    paragraphs = text.split("\n")
    if not any(is_prose(each) for each in paragraphs) and (is_html or not _DANDA.search(text)):
        raise ReaderError("holds no article, only headings and links; give the page of one article")
    title = stated.title or _title(paragraphs)
    return Document(
        uri=source.resolve().as_uri(),
        text=text,
        title=title,
        publisher=publisher or stated.publisher,
        author=stated.author,
        dateline=stated.dateline,
        published=published or stated.published,
    )


_DANDA = re.compile(r"[।.!?]")


def _find(path: Path) -> Iterator[Path | Failure]:
    try:
        if path.is_dir():
            yield from _walk(path)
        elif not path.exists():
            yield _failure(path, "does not exist; check the path")
        elif path.suffix.lower() not in SUFFIXES:
            yield _failure(path, f"is of no kind that is read ({', '.join(sorted(SUFFIXES))}); save it as text or HTML")
        else:
            yield path
    except OSError as error:
        yield _failure(path, _problem(error))


def _walk(folder: Path) -> Iterator[Path | Failure]:
    problems: list[OSError] = []
    empty = True
    for base, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                empty = False
                yield Path(base, name)
    for problem in problems:
        yield _failure(Path(os.fsdecode(problem.filename)), _problem(problem))
    if empty and not problems:
        yield _failure(folder, f"holds no documents ({', '.join(sorted(SUFFIXES))}); give a folder with articles")


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ReaderError("is a folder; give a file")
        if path.exists() and not path.is_file():  # reading a pipe or a device would never end
            raise ReaderError("is no regular file; give a text or HTML file")
        with path.open("rb") as stream:
            data = stream.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise ReaderError(_problem(error)) from error
    if len(data) > SIZE_LIMIT:
        raise ReaderError(f"is larger than {SIZE_LIMIT // 1_000_000} MB; split it into single articles")
    return data


def _problem(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "cannot be read: no permission; change its mode or owner"
    if isinstance(error, FileNotFoundError):
        return "does not exist; check the path"
    return f"cannot be read: {error.strerror or error}; check the file"


def _failure(path: Path, problem: str) -> Failure:
    return Failure(path.absolute().as_uri(), ReaderError(f"{_shown(path)} {problem}"))


def _shown(path: Path) -> str:
    return re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "?", str(path))


def _title(paragraphs: Sequence[str]) -> str:
    first = paragraphs[0]
    if len(paragraphs) > 1 and len(first) <= 250 and is_single_sentence(first):
        return first
    prose = next((each for each in paragraphs if is_prose(each)), first)
    sentence = re.split(r"(?<=[।!?])\s*|(?<=[^\W\d]{3}\.)\s+", prose, maxsplit=1)[0]
    if len(sentence) <= _TITLE_LENGTH:
        return sentence
    return sentence[:_TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
