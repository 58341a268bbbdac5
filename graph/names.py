"""Names across spellings and scripts: a form to compare, a key to block on, a score, and the way to Latin and back.

`normalise` undoes what Hindi typography leaves open, `name_key` what its spelling leaves open: a key is the chain of
consonants with their sound classes folded, and the vowels only as far as short words need them. Keys of Devanagari and
Latin spellings are comparable. Romanisation and the candidates rest on the learnt model of `transliteration`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import Indel, JaroWinkler

from sutradhar.graph.transliteration import (
    LETTER_NAMES,
    devanagari_candidates,
    latin_candidates,
    romanise,
    spelt_letters,
)

__all__ = [
    "devanagari_candidates",
    "latin_candidates",
    "name_key",
    "normalise",
    "romanise",
    "similarity",
    "spelt_letters",
]

_CACHE = 65_536
_NUKTA = "\u093c"

# A nasal before a stop of its own series sounds like the dot above; न् so also before the other stops and sibilants.
_HALF_NASAL = re.compile(r"ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[क-घच-झट-ढत-धशषस])|म्(?=[प-भ])")
# After a vowel य before i and e is a mere glide that spelling drops at will.
_GLIDE = re.compile(r"(?<=[अ-औक-हा-ौ])य([िीेै])")
_GLIDE_VOWEL = {"ि": "इ", "ी": "ई", "े": "ए", "ै": "ऐ"}


@lru_cache(maxsize=_CACHE)
def normalise(name: str) -> str:
    """`name` in the form in which names are compared.

    NFC, casefolded, without nukta and joiners; half nasals and the moon dot become the dot above, ये after a vowel
    ए; punctuation and symbols separate words, which single spaces join.
    """
    kept = []
    # Case folding would make a letter of the Greek iota below, which is none.
    plain = unicodedata.normalize("NFD", name).replace("\u0345", "")
    for char in unicodedata.normalize("NFD", plain.casefold()):
        kind = unicodedata.category(char)
        if char != _NUKTA and kind != "Cf":
            kept.append(char if kind[0] in "LMN" else " ")
    text = unicodedata.normalize("NFC", "".join(kept)).replace("ँ", "ं")
    text = _GLIDE.sub(lambda found: _GLIDE_VOWEL[found[1]], _HALF_NASAL.sub("ं", text))
    return " ".join(text.split())


# Sounds, the common alphabet of both scripts: a consonant is one lower-case letter (dental and retroflex, aspiration,
# s/sh, z/j and v/w folded); "a" is the inherent vowel, "A" the long one; e, i, o, u stand for short and long ones.
_CONSONANTS = dict(zip("कखगघङचछजझञटठडढणतथदधनपफबभमयरलळवशषसह", "kkggnccjjnttddnttddnpfbbmyrllvsssh", strict=True))
_VOWELS = {
    "अ": "a", "आ": "A", "इ": "i", "ई": "i", "उ": "u", "ऊ": "u", "ऋ": "ri", "ए": "e", "ऐ": "Ai", "ओ": "o", "औ": "o",
    "ऑ": "o", "ऒ": "o", "ऍ": "e", "ऎ": "e", "ॲ": "e", "ॐ": "om",
}  # fmt: skip
_VOWEL_SIGNS = {
    "ा": "A", "ि": "i", "ी": "i", "ु": "u", "ू": "u", "ृ": "ri", "े": "e", "ै": "Ai", "ो": "o", "ौ": "o",
    "ॉ": "o", "ॊ": "o", "ॅ": "e", "ॆ": "e",
}  # fmt: skip
_VIRAMA = "्"
_ANUSVARA = "ं"

# Latin spellings and their sounds, tried from left to right, the longer first.
_LATIN = {
    "tsch": "c", "tch": "c", "sch": "s", "chh": "c", "ksh": "ks", "sh": "s", "ch": "c", "ck": "k", "ph": "f", "th": "t",
    "dh": "d", "bh": "b", "gh": "g", "kh": "k", "jh": "j", "zh": "j", "wh": "v", "jn": "gy",
    "c(?=[eiy])": "s", "c": "k", "q": "k", "x": "ks", "z": "j",
    "aw(?![aeiouy])": "o", "ow(?![aeiouy])": "o", "ew(?![aeiouy])": "u", "w": "v",
    "ee": "i", "oo": "u", "au": "o", "(?<![aeiouy])y(?![aeiouy])": "i", "a": "A",
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "ı": "i", "æ": "e", "œ": "o", "ə": "A",
}  # fmt: skip
_LATIN_SPELLING = re.compile("|".join(f"({spelling})" for spelling in _LATIN))
_LATIN_SOUND = tuple(_LATIN.values())

# What both scripts leave open: h that only lengthens, y inside a word, the nasal before a labial, doubled consonants.
_SILENT_H = re.compile(r"(?<!^)h(?![aAeiou])")
_H_BEFORE_DROPPED_VOWEL = re.compile(r"(?<=[aAeiou]h)a(?=[b-df-hj-np-tv-z][Aeiou])")
_WEAK_Y = re.compile(r"(?<!^)y")
_LABIAL_NASAL = re.compile(r"m(?=[pbf])")
_NASAL_PAIR = re.compile(r"n(?=m)")
_FINAL_GLIDE = re.compile(r"(?<=A)o$")  # राओ, Rao = राव
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1+")

_VOWEL_CLASS = {"a": "a", "A": "a", "e": "i", "i": "i", "o": "u", "u": "u"}
# Up to so many consonants a word needs its first vowel too: राम, रीमा and रोमा differ, spellings of longer words waver.
_SHORT = 3


def _devanagari_sounds(word: str) -> str:
    sounds: list[str] = []
    inherent = False
    for char in word.replace("ज्ञ", "ग्य").replace("ंह", "ंघ"):
        consonant = _CONSONANTS.get(char)
        sign = _VOWEL_SIGNS.get(char)
        if inherent and sign is None and char != _VIRAMA:
            sounds.append("a")
        inherent = consonant is not None
        if char == _ANUSVARA:
            sounds.append("n")
        elif char != _VIRAMA:
            sounds.append(consonant or sign or _VOWELS.get(char) or _foreign(char))
    return _H_BEFORE_DROPPED_VOWEL.sub("", "".join(sounds))


def _latin_sounds(word: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    spelled = _LATIN_SPELLING.sub(lambda found: _LATIN_SOUND[(found.lastindex or 1) - 1], plain)
    return "".join(char if char.isascii() else _foreign(char) for char in spelled)


def _foreign(char: str) -> str:
    """A character of neither script: digits by their value, other letters by their code, so that they keep apart."""
    value = unicodedata.decimal(char, None)
    if value is not None:
        return str(value)
    return f"{ord(char):x}" if unicodedata.category(char)[0] in "LN" else ""


@lru_cache(maxsize=_CACHE)
def _sounds(word: str) -> str:
    """The sounds of one normalised word."""
    devanagari = any("\u0900" <= char <= "\u097f" for char in word)
    sounds = _devanagari_sounds(word) if devanagari else _latin_sounds(word)
    sounds = _FINAL_GLIDE.sub("v", _WEAK_Y.sub("", _SILENT_H.sub("", sounds)))
    return _DOUBLED.sub(r"\1", _NASAL_PAIR.sub("m", _LABIAL_NASAL.sub("n", sounds)))


@lru_cache(maxsize=_CACHE)
def _word_key(word: str) -> str:
    if word in LETTER_NAMES:
        return LETTER_NAMES[word]
    if len(word) == 1 and "a" <= word <= "z":
        return word
    sounds = _sounds(word)
    vowels = [at for at, sound in enumerate(sounds) if sound in _VOWEL_CLASS]
    skeleton = [sound for sound in sounds if sound not in _VOWEL_CLASS]
    if not skeleton or not vowels:
        return "".join(_VOWEL_CLASS.get(sound, sound) for sound in sounds)
    first, last = vowels[0], vowels[-1]
    ending = ""
    if last == len(sounds) - 1 and sounds[last] != "a":
        ending = _VOWEL_CLASS[sounds[last]]
        # Latin does not tell चंद्र from चंद्रा.
        if ending == "a" and len(vowels) > 1 and last - vowels[-2] > 2:
            ending = ""
    if first == 0 or len(skeleton) <= _SHORT:
        skeleton.insert(first, _VOWEL_CLASS[sounds[first]])
        if first == last - len(vowels) + 1 and len({_VOWEL_CLASS[sounds[at]] for at in vowels}) == 1 and first > 0:
            ending = ""
    return "".join(skeleton) + ending


@lru_cache(maxsize=_CACHE)
def name_key(name: str) -> str:
    """ASCII key that the spellings of one name share; its words joined by "-", empty for a name without letters."""
    words = normalise(name).split()
    if not any(char.isalpha() for word in words for char in word):
        return ""
    return "-".join(key for key in map(_word_key, words) if key)


def _word_similarity(one: str, other: str) -> float:
    if one == other:
        return 1.0
    key_one, key_other = _word_key(one), _word_key(other)
    if len(key_one) == 1 or len(key_other) == 1:
        # An initial stands for any word that begins with its sound, but proves little.
        return 0.75 if key_one[:1] == key_other[:1] else 0.0
    heard_one, heard_other = _sounds(one).lower().removesuffix("a"), _sounds(other).lower().removesuffix("a")
    heard = (
        Indel.normalized_similarity(heard_one, heard_other) + JaroWinkler.normalized_similarity(heard_one, heard_other)
    ) / 2
    return (1.0 + heard) / 2 if key_one == key_other else heard


@lru_cache(maxsize=_CACHE)
def similarity(a: str, b: str) -> float:
    """How alike two names sound, 0 to 1: words are aligned one to one, words without a partner count against it."""
    one, other = normalise(a).split(), normalise(b).split()
    if not one or not other:
        return 0.0
    pairs = sorted(
        ((_word_similarity(x, y), -abs(i - j), -i, -j) for i, x in enumerate(one) for j, y in enumerate(other)),
        reverse=True,
    )
    left, right = set(range(len(one))), set(range(len(other)))
    total = weight = 0.0
    for score, _, i, j in pairs:
        if -i in left and -j in right:
            left.remove(-i)
            right.remove(-j)
            size = max(len(one[-i]), len(other[-j]))
            total += score * size
            weight += size
    weight += sum(len(one[i]) for i in left) + sum(len(other[j]) for j in right)
    aligned = total / weight
    if len(one) == len(other):
        return aligned
    joined = _word_similarity("".join(one), "".join(other))
    return max(aligned, joined)
