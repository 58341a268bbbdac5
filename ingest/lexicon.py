"""The predicate lexicon: which words tell which event, and which case marker gives an argument which role.

It reads the data files of `ingest/hi`: `frames.yaml` (roles), `predicates/*.yaml` (triggers), `reporting.yaml` (verbs
of saying and phrases of source) and `treaties.yaml` (nouns, clauses and status of agreements). What a file says
wrongly is a `DataFileError` that names the file and the line. Matching against dependency trees is not done here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Literal, Protocol, TypeVar, cast, get_args

import yaml

from sutradhar.errors import DataFileError
from sutradhar.graph.model import EntityLabel, Modality

TriggerPos = Literal["verb", "noun", "adj", "phrase"]
Attitude = Literal[
    "say", "claim", "warn", "threaten", "accuse", "deny", "admit", "promise", "announce", "ask", "demand", "hope",
    "fear", "believe", "praise", "explain",
]  # fmt: skip
SourceKind = Literal["source", "document"]

FRAME_KEYS = {"light", "common", "frames"}
TREATY_STATUSES = ("negotiated", "signed", "ratified", "in_force", "suspended", "ended")
ENTITY_LABELS = frozenset(get_args(EntityLabel))
PLACE_ROLES = frozenset({"place", "source", "destination"})
ROLES = PLACE_ROLES | {"actor", "recipient", "counterpart", "ally", "theme", "instrument", "about"}

_NASALS = re.compile("ङ्(?=[कखगघ])|ञ्(?=[चछजझ])|ण्(?=[टठडढ])|न्(?=[तथदध])|म्(?=[पफबभ])")


# --- what the files say -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Role:
    """How an argument is recognised: `markers` in the vocabulary of frames.yaml, `types` that may fill it."""

    name: str
    markers: tuple[str, ...]
    types: frozenset[EntityLabel]


@dataclass(frozen=True)
class Frame:
    """The roles of a predicate, in order of preference. `symmetric`: actor and counterpart may be swapped."""

    name: str
    roles: tuple[Role, ...]
    symmetric: bool = False


@dataclass(frozen=True)
class Predicate:
    """One trigger of an event of `mode`. Lemmas, light verbs and blocking words are folded (see `fold`).

    `lemmas` are the trigger's words in the order of the text. A `noun` or `adj` needs one of the `light` verbs, unless
    `nominal` lets a noun stand alone; for a `verb` or a `phrase` the last lemma is the verb itself. `blocked`: words
    that forbid this reading beside the trigger; `needs`: roles that must be filled.
    """

    mode: str
    lemmas: tuple[str, ...]
    pos: TriggerPos
    light: frozenset[str]
    nominal: bool
    frame: Frame
    blocked: frozenset[str]
    needs: tuple[str, ...]
    example: str


@dataclass(frozen=True)
class Lexicon:
    """All predicates, by the folded last lemma of their trigger; those of several words come first."""

    by_lemma: Mapping[str, tuple[Predicate, ...]]

    def find(self, lemma: str) -> tuple[Predicate, ...]:
        """The predicates whose trigger ends in this lemma, in any spelling."""
        return self.by_lemma.get(fold(lemma), ())

    def __iter__(self) -> Iterator[Predicate]:
        return (predicate for predicates in self.by_lemma.values() for predicate in predicates)

    @property
    def words(self) -> frozenset[str]:
        """The single nouns and adjectives that tell events; none of them is a name by itself."""
        return frozenset(each.lemmas[0] for each in self if len(each.lemmas) == 1 and each.pos in {"noun", "adj"})


@dataclass(frozen=True)
class ReportingVerb:
    """A verb or phrase of saying; `lemmas` and `light` as in `Predicate`; `verb` is its citation form.

    `nominal`: the noun alone also reports when a genitive names the speaker ("मंत्री का दावा है कि").
    """

    lemmas: tuple[str, ...]
    pos: TriggerPos
    light: frozenset[str]
    nominal: bool
    verb: str
    attitude: Attitude
    modality: Modality


@dataclass(frozen=True)
class SourcePhrase:
    """Words after a name that make it the source of a sentence ("के अनुसार"); a `document` is a report or a paper."""

    words: tuple[str, ...]
    kind: SourceKind


@dataclass(frozen=True)
class Reporting:
    """Verbs of saying by folded last lemma (longest first) and phrases of source (longest first)."""

    by_lemma: Mapping[str, tuple[ReportingVerb, ...]]
    sources: tuple[SourcePhrase, ...]

    def find(self, lemma: str) -> tuple[ReportingVerb, ...]:
        """The verbs of saying that end in this lemma, in any spelling."""
        return self.by_lemma.get(fold(lemma), ())


@dataclass(frozen=True)
class TreatyNoun:
    """A noun that names an agreement; `generic` ones ("समझौता") need a qualifier or two parties to name one."""

    lemmas: tuple[str, ...]
    kind: str
    name_en: str
    generic: bool


@dataclass(frozen=True)
class TreatyQualifier:
    """Folded words before a treaty noun that tell its kind ("परमाणु" → nuclear)."""

    words: tuple[str, ...]
    kind: str
    name_en: str


@dataclass(frozen=True)
class ClauseKind:
    """A kind of provision with its cues: regular expressions over a sentence's text as `fold_text` gives it."""

    kind: str
    name_hi: str
    name_en: str
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class TreatyStatus:
    """A step in a treaty's life, with its cues; a later one in the file outranks an earlier one."""

    status: str
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class TreatyWords:
    """What treaties.yaml says. `qualifiers` are sorted longest first; `kinds` gives each kind's English name."""

    nouns: Mapping[str, tuple[TreatyNoun, ...]]
    qualifiers: tuple[TreatyQualifier, ...]
    clauses: tuple[ClauseKind, ...]
    statuses: tuple[TreatyStatus, ...]
    not_treaties: frozenset[str]

    def find(self, lemma: str) -> tuple[TreatyNoun, ...]:
        """The treaty nouns that end in this lemma, in any spelling."""
        return self.nouns.get(fold(lemma), ())


