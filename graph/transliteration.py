"""Devanagari names to Latin and back, by one learnt model of how the two spellings go together.

The model is a joint n-gram model: a pair of spellings is a chain of units, each a Devanagari symbol (a consonant with
or without virama, a vowel, a nasal) with the Latin letters it stands for, none to four. One table of unit n-gram
counts, smoothed after Witten and Bell, serves both directions; a beam search finds the likeliest chains. What is
unusual in newspapers (`hi_translit.yaml`) has a price, as the model learnt from spellings by many hands.
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

import yaml

from sutradhar.errors import DataFileError

MODEL = "data/names-hi-en.tsv.gz"
SPELLINGS = "hi_translit.yaml"
ORDER = 5
MOST_LETTERS = 4
END = ("", "")
_BEAM = 8
# What it costs (natural logarithm) to leave the newspapers' usual spelling, and their rule when a vowel is silent:
# the model learnt from spellings of all India, which is more varied.
UNUSUAL = 2.5
_SECOND = 1.0
_UNEXPECTED_VOWEL = 2.5
_ROOM = 8.0  # a chain this much (natural logarithm) below the best of its beam is given up
_CACHE = 65_536

Unit = tuple[str, str]

_VIRAMA = "्"
_VOWELS = frozenset("aeiou")

# ंह is one symbol, for it sounds as in सिंह (Singh), not as its parts.
_SYMBOL = re.compile(r"ं?ह्?|[क-ह]\u093c?्?|.", re.DOTALL)
_DEVANAGARI = re.compile(r"([\u0900-\u0963\u0971-\u097f\u200c\u200d]+)")
_LATIN = re.compile(r"([A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]+)")
_LONGEST_ABBREVIATION = 5
_HALF_NASAL = re.compile(r"ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[क-घच-झट-ढत-धशषस])|म्(?=[प-भ])")


def _load_spellings() -> dict[str, dict[str, list[str]]]:
    """The tables of `hi_translit.yaml`; a malformed file raises `DataFileError` with its line."""
    try:
        tables: dict[str, dict[str, list[str]]] = yaml.safe_load(
            unicodedata.normalize("NFC", files("sutradhar.graph").joinpath(SPELLINGS).read_text(encoding="utf-8"))
        )
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise DataFileError(f"graph/{SPELLINGS}, line {line}: {error.problem}; correct the file") from error
    missing = {"consonants", "vowels", "letters"} - set(tables)
    if missing:
        raise DataFileError(f"graph/{SPELLINGS}, line 1: no table {min(missing)}; restore it")
    return tables


_SPELLINGS = _load_spellings()
LETTER_NAMES = {name: letter for letter, names in _SPELLINGS["letters"].items() for name in names}
_LETTER_NAME = re.compile(
    f"({'|'.join(sorted(LETTER_NAMES, key=lambda name: (-len(name), name)))})(?![\u0900-\u0903\u093a-\u094f])"
)
_ABBREVIATION = re.compile(f"(?:{_LETTER_NAME.pattern}){{3,}}")


def spelt_letters(word: str) -> str:
    """The Latin letters that an abbreviation spells (आरएसएफ, RSF → rsf); "" for any other word."""
    if word.isascii():
        return word.lower() if word.isalpha() and word.isupper() else ""
    plain = word.replace("\u093c", "")
    letters = [match[1] for match in _LETTER_NAME.finditer(plain)]
    return "".join(LETTER_NAMES[each] for each in letters) if "".join(letters) == plain else ""


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


def _is_consonant(symbol: str) -> bool:
    return "क" <= symbol.lstrip("ं")[:1] <= "ह"


def _is_sign(symbol: str) -> bool:
    return "\u093e" <= symbol[:1] <= "\u094c"


def _price(unit: Unit) -> float:
    """What the unit's spelling costs beside the usual one."""
    symbol, letters = unit
    if _is_consonant(symbol):
        bare = symbol.rstrip(_VIRAMA)
        usual = _SPELLINGS["consonants"].get(bare, [])
        if bare == symbol and letters not in usual:
            letters = letters.removesuffix("a")
    else:
        usual = _SPELLINGS["vowels"].get(symbol, [])
    return UNUSUAL if letters not in usual else _SECOND if letters != usual[0] else 0.0


