"""Devanagari names to Latin and back, by one learnt model of how the two spellings go together.

The model is a joint n-gram model: a pair of spellings is a chain of units, each a Devanagari symbol (a consonant with or
without virama, a vowel, a nasal) with the Latin letters it stands for, none to three. One table of unit n-gram
counts, smoothed after Witten and Bell, serves both directions; a beam search finds the likeliest chains.
"""

from __future__ import annotations

import gzip
import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from sutradhar.errors import DataFileError

MODEL = "data/names-hi-en.tsv.gz"
ORDER = 5
MOST_LETTERS = 3
END = ("", "")
_BEAM = 12
_ROOM = 8.0  # a chain this much (natural logarithm) below the best of its beam is given up
_CACHE = 65_536

Unit = tuple[str, str]

_SYMBOL = re.compile(r"[क-ह]\u093c?्?|.", re.DOTALL)
_DEVANAGARI = re.compile(r"[\u0900-\u0963\u0970-\u097f\u200c\u200d]+")
_LATIN_WORD = re.compile(r"[a-z]+")
_HALF_NASAL = re.compile(r"ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[क-घच-झट-ढत-धशषस])|म्(?=[प-भ])")

# How Hindi writes the names of the Latin letters, in initials and abbreviations.
LETTER_NAMES = {
    "ए": "a", "बी": "b", "सी": "c", "डी": "d", "ई": "e", "एफ": "f", "जी": "g", "एच": "h", "आई": "i", "जे": "j",
    "के": "k", "एल": "l", "एम": "m", "एन": "n", "ओ": "o", "पी": "p", "क्यू": "q", "आर": "r", "एस": "s", "टी": "t",
    "यू": "u", "वी": "v", "डब्ल्यू": "w", "डब्लू": "w", "एक्स": "x", "वाई": "y", "जेड": "z",
}  # fmt: skip
_LETTER_SPELLINGS = {letter: name for name, letter in reversed(LETTER_NAMES.items())}
_ABBREVIATION = re.compile(
    f"(?:(?:{'|'.join(sorted(LETTER_NAMES, key=lambda name: (-len(name), name)))})(?![\u093e-\u094d\u0902])){{3,}}"
)
_LETTER_NAME = re.compile(
    f"(?:{'|'.join(sorted(LETTER_NAMES, key=lambda name: (-len(name), name)))})(?![\u093e-\u094d\u0902])"
)


def devanagari_word(word: str) -> str:
    """One Devanagari word as the model spells it: without joiners, with the dot above for half nasals and moon dots."""
    text = "".join(char for char in unicodedata.normalize("NFC", word) if unicodedata.category(char) != "Cf")
    return _HALF_NASAL.sub("ं", text.replace("ँ", "ं"))


def latin_word(word: str) -> str:
    """One Latin word as the model spells it: lower case, only a to z."""
    plain = unicodedata.normalize("NFD", word.casefold().replace("ı", "i").replace("ø", "o").replace("ł", "l"))
    return "".join(char for char in plain if "a" <= char <= "z")


def symbols(word: str) -> list[str]:
    """The symbols of a Devanagari word (of `devanagari_word`) that units are made of."""
    return _SYMBOL.findall(word)


@dataclass(frozen=True)
class JointModel:
    """Smoothed log probabilities of unit n-grams: `scores[(*history, unit)]`, `backoffs[history]`, longest `ORDER`."""

    scores: dict[tuple[Unit, ...], float]
    backoffs: dict[tuple[Unit, ...], float]
    by_symbol: dict[str, tuple[Unit, ...]]
    by_letters: dict[str, tuple[Unit, ...]]
    unseen: float

    def score(self, history: tuple[Unit, ...], unit: Unit) -> float:
        """The log probability of `unit` after `history` (at most `ORDER` - 1 units)."""
        penalty = 0.0
        while True:
            found = self.scores.get((*history, unit))
            if found is not None:
                return penalty + found
            if not history:
                return penalty + self.unseen
            penalty += self.backoffs.get(history, 0.0)
            history = history[1:]