class _HasLemmas(Protocol):
    @property
    def lemmas(self) -> tuple[str, ...]: ...


Entry = TypeVar("Entry", bound=_HasLemmas)


# --- spelling ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The form that spellings of one word share: no nukta, ँ and a nasal before its own class as ं, no joiners."""
    text = unicodedata.normalize("NFC", word)
    text = re.sub("[\u093c\u200b-\u200d\ufeff]", "", text).replace("ँ", "ं")
    return _NASALS.sub("ं", text)


def fold_text(text: str) -> str:
    """A whole text folded word by word, for the patterns of treaties.yaml; lengths and offsets are not kept."""
    return fold(text)


# --- YAML with line numbers -------------------------------------------------------------------------------------------


class _Block(dict[str, Any]):
    """A YAML mapping that knows the file and the line it starts on."""

    file: str
    line: int

    def error(self, what: str) -> DataFileError:
        return DataFileError(f"{self.file}:{self.line}: {what}; correct the file")


class _Loader(yaml.SafeLoader):
    """SafeLoader whose mappings are `_Block`s without repeated keys."""


def _construct_block(loader: _Loader, node: yaml.MappingNode) -> _Block:
    block = _Block()
    block.file, block.line = loader.name, node.start_mark.line + 1
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str) or key in block:
            raise DataFileError(
                f"{loader.name}:{key_node.start_mark.line + 1}: key {key!r} is repeated or not a word; correct the file"
            )
        block[key] = loader.construct_object(value_node, deep=True)
    return block


_Loader.add_constructor("tag:yaml.org,2002:map", _construct_block)


def _read(file: Traversable) -> Any:
    """The content of a YAML file, mappings as `_Block`s."""
    loader = _Loader(file.read_text("utf-8"))
    loader.name = file.name
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataFileError(f"{file.name}:{line}: not YAML ({error.problem}); correct the file") from error
    finally:
        loader.dispose()


def _read_block(file: Traversable, keys: set[str]) -> _Block:
    """The content of a file that is one mapping with exactly these keys."""
    content = _read(file)
    if not isinstance(content, _Block):
        raise DataFileError(f"{file.name}:1: expected a mapping; correct the file")
    _check_keys(content, required=keys, allowed=keys)
    return content


def _check_keys(block: _Block, required: set[str], allowed: set[str]) -> None:
    if missing := sorted(required - block.keys()):
        raise block.error(f"without {', '.join(missing)}")
    if unknown := sorted(block.keys() - allowed):
        raise block.error(f"unknown key {', '.join(unknown)} (known: {', '.join(sorted(allowed))})")


