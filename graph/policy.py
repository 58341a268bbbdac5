"""The policy of resolution: thresholds, weights and word lists of `resolution.yaml`, checked when they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from sutradhar.errors import DataFileError
from sutradhar.graph.names import name_key

FILE = "graph/resolution.yaml"
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Thresholds:
    """Scores from which on something is decided, 0 to 1."""

    __pydantic_config__ = _STRICT
    same: float
    attach: float
    review: float
    margin: float
    word: float


@dataclass(frozen=True)
class Weights:
    """What each part of a score counts, 0 to 1."""

    __pydantic_config__ = _STRICT
    name: float
    variant: float
    shortened: float
    surname: float
    forename: float
    only: float
    office: float
    title: float
    country: float
    company: float
    company_most: float
    time: float


@dataclass(frozen=True)
class Days:
    """Spans of time."""

    __pydantic_config__ = _STRICT
    near: int
    state: int
    after: int


@dataclass(frozen=True)
class Tenure:
    """Words before a title that say how it is held."""

    __pydantic_config__ = _STRICT
    former: tuple[str, ...]
    new: tuple[str, ...]
    current: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """The file's content; `docs/resolution.md` explains it."""

    __pydantic_config__ = _STRICT
    thresholds: Thresholds
    weights: Weights
    days: Days
    block: int
    anchors: int
    sounds: tuple[str, ...]
    surnames: tuple[str, ...]
    tenure: Tenure
    abroad: tuple[str, ...]
    dead: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]


_POLICY = TypeAdapter(Policy)


def read_policy(text: str) -> Policy:
    """The policy in a file's text; `DataFileError` names the entry at fault."""
    try:
        data: Any = yaml.safe_load(text)
        return _POLICY.validate_python(data)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataFileError(f"{FILE}, line {line}: {error.problem or 'not YAML'}; correct the file") from error
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(map(str, problem["loc"]))
        raise DataFileError(f"{FILE}, entry {place or '(all)'}: {problem['msg']}; correct the file") from error


@lru_cache(maxsize=1)
def policy() -> Policy:
    """The policy, read once."""
    return read_policy(files("sutradhar.graph").joinpath("resolution.yaml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _tenure_words() -> tuple[tuple[str, ...], ...]:
    tenure = policy().tenure
    words = (*tenure.former, *tenure.new, *tenure.current)
    return tuple(sorted((tuple(each.split()) for each in words), key=lambda each: (-len(each), each)))


@lru_cache(maxsize=16_384)
def bare_title(title: str) -> str:
    """A title without the words that say how it is held: "former foreign minister" is the office "foreign minister"."""
    words = title.split()
    while len(words) > 1:
        found = next((each for each in _tenure_words() if tuple(words[: len(each)]) == each), None)
        if found is None or len(found) == len(words):
            break
        words = words[len(found) :]
    return " ".join(words)


@lru_cache(maxsize=1)
def _field_words() -> Mapping[str, str]:
    return {word: field for field, words in policy().fields.items() for word in words}


@lru_cache(maxsize=16_384)
def field_of(title: str) -> str | None:
    """The field of work that a title or occupation belongs to, by the last word or words that are listed; else None."""
    words = title.split()
    for end in range(len(words), 0, -1):
        for start in range(end):
            if field := _field_words().get(" ".join(words[start:end])):
                return field
    return None


def says_dead(word: str) -> bool:
    """Whether a word before a name says that its bearer is dead."""
    return word in policy().dead


@lru_cache(maxsize=1)
def _surname_keys() -> frozenset[str]:
    return frozenset(map(name_key, policy().surnames))


def tells_nothing(identity: str) -> bool:
    """Whether a one-word name is so common that its bearers in two articles are taken for two."""
    return identity in _surname_keys()


@lru_cache(maxsize=1)
def _sound_classes() -> dict[int, str]:
    return str.maketrans({letter: group[0] for group in policy().sounds for letter in group})


@lru_cache(maxsize=65_536)
def phonetic(name: str) -> str:
    """The blocking key of a name: the consonants of its name key by classes of sounds, without y, h and doublings.

    A word without two consonants keeps its vowels.
    """
    return "".join(_sounded(word) for word in name_key(name).split("-"))


def _sounded(word: str) -> str:
    consonants = [letter for letter in word.translate(_sound_classes()) if letter not in "aiuyh"]
    if len(consonants) < 2:
        return word.translate(_sound_classes())
    return "".join(letter for at, letter in enumerate(consonants) if at == 0 or letter != consonants[at - 1])
