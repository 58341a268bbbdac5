"""Gazetteers: what is known beforehand about countries, regions, cities, organisations and people, and how to find it.

The knowledge lies in `hi/gazetteer/*.tsv`; a file's head says where it comes from. Names are compared in the form that
`graph.names.normalise` gives, so nukta, chandrabindu, half nasals, hyphens and capitals make no difference. A surface
can stand for several things; candidates come best known first. A surface that is also an ordinary word or a usual
personal name (`common.tsv`) marks its candidates `common`: they count only when something else speaks for a name.
"""

from __future__ import annotations

import gzip
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from sutradhar.errors import DataFileError
from sutradhar.graph.model import EntityLabel
from sutradhar.graph.names import name_key, normalise

FOLDER = "hi/gazetteer"
# Which files there are, and what their rows are.
SOURCES: dict[str, EntityLabel] = {
    "countries.tsv": "Place",
    "regions.tsv": "Place",
    "states.tsv": "Place",
    "cities.tsv.gz": "Place",
    "organisations.tsv": "Organization",
    "persons.tsv": "Person",
}
COMMON = "common.tsv"
_MANY = frozenset({"cities.tsv.gz"})
_BIG = 300_000  # people in a town that is found by the sound of its name
HOME = "IN"
JOINERS = frozenset("-‐‑–.'’॰")
# How well known a thing is whose file has no population: a place of this many people weighs as much.
WEIGHT = {
    "country": 1e11,
    "continent": 5e10,
    "region": 5e7,
    "sea": 5e7,
    "state": 3e7,
    "district": 1e6,
    "Organization": 2e7,
    "Person": 1e7,
}
HOME_FACTOR, CAPITAL_FACTOR = 3.0, 30.0
# Names of the Latin letters: an abbreviation that is spelt with them may be written apart ("पी टी आई", "पी.टी.आई.").
LETTERS = "ए|बी|सी|डी|ई|एफ|जी|एच|आई|आइ|जे|के|एल|एम|एन|ओ|पी|क्यू|आर|एस|टी|यू|वी|डब्ल्यू|डब्लू|एक्स|वाई|वाइ|जेड"
_SPELT = re.compile(f"(?:{LETTERS}){{2,}}")
_LETTER = re.compile(LETTERS.replace("ए|", "").replace("ई|", "") + "|ए|ई")
_PLURAL = (("ी", "ियों"), ("ा", "ों"), ("", "ों"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One known thing.

    `id` is its identity in the graph: the Wikidata id, else the GeoNames id as `gn:…`, else `sd:…`. `name` is the Hindi
    name that is shown; coordinates are degrees; `within` is the id of the country or state around a place; `population`
    is 0 where unknown; `kind` says what an organisation is (agency, party, court, company …). `common` belongs to the
    surface that was looked up, not to the thing.
    """

    id: str
    label: EntityLabel
    name: str
    name_en: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    place_type: str | None = None
    country_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    within: str | None = None
    population: int = 0
    kind: str | None = None
    capital: str | None = None
    common: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a file, not yet read further: most of the cities are never asked for."""

    source: str
    line: int
    values: dict[str, str]

    def entry(self) -> Entry:
        """The row as an `Entry`; `DataFileError` names file and line."""
        get = self.values.get
        try:
            identity = self.values["id"]
            return Entry(
                id=identity,
                label=SOURCES[self.source],
                name=self.values["name"],
                name_en=self.values["name_en"],
                aliases=_several(get("aliases", "")),
                wikidata=identity if identity.startswith("Q") else None,
                place_type=get("place_type") or None,
                country_code=get("country_code") or None,
                latitude=_number(get("latitude", "")),
                longitude=_number(get("longitude", "")),
                within=get("within") or None,
                population=int(get("population") or 0),
                kind=get("kind") or None,
                capital=get("capital") or None,
            )
        except (KeyError, ValueError) as error:
            raise DataFileError(f"{FOLDER}/{self.source}, line {self.line}: {error!r}; correct the row") from error

    def keys(self) -> Iterable[str]:
        """The forms its names are compared in; generated files bring them along."""
        if ready := self.values.get("keys"):
            return ready.split("|")
        names = [self.values.get("name", ""), self.values.get("name_en", ""), *_several(self.values.get("aliases", ""))]
        keys = [normalise(name) for name in names if name]
        if SOURCES[self.source] == "Organization" or self.source == "countries.tsv":
            keys += [" ".join(_LETTER.findall(key)) for key in keys if _SPELT.fullmatch(key)]
        return [key for key in keys if key]


class Gazetteer:
    """All entries, found by surface, id, adjective or country code; made by `Gazetteer.load()`."""

    def __init__(self, rows: Iterable[_Row], common: Iterable[str]) -> None:
        self._common = frozenset(common)
        self._rows: dict[str, _Row] = {}
        self._index: dict[str, list[str]] = {}
        self._longest: dict[str, int] = {}
        self._demonyms: dict[str, str] = {}
        self._countries: dict[str, str] = {}
        self._entries: dict[str, Entry] = {}
        self._found: dict[str, tuple[Entry, ...]] = {}
        self._surnames: dict[str, set[str]] = {}
        self._sounds: dict[str, dict[str, list[str]]] = {}
        for row in rows:
            self._add(row)
        self._capitals = {row.values["capital"] for row in self._rows.values() if row.values.get("capital")}

    @staticmethod
    def load() -> Gazetteer:
        """The gazetteer that ships with Sutradhar, read once per process; a malformed file raises `DataFileError`."""
        return _load()

    def _add(self, row: _Row) -> None:
        identity = row.values.get("id")
        if not identity or identity in self._rows:
            problem = f"the id {identity!r} occurs twice" if identity else "no id"
            raise DataFileError(f"{FOLDER}/{row.source}, line {row.line}: {problem}; give each row its own id")
        self._rows[identity] = row
        for key in row.keys():  # noqa: SIM118 - a row is no mapping
            if row.source in _MANY and key in self._demonyms:  # कजाख is a people before it is a small town
                continue
            ids = self._index.setdefault(key, [])
            if identity not in ids:
                ids.append(identity)
            first, _, rest = key.partition(" ")
            size = rest.count(" ") + 2 if rest else 1
            if size > self._longest.get(first, 0):
                self._longest[first] = size
        for word in _several(row.values.get("demonyms", "")):
            for form in _forms(normalise(word)):
                self._demonyms.setdefault(form, identity)
        if row.source == "countries.tsv":
            self._countries[row.values["country_code"]] = identity

    def get(self, identity: str) -> Entry | None:
        """The entry with this id."""
        entry = self._entries.get(identity)
        if entry is None and (row := self._rows.get(identity)) is not None:
            entry = self._entries[identity] = row.entry()
        return entry

    def country(self, code: str) -> Entry | None:
        """The country with this ISO 3166 alpha-2 code."""
        identity = self._countries.get(code)
        return self.get(identity) if identity is not None else None

    def is_capital(self, entry: Entry) -> bool:
        return entry.id in self._capitals

    def capital_of(self, identity: str) -> Entry | None:
        """The capital of a country or state, by that place's id."""
        place = self.get(identity)
        return self.get(place.capital) if place is not None and place.capital else None

    def demonym(self, word: str) -> Entry | None:
        """The place that an adjective or a word for its people names: रूसी, रूसियों, उत्तर कोरियाई."""
        identity = self._demonyms.get(normalise(word))
        return self.get(identity) if identity is not None else None

    def lookup(self, surface: str) -> tuple[Entry, ...]:
        """All entries a name can stand for, best known first; an oblique form (पटने) stands for its direct one."""
        return self._find(normalise(surface))

    def _find(self, key: str) -> tuple[Entry, ...]:
        found = self._found.get(key)
        if found is None:
            found = self._direct(key)
            if not found and len(key) > 3 and key.endswith("े"):
                direct = self._direct(f"{key[:-1]}ा")
                found = tuple(entry for entry in direct if entry.label == "Place" and not entry.common)
            self._found[key] = found
        return found

    def _direct(self, key: str) -> tuple[Entry, ...]:
        entries = self._entries_of(self._index.get(key, ()))
        if key in self._common:
            entries = [replace(entry, common=True) for entry in entries]
        return self._ranked(entries)

    def _entries_of(self, ids: Iterable[str]) -> list[Entry]:
        return [entry for entry in map(self.get, ids) if entry is not None]

    def _ranked(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Best known first."""
        return tuple(sorted(entries, key=lambda entry: (-self.prior(entry), entry.id)))

    def sounding(self, surface: str, label: EntityLabel) -> tuple[Entry, ...]:
        """Entries of a kind whose name is spelt otherwise but sounds the same (कसीम-जोमार्ट, कासिम-जोमार्त), best first.

        Of places only countries and big towns are looked for: there is always a village somewhere that sounds alike.
        """
        if label not in self._sounds:
            index: dict[str, list[str]] = {}
            self._sounds[label] = index
            for identity, row in self._rows.items():
                if SOURCES[row.source] != label or row.source in _MANY and int(row.values["population"]) < _BIG:
                    continue
                for key in row.keys():  # noqa: SIM118 - a row is no mapping
                    known = index.setdefault(name_key(key), [])
                    if identity not in known:
                        known.append(identity)
        return self._ranked(self._entries_of(self._sounds[label].get(name_key(surface), ())))

    def surnamed(self, surname: str) -> tuple[Entry, ...]:
        """The known people whose name ends in this word."""
        if not self._surnames:
            for identity, row in self._rows.items():
                if SOURCES[row.source] == "Person":
                    for key in row.keys():  # noqa: SIM118 - a row is no mapping
                        self._surnames.setdefault(key.split()[-1], set()).add(identity)
        return tuple(self._entries_of(sorted(self._surnames.get(normalise(surname), ()))))

    def prior(self, entry: Entry) -> float:
        """How well known an entry is to readers of Hindi news, 1 and up; only for comparing entries of one surface."""
        weight = max(WEIGHT.get(entry.place_type or entry.label, 0.0), entry.population, 10.0)
        if entry.country_code == HOME:
            weight *= HOME_FACTOR
        if entry.id in self._capitals:
            weight *= CAPITAL_FACTOR
        return math.log10(weight)

    def scan(self, tokens: Sequence[str]) -> list[tuple[int, int, tuple[Entry, ...]]]:
        """The longest known names in a sentence, left to right without overlap: (start, end, candidates), end excluded."""
        words = [normalise(token) for token in tokens]
        result = []
        start = 0
        while start < len(words):
            match = self._longest_from(tokens, words, start)
            if match is None:
                start += 1
            else:
                result.append((start, *match))
                start = match[0]
        return result

    def _longest_from(
        self, tokens: Sequence[str], words: Sequence[str], start: int
    ) -> tuple[int, tuple[Entry, ...]] | None:
        limit = self._limit(words[start].partition(" ")[0])
        # Latin abbreviations collide with English words (us, who): a name is never all in small letters.
        if not limit or tokens[start].isascii() and tokens[start].islower():
            return None
        best = None
        key, size, end = "", 0, start
        while end < len(words):
            word = words[end]
            if not word:
                if tokens[end] not in JOINERS:
                    break
            else:
                key = f"{key} {word}" if key else word
                size += word.count(" ") + 1
                if size > limit:
                    break
                if found := self._find(key):
                    best = (end + 1, found)
            end += 1
        return best

    def _limit(self, first: str) -> int:
        limit = self._longest.get(first, 0)
        return max(limit, self._longest.get(f"{first[:-1]}ा", 0)) if first.endswith("े") else limit

    def __iter__(self) -> Iterator[Entry]:
        """All entries, in the files' order."""
        return (row.entry() for row in self._rows.values())

    def __len__(self) -> int:
        return len(self._rows)


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _forms(word: str) -> tuple[str, ...]:
    """An adjective with the oblique plural of the people it names (रूसियों, तुर्कों)."""
    ending, plural = next((ending, plural) for ending, plural in _PLURAL if word.endswith(ending))
    return word, word.removesuffix(ending) + plural


def read_table(source: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a gazetteer file with their line numbers: tab-separated, `#` lines first, then the column names."""
    path = files("sutradhar.ingest").joinpath(FOLDER).joinpath(source)
    data = path.read_bytes()
    text = (gzip.decompress(data) if source.endswith(".gz") else data).decode("utf-8")
    columns: list[str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if columns is None:
            columns = cells
        elif len(cells) != len(columns):
            problem = f"{len(cells)} cells instead of {len(columns)}"
            raise DataFileError(f"{FOLDER}/{source}, line {number}: {problem}; separate cells with one tab each")
        else:
            yield number, dict(zip(columns, cells, strict=True))


@cache
def _load() -> Gazetteer:
    rows = (_Row(source, number, values) for source in SOURCES for number, values in read_table(source))
    return Gazetteer(rows, (values["key"] for _, values in read_table(COMMON)))