def _blocks(block: _Block, key: str) -> list[_Block]:
    items = block[key]
    if not isinstance(items, list) or not items or not all(isinstance(item, _Block) for item in items):
        raise block.error(f"'{key}' must be a list of mappings")
    return cast(list[_Block], items)


def _mapping(block: _Block, key: str) -> _Block:
    value = block[key]
    if not isinstance(value, _Block) or not value:
        raise block.error(f"'{key}' must be a mapping")
    return value


def _words(block: _Block, key: str) -> list[str]:
    items = block.get(key, [])
    if not isinstance(items, list) or not all(isinstance(item, str) and item for item in items):
        raise block.error(f"'{key}' must be a list of words")
    if len(set(items)) < len(items):
        raise block.error(f"'{key}' repeats a word")
    return cast(list[str], items)


def _text(block: _Block, key: str) -> str:
    value = block[key]
    if not isinstance(value, str) or not value.strip():
        raise block.error(f"'{key}' must be a text")
    return value


def _flag(block: _Block, key: str) -> bool:
    value = block.get(key, False)
    if not isinstance(value, bool):
        raise block.error(f"'{key}' must be true or false")
    return value


def _one_of(block: _Block, key: str, allowed: Sequence[str]) -> str:
    value = _text(block, key)
    if value not in allowed:
        raise block.error(f"{key} '{value}' is none of {', '.join(allowed)}")
    return value


def _by_last_lemma(items: Sequence[Entry]) -> Mapping[str, tuple[Entry, ...]]:
    """Entries by the last of their lemmas, longest first, else in the order of the files."""
    entries: dict[str, list[Entry]] = {}
    for item in sorted(items, key=lambda item: -len(item.lemmas)):
        entries.setdefault(item.lemmas[-1], []).append(item)
    return MappingProxyType({lemma: tuple(found) for lemma, found in entries.items()})


def _folded(text: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in text.split())


# --- frames and predicates --------------------------------------------------------------------------------------------


def _role(name: str, block: object, where: _Block) -> Role:
    if name not in ROLES:
        raise where.error(f"unknown role '{name}' (known: {', '.join(sorted(ROLES))})")
    if not isinstance(block, _Block):
        raise where.error(f"role '{name}' must be a mapping")
    _check_keys(block, required={"markers", "types"}, allowed={"markers", "types"})
    markers, types = _words(block, "markers"), frozenset(_words(block, "types"))
    if not markers or not types or types - ENTITY_LABELS:
        raise block.error(f"role '{name}' needs markers, and types out of {', '.join(sorted(ENTITY_LABELS))}")
    if name in PLACE_ROLES and types != {"Place"}:
        raise block.error(f"role '{name}' must have the type Place")
    return Role(name, tuple(markers), cast(frozenset[EntityLabel], types))


def _parse_frames(content: _Block) -> dict[str, Frame]:
    common = [_role(name, block, content) for name, block in _mapping(content, "common").items()]
    frames = {}
    for name, block in _mapping(content, "frames").items():
        if not isinstance(block, _Block):
            raise content.error(f"frame '{name}' must be a mapping")
        _check_keys(block, required={"roles"}, allowed={"roles", "symmetric"})
        if not isinstance(block["roles"], _Block) or not block["roles"]:
            raise block.error(f"frame '{name}' needs roles")
        own = [_role(role, value, block["roles"]) for role, value in block["roles"].items()]
        symmetric = _flag(block, "symmetric")
        if symmetric and not {"actor", "counterpart"} <= block["roles"].keys():
            raise block.error(f"symmetric frame '{name}' needs an actor and a counterpart")
        inherited = [role for role in common if role.name not in block["roles"]]
        frames[name] = Frame(name, (*own, *inherited), symmetric)
    return frames


def _light_sets(content: _Block) -> dict[str, list[str]]:
    return {name: _words(content["light"], name) for name in _mapping(content, "light")}


def _light(block: _Block, sets: Mapping[str, list[str]]) -> frozenset[str]:
    """Light verbs of a trigger: a set's name, a verb, or a list of both."""
    value = block.get("light", [])
    names = [value] if isinstance(value, str) else _words(block, "light")
    if unknown := [name for name in names if name.isascii() and name not in sets]:
        raise block.error(f"unknown set of light verbs '{unknown[0]}' (known: {', '.join(sets)})")
    return frozenset(fold(verb) for name in names for verb in sets.get(name, [name]))


