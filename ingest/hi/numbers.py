"""Numbers in Hindi text, in figures and in words, for dates, durations and counts of people."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from sutradhar.ingest.hi.wordlists import alternatives, fold, load_word_lists

_FIGURES = re.compile(r"\d+(?:,\d+)*(?:\.\d+)?")


@cache
def _words(section: str) -> dict[str, Fraction]:
    lists = load_word_lists("hi/numbers.yaml")
    return {fold(word): Fraction(value) for value, words in lists[section].items() for word in words}


def number_words_pattern(low: int = 0, high: int = 99) -> str:
    """A regular expression group for the words of the whole numbers from `low` to `high` (at most 99)."""
    return alternatives(word for word, value in _words("cardinals").items() if low <= value <= high)


def quantity_pattern() -> str:
    """A regular expression group for anything `parse_quantity` reads, in figures or words."""
    plain = alternatives([*_words("cardinals"), *_words("fractions")])
    number = f"(?:{_FIGURES.pattern}|{plain})"
    multipliers = alternatives(_words("multipliers"))
    return (
        f"(?:(?:{alternatives(_words('additions'))}\\s+)?"
        f"(?:{number}(?:\\s+(?:{multipliers}|{number}))*|{multipliers}(?:\\s+(?:{multipliers}|{number}))*))"
    )


def parse_quantity(words: str) -> Fraction | None:
    """The quantity that the words say ("ढाई", "साढ़े तीन लाख", "१,२००", "3.2 करोड़"), else None."""
    total, part, last_multiplier = Fraction(0), None, None
    addition = Fraction(0)
    for word in fold(words).split():
        if word in _words("additions"):
            if addition or part is not None:
                return None
            addition = _words("additions")[word]
        elif word in _words("multipliers"):
            factor = _words("multipliers")[word]
            if part is None and last_multiplier and not addition:  # "दो लाख करोड़"
                if factor <= last_multiplier or factor < 1000:
                    return None
                total *= factor
            elif factor in (12, 100):
                if part is not None and part >= 100:
                    return None
                part, addition = ((1 if part is None else part) + addition) * factor, Fraction(0)
                if last_multiplier and part >= last_multiplier:
                    return None
                continue
            else:
                if last_multiplier and factor >= last_multiplier:
                    return None
                total += ((1 if part is None else part) + addition) * factor
                part, addition = None, Fraction(0)
            last_multiplier = factor
        else:
            value = _value(word)
            if value is None:
                return None
            if part is not None:  # "दो सौ पचास"
                if addition or part % 100 or part == 0 or value >= 100:
                    return None
                part += value
            else:
                part = value
    if addition:
        if part is None:
            return None
        part += addition
    if part is None:
        return total if last_multiplier else None
    return total + part


def parse_number(words: str) -> int | None:
    """The whole number that the words say ("812", "दो सौ पचास", "93 हजार", "डेढ़ दर्जन"); None for anything inexact."""
    quantity = parse_quantity(words)
    return int(quantity) if quantity is not None and quantity.denominator == 1 else None


def _value(word: str) -> Fraction | None:
    if _FIGURES.fullmatch(word):
        # Digits of any script: `int` reads Devanagari ones, `Fraction` does not.
        return Fraction("".join(str(int(char)) if char.isdigit() else char for char in word if char != ","))
    return _words("cardinals").get(word, _words("fractions").get(word))
