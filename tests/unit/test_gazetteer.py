"""The gazetteers: every file is linted, and names are found in the forms in which Hindi news writes them."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path

import pytest

from sutradhar.errors import DataFileError
from sutradhar.graph.names import normalise
from sutradhar.ingest import gazetteer
from sutradhar.ingest.gazetteer import COMMON, SOURCES, Entry, Gazetteer, read_table

FOLDER = Path(__file__).parents[2] / "ingest" / "hi" / "gazetteer"
IDENTITY = re.compile(r"Q[1-9]\d*|gn:[1-9]\d*|sd:[a-z0-9]+(-[a-z0-9]+)*")
DEVANAGARI = re.compile(r"[\u0900-\u0963\u0966-\u097f\u200c\u200d .,'’()&/0-9-]+")
PLACE_TYPES = {"country", "continent", "region", "sea", "island", "state", "district", "city"}


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return Gazetteer.load()


def text_of(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")


def ids(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.id for entry in entries]


# --- the files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", [*SOURCES, COMMON])
def test_a_file_says_where_it_comes_from_and_under_which_licence(source: str) -> None:
    head = [line for line in text_of(FOLDER / source).split("\n") if line.startswith("#")]
    assert any(line.startswith("# source: ") for line in head)
    assert any(line.startswith("# licence: ") for line in head)
    assert list(read_table(source))


def test_every_file_is_read() -> None:
    assert {path.name for path in FOLDER.glob("*.tsv*")} == {*SOURCES, COMMON}


@pytest.mark.parametrize("source", list(SOURCES))
def test_rows_are_well_formed(source: str) -> None:
    problems = []
    for line, row in read_table(source):
        several = [row["name"], *filter(None, row.get("aliases", "").split("|"))]
        wrong = [cell for cell in row.values() if cell != cell.strip() or "||" in cell or cell[:1] == "|"]
        if wrong or not IDENTITY.fullmatch(row["id"]) or not row["name"] or not row["name_en"]:
            problems.append((line, row["id"], wrong))
        if not all(normalise(name) for name in several) or "keys" in row and not row["keys"]:
            problems.append((line, row["id"], "a name without a letter, or no keys"))
        if "place_type" in row and row["place_type"] not in PLACE_TYPES:
            problems.append((line, row["id"], row["place_type"]))
        if row.get("latitude") and not (abs(float(row["latitude"])) <= 90 and abs(float(row["longitude"])) <= 180):
            problems.append((line, row["id"], "coordinates"))
    assert not problems


@pytest.mark.parametrize("source", [source for source in SOURCES if source != "organisations.tsv"])
def test_names_are_hindi(source: str) -> None:
    assert [(line, row["name"]) for line, row in read_table(source) if not DEVANAGARI.fullmatch(row["name"])] == []


def test_ids_occur_once_and_refer_to_rows() -> None:
    rows = [(source, line, row) for source in SOURCES for line, row in read_table(source)]
    seen = Counter(row["id"] for _, _, row in rows)
    assert [identity for identity, count in seen.items() if count > 1] == []
    dangling = [
        (source, line, row[column])
        for source, line, row in rows
        for column in ("within", "capital")
        if row.get(column) and row[column] not in seen
    ]
    assert dangling == []


def test_country_codes_are_those_of_countries() -> None:
    codes = {row["country_code"] for _, row in read_table("countries.tsv")}
    unknown = {row["country_code"] for source in SOURCES for _, row in read_table(source)} - codes - {""}
    assert unknown == set()


def test_ready_keys_are_normalised() -> None:
    keys = {key for _, row in read_table("cities.tsv.gz") for key in row["keys"].split("|")}
    assert [key for key in keys if normalise(key) != key] == []


def test_common_surfaces_are_normalised_and_occur(known: Gazetteer) -> None:
    surfaces = [row["key"] for _, row in read_table(COMMON)]
    assert surfaces == sorted(set(surfaces))
    assert [key for key in surfaces if normalise(key) != key or not known.lookup(key)] == []


def test_only_a_country_that_is_a_word_is_common(known: Gazetteer) -> None:
    countries = [entry for entry in known if entry.place_type == "country"]
    common = [entry.name for entry in countries if any(found.common for found in known.lookup(entry.name))]
    assert common == ["माली"]  # a gardener, and a surname


def test_an_indian_city_lies_in_a_state() -> None:
    states = {row["id"] for _, row in read_table("states.tsv")}
    cities = [row for _, row in read_table("cities.tsv.gz") if row["country_code"] == "IN"]
    assert [row["name"] for row in cities if row["within"] not in states] == []


# --- finding names ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("surface", "name_en", "code"),
    [
        ("लंदन", "London", "GB"),
        ("मॉस्को", "Moscow", "RU"),
        ("मास्को", "Moscow", "RU"),
        ("वॉनसान", "Wŏnsan", "KP"),
        ("वोनसान", "Wŏnsan", "KP"),
        ("वोंसान", "Wŏnsan", "KP"),
        ("प्योंगयांग", "Pyongyang", "KP"),
        ("कीव", "Kyiv", "UA"),
        ("व्लादिवोस्तोक", "Vladivostok", "RU"),
        ("वाशिंगटन", "Washington", "US"),
        ("न्यूयॉर्क", "New York City", "US"),
        ("सना", "Sanaa", "YE"),
        ("नई दिल्ली", "New Delhi", "IN"),
        ("पटना", "Patna", "IN"),
        ("पटने", "Patna", "IN"),
        ("बनारस", "Varanasi", "IN"),
        ("हैदराबाद", "Hyderabad", "IN"),
        ("बेंगलुरु", "Bengaluru", "IN"),
        ("Wonsan", "Wŏnsan", "KP"),
    ],
)
def test_a_city_is_found(known: Gazetteer, surface: str, name_en: str, code: str) -> None:
    best = known.lookup(surface)[0]
    assert (best.name_en, best.country_code, best.place_type) == (name_en, code, "city")


@pytest.mark.parametrize("surface", ["पूर्वी चंपारण", "गौतम बुद्ध नगर", "किन्नौर", "उत्तर 24 परगना", "लखीमपुर खीरी", "कंधमाल"])
def test_a_district_is_found(known: Gazetteer, surface: str) -> None:
    assert known.lookup(surface)[0].country_code == "IN"


def test_a_state_comes_before_its_city_and_a_country_before_its_capital(known: Gazetteer) -> None:
    assert known.lookup("दिल्ली")[0].place_type == "state"
    assert known.lookup("सिंगापुर")[0].place_type == "country"


@pytest.mark.parametrize("surface", ["गया", "कसूर", "बस्ती", "खन्ना", "अटक", "पुरी", "भावना", "आप"])
def test_an_ordinary_word_or_surname_is_common(known: Gazetteer, surface: str) -> None:
    found = known.lookup(surface)
    assert found and all(entry.common for entry in found)


@pytest.mark.parametrize("surface", ["पटना", "सूरत", "पुणे", "जॉर्डन", "रांची", "लंदन", "कीव", "बाकू"])
def test_a_well_known_place_is_not_common(known: Gazetteer, surface: str) -> None:
    assert not any(entry.common for entry in known.lookup(surface))


@pytest.mark.parametrize("word", ["रूसी", "रूसियों"])
def test_a_demonym_names_its_country(known: Gazetteer, word: str) -> None:
    place = known.demonym(word)
    assert place is not None and place.name_en == "Russia"


def test_a_name_is_found_by_id_and_code(known: Gazetteer) -> None:
    country = known.country("KP")
    assert country is not None and known.get(country.id) is country
    assert known.get("Q0") is None and known.country("XX") is None


def test_the_longest_name_wins(known: Gazetteer) -> None:
    tokens = "उत्तर कोरिया के नेता ने नई दिल्ली और लॉस एंजिलिस में कहा".split()
    found = [(start, end, entries[0].name_en) for start, end, entries in known.scan(tokens) if not entries[0].common]
    assert found == [(0, 2, "North Korea"), (5, 7, "New Delhi"), (8, 10, "Los Angeles")]


def test_a_hyphen_or_dot_may_stand_inside_a_name(known: Gazetteer) -> None:
    ends = [end for _, end, _ in known.scan(["पोर्ट", "-", "ओ", "-", "प्रिंस", "में"])]
    assert ends == [5]


def test_small_latin_letters_are_no_name(known: Gazetteer) -> None:
    assert known.scan(["us", "who"]) == []


# --- gazetteers of one's own ------------------------------------------------------------------------------------------

COUNTRIES = "id\tname\tname_en\tplace_type\tcountry_code\tcapital\n"
CITIES = "id\tname\tname_en\tplace_type\tcountry_code\tlatitude\tpopulation\n"


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    folder = tmp_path / "hi" / "gazetteer"
    folder.mkdir(parents=True)
    monkeypatch.setattr(gazetteer, "files", lambda _: tmp_path)

    def load(**texts: str) -> Gazetteer:
        for source in (*SOURCES, COMMON):
            data = texts.get(source.partition(".")[0], "id\tname\tname_en\tcountry_code\n").encode()
            (folder / source).write_bytes(gzip.compress(data) if source.endswith(".gz") else data)
        return gazetteer._load.__wrapped__()

    return load


def test_a_capital_is_found_and_better_known(load) -> None:  # type: ignore[no-untyped-def]
    made = load(
        countries=f"{COUNTRIES}Q1\tकखग\tKakhaga\tcountry\tKK\tQ3\n",
        cities=f"{CITIES}Q2\tचछज\tChachaja\tcity\tKK\t1.5\t20\nQ3\tचछज\tChachaja\tcity\tKK\t2.5\t10\n",
        common="key\nचछज\n",
    )
    capital = made.capital_of("Q1")
    assert capital is not None and capital.id == "Q3" and not capital.common
    assert ids(made.lookup("चछज")) == ["Q3", "Q2"]
    assert all(entry.common for entry in made.lookup("चछज"))
    assert made.capital_of("Q3") is None


def test_a_row_with_a_missing_cell_names_file_and_line(load) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DataFileError, match=r"countries\.tsv, line 3: 5 cells instead of 6"):
        load(countries=f"# head\n{COUNTRIES}Q1\tकखग\tKakhaga\tcountry\tKK\n", common="key\n")


def test_an_id_that_occurs_twice_names_file_and_line(load) -> None:  # type: ignore[no-untyped-def]
    row = "Q1\tकखग\tKakhaga\tcountry\tKK\t\n"
    with pytest.raises(DataFileError, match=r"countries\.tsv, line 3: the id 'Q1' occurs twice"):
        load(countries=COUNTRIES + row + row, common="key\n")


def test_a_number_that_is_none_names_file_and_line(load) -> None:  # type: ignore[no-untyped-def]
    made = load(cities=f"{CITIES}Q2\tचछज\tChachaja\tcity\tKK\tnorth\t20\n", common="key\n")
    with pytest.raises(DataFileError, match=r"cities\.tsv\.gz, line 2: .*north"):
        made.lookup("चछज")