def _trigger(
    block: _Block, mode: str, frame: str, example: str, frames: Mapping[str, Frame], sets: Mapping[str, list[str]]
) -> Predicate:
    _check_keys(block, {"lemma", "pos"}, {"lemma", "pos", "light", "nominal", "not", "needs", "frame"})
    frame = block.get("frame", frame)
    if frame not in frames:
        raise block.error(f"unknown frame '{frame}' (known: {', '.join(sorted(frames))})")
    lemmas = _folded(_text(block, "lemma"))
    pos = cast(TriggerPos, _one_of(block, "pos", get_args(TriggerPos)))
    light, nominal, needs = _light(block, sets), _flag(block, "nominal"), _words(block, "needs")
    if pos in ("verb", "phrase") and (light or nominal):
        raise block.error(f"a {pos} takes neither light verbs nor nominal")
    if pos == "phrase" and len(lemmas) < 2:
        raise block.error("a phrase has at least two words, the last of them the verb")
    if pos == "verb" and len(lemmas) > 1:
        raise block.error("a verb is one word; several are a phrase")
    if (pos == "adj" and not light) or (pos == "noun" and not (light or nominal)):
        raise block.error(f"a {pos} needs light verbs" + (" or nominal: true" if pos == "noun" else ""))
    if nominal and pos != "noun":
        raise block.error("only a noun can be nominal")
    if unknown := set(needs) - {role.name for role in frames[frame].roles}:
        raise block.error(f"frame '{frame}' has no role {', '.join(sorted(unknown))}")
    blocked = frozenset(fold(word) for word in _words(block, "not"))
    return Predicate(mode, lemmas, pos, light, nominal, frames[frame], blocked, tuple(needs), example)


def _parse_predicates(
    content: object, file: str, modes: frozenset[str], frames: Mapping[str, Frame], sets: Mapping[str, list[str]]
) -> Iterator[tuple[_Block, Predicate]]:
    if not isinstance(content, list) or not all(isinstance(item, _Block) for item in content):
        raise DataFileError(f"{file}:1: expected a list of mappings; correct the file")
    for block in content:
        _check_keys(block, {"mode", "frame", "triggers", "example"}, {"mode", "frame", "triggers", "example"})
        if block["mode"] not in modes:
            raise block.error(f"mode '{block['mode']}' is not in ontology.yaml")
        example = _text(block, "example")
        for trigger in _blocks(block, "triggers"):
            yield trigger, _trigger(trigger, block["mode"], _text(block, "frame"), example, frames, sets)


def _check_distinct(located: Sequence[tuple[_Block, Predicate]]) -> None:
    """The same words with the same light verb in the same frame must not stand for two modes, nor stand twice."""
    seen: dict[tuple[object, ...], tuple[_Block, Predicate]] = {}
    for block, predicate in located:
        uses = [*predicate.light, *(["(alone)"] if predicate.nominal else [])] or ["(verb)"]
        for use in uses:
            key = (predicate.lemmas, use, predicate.needs)
            if key in seen:
                other_block, other = seen[key]
                raise block.error(
                    f"'{' '.join(predicate.lemmas)}' with {use} is already {other.mode} "
                    f"({other_block.file}:{other_block.line})"
                )
            seen[key] = block, predicate


def _hindi() -> Traversable:
    return resources.files("sutradhar.ingest") / "hi"


def event_modes() -> frozenset[str]:
    """The modes of the event ontology (graph/ontology.yaml)."""
    ontology = _read(resources.files("sutradhar.graph") / "ontology.yaml")
    return frozenset(ontology)


@cache
def load_predicates(folder: Traversable | None = None) -> Lexicon:
    """The predicate lexicon from frames.yaml and predicates/*.yaml in `folder` (default: the bundled `ingest/hi`).

    Raises `DataFileError` with file and line on anything malformed, unknown or said twice.
    """
    folder = folder or _hindi()
    content = _read_block(folder / "frames.yaml", FRAME_KEYS)
    sets = _light_sets(content)
    frames, modes = _parse_frames(content), event_modes()
    located: list[tuple[_Block, Predicate]] = []
    for file in sorted((folder / "predicates").iterdir(), key=lambda item: item.name):
        if file.name.endswith(".yaml"):
            located += _parse_predicates(_read(file), file.name, modes, frames, sets)
    _check_distinct(located)
    return Lexicon(_by_last_lemma([predicate for _, predicate in located]))