def spelling_cost(chain: list[Unit]) -> float:
    """What a word's units cost beside the newspapers' usual spelling of its Devanagari, 0 or more."""
    word = [symbol for symbol, _ in chain]
    return sum(_price(unit) + _vowel_cost(_vowel_expected(word, at), unit) for at, unit in enumerate(chain))


def _vowel_cost(expected: bool | None, unit: Unit) -> float:
    return _UNEXPECTED_VOWEL if expected is not None and expected != (unit[1][-1:] in _VOWELS) else 0.0


def _may_follow(before: str, symbol: str) -> bool:
    """Whether Devanagari writes `symbol` after `before` ("" at a word's beginning and end)."""
    if _is_sign(symbol):
        return _is_consonant(before) and not before.endswith(_VIRAMA)
    if symbol in {"", "ं", "ः"}:
        return before != "" and not before.endswith(_VIRAMA) and before not in ({"ं", "ः"} if symbol else set())
    return not before.endswith(_VIRAMA) or "क" <= symbol[0] <= "ह"


def _vowel_expected(word: list[str], at: int) -> bool | None:
    """Whether the inherent vowel of the consonant `word[at]` is heard; None where usage differs or it has none."""
    following = word[at + 1] if at + 1 < len(word) else ""
    if not _is_consonant(word[at]):
        return None
    if word[at].endswith(_VIRAMA) or _is_sign(following):
        return False
    clustered = at > 0 and word[at - 1].endswith(_VIRAMA)
    if at == 0 or following == "ं":
        return True
    if not following:
        return None if clustered or word[at - 1] == "ं" else False
    after = word[at + 2] if at + 2 < len(word) else ""
    if clustered or following.endswith(_VIRAMA) or not _is_consonant(following):
        return True
    return True if not after else False if _is_sign(after) or after == "ं" else None


@dataclass(frozen=True)
class JointModel:
    """Smoothed log probabilities of unit n-grams: `scores[(*history, unit)]`, `backoffs[history]`, longest `ORDER`."""

    scores: dict[tuple[Unit, ...], float]
    backoffs: dict[tuple[Unit, ...], float]
    by_symbol: dict[str, tuple[tuple[Unit, float], ...]]  # with the cost of an unusual spelling
    by_letters: dict[str, tuple[tuple[Unit, float], ...]]
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
    by_symbol: dict[str, list[tuple[Unit, float]]] = {}
    by_letters: dict[str, list[tuple[Unit, float]]] = {}
    for unit in units:
        if unit != END:
            priced = (unit, _price(unit))
            by_symbol.setdefault(unit[0], []).append(priced)
            by_letters.setdefault(unit[1], []).append(priced)
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


