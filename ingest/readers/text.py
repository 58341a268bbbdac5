"""From bytes to normalised Hindi text: encoding, Unicode form, spaces, and whether it is Hindi at all."""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache

from charset_normalizer import from_bytes

from sutradhar.errors import ReaderError
from sutradhar.ingest.datafiles import load_yaml

_BOMS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DAMAGE = 0.01  # share of unreadable characters up to which a text counts as Hindi with a few broken bytes
_DEVANAGARI = re.compile("[\u0904-\u0939\u0958-\u0961\u0972-\u097f]")
_WORD = re.compile("[\u0900-\u0963\u0970-\u097f]+")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
_LOOSE_JOINER = re.compile("(?<!\u094d)[\u200c\u200d]|[\u200c\u200d](?![\u0904-\u0939\u0958-\u0961\u0972-\u097f])")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_LATE_NUKTA = re.compile("([\u0900-\u0903\u093e-\u094c\u0955-\u0957]+)\u093c+")
_NUKTAS = re.compile("\u093c{2,}")
_UNREADABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffd\ud800-\udfff\s]+")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of a file. UTF-8 and UTF-16 with and without a mark, else what the page declares or the bytes suggest.

    A few broken bytes in an otherwise Hindi text are let through as U+FFFD. Raises `ReaderError` for anything else.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\0" in data:
        texts = (data.decode(encoding, errors="replace") for encoding in ("utf-16-le", "utf-16-be"))
        text = max(texts, key=lambda each: len(_DEVANAGARI.findall(each)))
        if "\0" not in text and text.count("\ufffd") <= _DAMAGE * len(text) and _DEVANAGARI.search(text):
            return text
        raise ReaderError("is not a text file; give plain text or HTML")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    if text.count("\ufffd") <= _DAMAGE * len(text) and _DEVANAGARI.search(text):
        return text
    if declared:
        try:
            return data.decode(declared)
        except (LookupError, UnicodeDecodeError):
            pass  # a wrong declaration is common; the bytes decide
    guess = from_bytes(data[:100_000]).best()
    if guess is not None:
        text = data.decode(guess.encoding, errors="replace")
        if _DEVANAGARI.search(text) and text.count("\ufffd") <= _DAMAGE * len(text):
            return text
    raise ReaderError("is not valid UTF-8 and in no other encoding that holds Hindi; save it as UTF-8")


def normalise(text: str) -> str:
    """NFC with one form for each nukta letter, no invisible characters, lines stripped and never empty, "\\n" between.

    Two single quotation marks side by side, as agencies write them, are a double one.

    A joiner stays only where it shapes a conjunct: after a virama and before a letter.
    """
    text = _INVISIBLE.sub("", _LINE_END.sub("\n", text))
    text = text.replace("‘‘", "“").replace("’’", "”").replace("''", '"').replace("``", "“")
    while (settled := _settle(text)) != text:
        text = settled
    lines = (_UNREADABLE.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _settle(text: str) -> str:
    text = _LOOSE_JOINER.sub("", unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", _NUKTAS.sub("\u093c", _LATE_NUKTA.sub("\u093c\\1", text)))


def fold(text: str) -> str:
    """The form in which words are compared: lower case, without nukta, anusvara for chandrabindu."""
    decomposed = unicodedata.normalize("NFD", text).replace("\u093c", "").replace("\u0901", "\u0902")
    return unicodedata.normalize("NFC", decomposed).casefold()


def loosen(pattern: str) -> str:
    """A regular expression that lets nuktas come and go and takes chandrabindu for anusvara and back.

    Consonants in its character classes are not looked for and spoil it.
    """
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", pattern).replace("\u093c", ""))
    return re.sub("([कखगजडढफय])", "\\1\u093c?", re.sub("[ंँ]", "[ंँ]", bare))


def require_hindi(text: str) -> None:
    """Raises `ReaderError` unless the text is Hindi: mostly Devanagari, with the function words of Hindi."""
    letters = sum(character.isalpha() for character in text)
    devanagari = len(_DEVANAGARI.findall(text))
    words = _WORD.findall(text)
    if len(words) < 3 or devanagari * 2 < letters:
        raise ReaderError("is not Hindi: it has little or no Devanagari text; give Hindi articles")
    hits = {language: sum(word in known for word in words) for language, known in _function_words().items()}
    hindi = hits.pop("hi")
    other = max(hits, key=lambda language: hits[language])
    if hits[other] > hindi or (len(words) >= 30 and hindi < 0.08 * len(words)):
        name = {"mr": "Marathi", "ne": "Nepali"}[other] if hits[other] > hindi else "another language"
        raise ReaderError(f"is not Hindi but {name} in Devanagari; give Hindi articles")


@cache
def _function_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words) for language, words in load_yaml("hi/publishers.yaml")["function_words"].items()}