# --- verbs of saying --------------------------------------------------------------------------------------------------


def _reporting_verb(block: _Block, sets: Mapping[str, list[str]]) -> ReportingVerb:
    _check_keys(
        block,
        required={"lemma", "pos", "verb", "attitude", "modality"},
        allowed={"lemma", "pos", "verb", "attitude", "modality", "light", "nominal"},
    )
    pos = cast(TriggerPos, _one_of(block, "pos", get_args(TriggerPos)))
    light, nominal = _light(block, sets), _flag(block, "nominal")
    if bool(light or nominal) != (pos in ("noun", "adj")):
        raise block.error("light verbs go with a noun or an adj, and with nothing else")
    return ReportingVerb(
        lemmas=_folded(_text(block, "lemma")),
        pos=pos,
        light=light,
        nominal=nominal,
        verb=_text(block, "verb"),
        attitude=cast(Attitude, _one_of(block, "attitude", get_args(Attitude))),
        modality=cast(Modality, _one_of(block, "modality", get_args(Modality))),
    )


@cache
def load_reporting(folder: Traversable | None = None) -> Reporting:
    """Verbs of saying and phrases of source from reporting.yaml; raises `DataFileError` with file and line."""
    folder = folder or _hindi()
    sets = _light_sets(_read_block(folder / "frames.yaml", FRAME_KEYS))
    content = _read_block(folder / "reporting.yaml", {"verbs", "sources"})
    verbs = [_reporting_verb(block, sets) for block in _blocks(content, "verbs")]
    sources = []
    for block in _blocks(content, "sources"):
        _check_keys(block, {"words", "kind"}, {"words", "kind"})
        kind = cast(SourceKind, _one_of(block, "kind", get_args(SourceKind)))
        sources.append(SourcePhrase(_folded(_text(block, "words")), kind))
    sources.sort(key=lambda phrase: (-len(phrase.words), phrase.words))
    return Reporting(_by_last_lemma(verbs), tuple(sources))


# --- treaties ---------------------------------------------------------------------------------------------------------


def _patterns(block: _Block) -> tuple[re.Pattern[str], ...]:
    """Regular expressions, folded so that they match text folded by `fold_text`."""
    patterns = []
    for source in _words(block, "patterns"):
        try:
            patterns.append(re.compile(fold(source)))
        except re.error as error:
            raise block.error(f"'{source}' is no regular expression ({error})") from error
    if not patterns:
        raise block.error("'patterns' is empty")
    return tuple(patterns)


@cache
def load_treaty_words(folder: Traversable | None = None) -> TreatyWords:
    """What treaties.yaml says of agreements; raises `DataFileError` with file and line."""
    keys = {"nouns", "qualifiers", "clauses", "statuses", "not_treaties"}
    content = _read_block((folder or _hindi()) / "treaties.yaml", keys)
    nouns, qualifiers, clauses, statuses = [], [], [], []
    for block in _blocks(content, "nouns"):
        _check_keys(block, {"lemma", "kind", "name_en"}, {"lemma", "kind", "name_en", "generic"})
        lemmas = _folded(_text(block, "lemma"))
        nouns.append(TreatyNoun(lemmas, _text(block, "kind"), _text(block, "name_en"), _flag(block, "generic")))
    for block in _blocks(content, "qualifiers"):
        _check_keys(block, {"words", "kind", "name_en"}, {"words", "kind", "name_en"})
        for words in _words(block, "words"):
            qualifiers.append(TreatyQualifier(_folded(words), _text(block, "kind"), _text(block, "name_en")))
    for block in _blocks(content, "clauses"):
        keys = {"kind", "name_hi", "name_en", "patterns"}
        _check_keys(block, keys, keys)
        names = _text(block, "kind"), _text(block, "name_hi"), _text(block, "name_en")
        clauses.append(ClauseKind(*names, _patterns(block)))
    for block in _blocks(content, "statuses"):
        _check_keys(block, {"status", "patterns"}, {"status", "patterns"})
        statuses.append(TreatyStatus(_one_of(block, "status", TREATY_STATUSES), _patterns(block)))
    qualifiers.sort(key=lambda qualifier: (-len(qualifier.words), qualifier.words))
    not_treaties = frozenset(fold(word) for word in _words(content, "not_treaties"))
    return TreatyWords(_by_last_lemma(nouns), tuple(qualifiers), tuple(clauses), tuple(statuses), not_treaties)