def _prune(chains: list[_Chain], beam: int) -> list[_Chain]:
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
    spelled = symbols(word)
    for at, symbol in enumerate(spelled):
        # A symbol the model never saw is read without its nukta or virama, else skipped.
        units = model.by_symbol.get(symbol) or model.by_symbol.get(symbol.replace("\u093c", ""))
        units = units or model.by_symbol.get(symbol.rstrip("\u093c" + _VIRAMA), ())
        expected = _vowel_expected(spelled, at)
        if units:
            chains = _prune(
                [
                    (score + model.score(history, unit) - cost, (*history, unit)[1 - ORDER :], text + unit[1])
                    for unit, price in units
                    for cost in [price + _vowel_cost(expected, unit)]
                    for score, history, text in chains
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
            (score + model.score(history, unit) - price, (*history, unit)[1 - ORDER :], text + unit[0])
            for score, history, text in chains
            for unit, price in model.by_letters.get("", ())
            if _may_follow(history[-1][0], unit[0])
        ]
        chains = _prune([*chains, *silent], beam)
        if at == len(word):
            return _finish(model, [chain for chain in chains if _may_follow(chain[1][-1][0], "")])
        for size in range(1, min(MOST_LETTERS, len(word) - at) + 1):
            for unit, price in model.by_letters.get(word[at : at + size], ()):
                reached[at + size] += [
                    (score + model.score(history, unit) - price, (*history, unit)[1 - ORDER :], text + unit[0])
                    for score, history, text in chains
                    if _may_follow(history[-1][0], unit[0])
                ]
    return []


@lru_cache(maxsize=_CACHE)
def _latin_spellings(word: str) -> tuple[tuple[str, float], ...]:
    """Latin spellings of one Devanagari word with probabilities, capitalised; initials and abbreviations by letters."""
    plain = devanagari_word(word)
    bare = plain.replace("\u093c", "")
    if bare in LETTER_NAMES or _ABBREVIATION.fullmatch(bare):
        return (("".join(LETTER_NAMES[name].upper() for name in _LETTER_NAME.findall(bare)), 1.0),)
    return _shares([(text.capitalize(), score) for text, score in to_latin(bundled(), plain) if text])


@lru_cache(maxsize=_CACHE)
def _devanagari_spellings(word: str) -> tuple[tuple[str, float], ...]:
    """Devanagari spellings of one Latin word with probabilities; initials and short capitals also by their letters."""
    plain = latin_word(word)
    spelled = "".join(_SPELLINGS["letters"][letter][0] for letter in plain)
    if len(plain) < 2:
        return ((spelled, 1.0),) if plain else ()
    found = _shares([(text, score) for text, score in to_devanagari(bundled(), plain) if text])
    if word.isupper() and len(plain) <= _LONGEST_ABBREVIATION:
        return ((spelled, 0.5), *((text, share / 2) for text, share in found if text != spelled))
    return found


def _shares(scored: list[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Log probabilities, best first, as shares of their sum."""
    if not scored:
        return ()
    weights = [math.exp(score - scored[0][1]) for _, score in scored]
    return tuple((text, weight / sum(weights)) for (text, _), weight in zip(scored, weights, strict=True))


def _combine(parts: list[tuple[tuple[str, float], ...]], n: int) -> list[tuple[str, float]]:
    """The `n` likeliest ways to choose one text of each part, joined."""
    whole: list[tuple[str, float]] = [("", 1.0)]
    for part in parts:
        ways = [(text + more, share * other) for text, share in whole for more, other in part[: max(n, 1)]]
        whole = sorted(ways, key=lambda way: (-way[1], way[0]))[:n]
    return [(text, share) for text, share in whole if text]


def latin_candidates(name: str, n: int = 5) -> list[tuple[str, float]]:
    """The `n` likeliest Latin spellings of a name with their probabilities, best first; other scripts stay."""
    pieces = [piece for piece in _DEVANAGARI.split(_digits(name)) if piece]
    return _combine([(_DEVANAGARI.fullmatch(each) and _latin_spellings(each)) or ((each, 1.0),) for each in pieces], n)


def devanagari_candidates(name: str, n: int = 5) -> list[tuple[str, float]]:
    """The `n` likeliest Devanagari spellings of a name with their probabilities, best first; other scripts stay."""
    pieces = [piece for piece in _LATIN.split(unicodedata.normalize("NFC", name)) if piece]
    return _combine([(_LATIN.fullmatch(each) and _devanagari_spellings(each)) or ((each, 1.0),) for each in pieces], n)


def romanise(name: str) -> str:
    """`name` as English newspapers write it, each word with a capital; what is not Devanagari stays as it is."""
    found = latin_candidates(name, 1)
    return " ".join(found[0][0].split()) if found else ""


def _digits(text: str) -> str:
    return text.translate({0x0966 + value: str(value) for value in range(10)})
