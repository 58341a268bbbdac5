"""Make ingest/hi/gazetteer/common.tsv: surfaces of the gazetteer that are also ordinary words or usual personal names.

    python tools/gazetteer_common.py PATH/TO/Hindi-train.txt

IL-NER Hindi (IIIT Hyderabad, C-DAC Noida, IIIT Bhubaneswar; CC BY 4.0), two columns: word, BIO tag. Names of people
come from tests/bench/data/names-hi-en.tsv.gz (in-rolls/indicate, MIT) and the gazetteer's own persons, other words from
the lexicons in ingest/hi.

A surface is common when one of these knows it as a word or as a part of a person's name, unless it stands for a place
that is much better known (a country, a capital, an Indian state, a large city) or for an organisation. `KEEP` and
`DROP` are the corrections of a reader of the list.
"""

import gzip
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sutradhar.graph.names import normalise

ROOT = Path(__file__).parents[1]
HINDI = ROOT / "ingest/hi"
SOURCES = ("countries.tsv", "regions.tsv", "states.tsv", "cities.tsv.gz", "organisations.tsv", "persons.tsv")
LEXICONS = ("titles", "times", "numbers", "casualties", "reporting", "pronouns", "frames", "organisations")
HEADER = """# Surfaces of the gazetteer that are also an ordinary word or a usual name, surname, caste or title of people.
# Made by tools/gazetteer_common.py: correct its lists, not this file.
# source: IL-NER Hindi (CC BY 4.0); names of in-rolls/indicate (MIT); chosen and completed by hand for Sutradhar
# licence: CC BY 4.0
key
"""
LARGE = 300_000  # a city of so many people is rather the city than a person's name
USUAL = 3  # so often a word must stand in a list of people's names to be a usual name
LONGEST = 3  # words of a surface
# Common although the sources do not say so: towns first, then organisations, then Latin ones.
KEEP = frozenset(
    normalise(word)
    for word in """
    अटक अब अहार आभा ऑस्टिन इज ईसे एकर कति कसूर कां काजो काटी कारी कारो किना कैन कोट कोटा कोठी क्वींस
    खांड खाप खोर गाली गाले गुरेज गोरखा चमन चाक चीक चीना छला छुरा जवाई जालि जीरा जुआ जुग जैस जोरा जोस झोल
    टांक टायर टोपी डंडी डागा डिल डेरी डोरी तांगे तांता तापा तापी ताल तारी तिका तिम तुला तुली तेरी थल थारा दमक दमन दही दांत दानो
    दारु दाली दासन दूम दोला धार धीन नकला नगरी नगा नवा नवान नागा नाडा नाडी नादा नान नापा नामा नेह पकी पछी पन्ना
    पारे पारो पीसा पुता पुर पेच पेनल फरली फेक बंगल बक्सा बटु बस्ती बांका बाडी बाथ बानी बारी बीना
    बुंद बुआ बुनी बूंदी बेजा बेद बेलगाम बैटमैन बोरी ब्रश भगता भात भाती भूम भूमा मंगा मंत मकाई मचला मती मथुर मदान
    मरण मरन मरी मलंग मसाई मांड मांस मागे माती मारो माली माहे मिठी मेना मेस मैडिसन मोका मोरा मोरो मोली मौ मौर याह
    रफा रला रसा राफा राया रिंग रीस रेले रेवा रोहे लवंग लाक लार लोडी वकास वराह वान वाना वारि विक्टोरिया वैशाली वोल शाबा शार्लोट
    संघर सगा सबर सबी सवार सहम साग सागा साज सादा साना साभा साम सायन सिक्का सुर सुवा सेंचुरियन सेब सोफिया स्प्लिट हनाम हमी
    हल हलवा हा हात हाता हामि हाला हिलो हमदान हैमिल्टन होमर बेल
    आप गेल जंग जियो टास टिस डेल डॉन तास थलसेना फतह बिल्ड भाषा भेल मजलिस मिंट मेटा रॉ लोकपाल वफा वाम वार्ता शास साई साना साब
    सामना सेल सोनी
    bath batman mobile most nice orange reading split van
    """.split()
) | {normalise("आज तक")}
# Not common: far more often the place.
DROP = frozenset(
    normalise(word)
    for word in """
    ऋषिकेश कीव केदारनाथ पोखरण प्योंगयांग बर्न बांदा बागेश्वर बाराबंकी सिरसा रोड्स मंडेला
    """.split()
)