def build(counts: Iterable[tuple[tuple[Unit, ...], int]]) -> JointModel:
    """The model of these n-gram counts (every order up to `ORDER`; histories of a word's beginning hold `END`)."""
    tables: list[dict[tuple[Unit, ...], int]] = [{} for _ in range(ORDER)]
    for gram, count in counts:
        tables[len(gram) - 1][gram] = count
    scores: dict[tuple[Unit, ...], float] = {}
    backoffs: dict[tuple[Unit, ...], float] = {}
    units = [gram[0] for gram in tables[0]]
    uniform = 1.0 / max(len(units), 1)
    for table in tables:
        total: dict[tuple[Unit, ...], int] = {}
        kinds: dict[tuple[Unit, ...], int] = {}
        for gram, count in table.items():
            history = gram[:-1]
            total[history] = total.get(history, 0) + count
            kinds[history] = kinds.get(history, 0) + 1
        for history, seen in total.items():
            backoffs[history] = math.log(kinds[history] / (seen + kinds[history]))
        for gram, count in table.items():
            history = gram[:-1]
            lower = math.exp(scores[gram[1:]]) if len(gram) > 1 else uniform
            scores[gram] = math.log((count + kinds[history] * lower) / (total[history] + kinds[history]))
    by_symbol: dict[str, list[Unit]] = {}
    by_letters: dict[str, list[Unit]] = {}
    for unit in units:
        if unit != END:
            by_symbol.setdefault(unit[0], []).append(unit)
            by_letters.setdefault(unit[1], []).append(unit)
    return JointModel(
        scores,
        backoffs,
        {symbol: tuple(found) for symbol, found in by_symbol.items()},
        {letters: tuple(found) for letters, found in by_letters.items()},
        backoffs.get((), 0.0) + math.log(uniform),
    )


def read_counts(lines: Iterable[str], source: str) -> Iterable[tuple[tuple[Unit, ...], int]]:
    """N-gram counts from the lines of a model file: the count, then each unit as symbol=letters, tab-separated."""
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            continue
        count, *grams = line.rstrip("\n").split("\t")
        units = tuple(tuple(gram.split("=")) for gram in grams)
        if not count.isdigit() or not 0 < len(units) <= ORDER or any(len(unit) != 2 for unit in units):
            raise DataFileError(f"{source}, line {number}: not a count and one to {ORDER} units; restore the file")
        yield units, int(count)  # type: ignore[misc]


@cache
def bundled() -> JointModel:
    """The model that ships with the package; read once, when first needed."""
    data = files("sutradhar.graph").joinpath(MODEL).read_bytes()
    return build(read_counts(gzip.decompress(data).decode("utf-8").splitlines(), f"graph/{MODEL}"))


_Chain = tuple[float, tuple[Unit, ...], str]


def _prune(chains: Iterable[_Chain], beam: int) -> list[_Chain]:
    """The best chains, only the best of those that the model cannot tell apart from here on."""
    best: dict[tuple[tuple[Unit, ...], str], _Chain] = {}
    for chain in chains:
        mark = (chain[1], chain[2])
        if mark not in best or chain[0] > best[mark][0]:
            best[mark] = chain
    ranked = sorted(best.values(), key=lambda chain: (-chain[0], chain[2]))[:beam]
    return [chain for chain in ranked if chain[0] > ranked[0][0] - _ROOM]


def _finish(model: JointModel, chains: list[_Chain]) -> list[tuple[str, float]]:
    best: dict[str, float] = {}
    for score, history, text in chains:
        total = score + model.score(history, END)
        best[text] = max(best.get(text, -math.inf), total)
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))


def to_latin(model: JointModel, word: str, beam: int = _BEAM) -> list[tuple[str, float]]:
    """Latin spellings of a word (of `devanagari_word`) with their joint log probabilities, best first."""
    chains: list[_Chain] = [(0.0, (END,), "")]
    for symbol in symbols(word):
        # A symbol the model never saw (a rare conjunct form) is read without its nukta or virama, else skipped.
        units = model.by_symbol.get(symbol) or model.by_symbol.get(symbol.replace("\u093c", ""))
        units = units or model.by_symbol.get(symbol.rstrip("\u093c्"), ())
        if units:
            chains = _prune(
                [
                    (score + model.score(history, unit), (*history, unit)[1 - ORDER :], text + unit[1])
                    for score, history, text in chains
                    for unit in units
                ],
                beam,
            )
    return _finish(model, chains)


def to_devanagari(model: JointModel, word: str, beam: int = 4 * _BEAM) -> list[tuple[str, float]]:
    """Devanagari spellings of a word (of `latin_word`) with their joint log probabilities, best first."""
    reached: list[list[_Chain]] = [[] for _ in range(len(word) + 1)]
    reached[0] = [(0.0, (END,), "")]
    for at in range(len(word) + 1):
        chains = _prune(reached[at], beam)
        # A symbol may stand for no letter (the silent ones), but no two in a row.
        silent = [
            (score + model.score(history, unit), (*history, unit)[1 - ORDER :], text + unit[0])
            for score, history, text in chains
            for unit in model.by_letters.get("", ())
        ]
        chains = _prune([*chains, *silent], beam)
        if at == len(word):
            return _finish(model, chains)
        for size in range(1, min(MOST_LETTERS, len(word) - at) + 1):
            for unit in model.by_letters.get(word[at : at + size], ()):
                reached[at + size] += [
                    (score + model.score(history, unit), (*history, unit)[1 - ORDER :], text + unit[0])
                    for score, history, text in chains
                ]
    return []