def text_of(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")


def table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a tab-separated file with `#` lines and column names."""
    lines = [line for line in text_of(path).split("\n") if line and not line.startswith("#")]
    columns = lines[0].split("\t")
    return (dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:])


@dataclass
class Surfaces:
    """The gazetteer's keys: all; of cities; of well known places; of large cities; of people and organisations."""

    every: set[str] = field(default_factory=set)
    city: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    large: set[str] = field(default_factory=set)
    other: set[str] = field(default_factory=set)
    name_words: set[str] = field(default_factory=set)  # the words of people's names


def surfaces() -> Surfaces:
    result = Surfaces()
    rows = [(source, row) for source in SOURCES for row in table(HINDI / "gazetteer" / source)]
    capitals = {row["capital"] for _, row in rows if row.get("capital")}
    for source, row in rows:
        names = [row["name"], row["name_en"], *row.get("aliases", "").split("|")]
        own = row["keys"].split("|") if row.get("keys") else [key for key in map(normalise, names) if key]
        result.every.update(own)
        kept = source in ("countries.tsv", "states.tsv", "regions.tsv") and row["place_type"] not in (
            "district",
            "city",
        )
        if kept or row["id"] in capitals:
            result.known.update(own)
        elif source in ("organisations.tsv", "persons.tsv"):
            result.other.update(own)
        elif int(row.get("population") or 0) >= LARGE:
            result.large.update(own)
        if source == "cities.tsv.gz":
            result.city.update(own)
        if source == "persons.tsv":
            result.name_words |= {word for key in own for word in key.split()}
    return result


@dataclass
class Annotated:
    """How often a surface of IL-NER is no name, (part of) a person's name, (part of) a place's name."""

    plain: Counter[str] = field(default_factory=Counter)
    person: Counter[str] = field(default_factory=Counter)
    place: Counter[str] = field(default_factory=Counter)


def annotated(path: Path) -> Annotated:
    result = Annotated()
    run: list[str] = []
    for line in [*path.read_text("utf-8").split("\n"), ""]:
        word, _, tag = line.partition("\t")
        word = normalise(word)
        if "NEP" in tag and word:
            result.person[word] += 1
        elif "NEL" in tag and word:
            result.place[word] += 1
        run = [*run[1 - LONGEST :], word] if word and tag.strip() == "O" else []
        for start in range(len(run)):
            result.plain[" ".join(run[start:])] += 1
    return result


def lexicon() -> set[str]:
    """The Devanagari words of the lexicons about offices, times, numbers and verbs."""
    paths = [*(HINDI / f"{name}.yaml" for name in LEXICONS), *sorted((HINDI / "predicates").glob("*.yaml"))]
    return {normalise(word) for path in paths for word in re.findall(r"[\u0900-\u0963]+", path.read_text("utf-8"))}


def usual_names() -> set[str]:
    """Words that occur in several people's names."""
    seen = Counter(
        normalise(word) for row in table(ROOT / "tests/bench/data/names-hi-en.tsv.gz") for word in row["hindi"].split()
    )
    return {word for word, count in seen.items() if count >= USUAL and len(word) > 1}


def is_common(key: str, gazetteer: Surfaces, words: set[str], given: set[str], seen: Annotated) -> bool:
    """Whether a surface needs something else that speaks for a name."""
    if key in gazetteer.known or unicodedata.category(key[0]) == "Nd":
        return False
    if key in gazetteer.other:
        return False
    if key in words:
        return True
    if key in gazetteer.large:
        return False
    if seen.plain[key] > 2 * seen.place[key]:
        return True
    return " " not in key and (seen.person[key] > seen.place[key] or key in given and seen.place[key] < 2)


def main(names: str) -> None:
    gazetteer = surfaces()
    seen = annotated(Path(names))
    words = lexicon()
    words |= {
        normalise(line) for line in text_of(HINDI / "common_words.tsv.gz").split("\n") if not line.startswith("#")
    }
    given = usual_names() | gazetteer.name_words
    common = {key for key in gazetteer.every if is_common(key, gazetteer, words, given, seen)}
    unused = sorted((KEEP - gazetteer.every) | (KEEP & common) | (DROP - common))
    common = (common | KEEP & gazetteer.every) - DROP
    (HINDI / "gazetteer/common.tsv").write_text(HEADER + "\n".join(sorted(common)) + "\n", "utf-8")
    print(len(common), "surfaces")
    if unused:
        print("corrections without effect:", " ".join(unused))


if __name__ == "__main__":
    main(sys.argv[1])
