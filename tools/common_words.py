"""Make ingest/hi/common_words.tsv.gz: words that IL-NER's annotators saw often and never as part of a name.

    python tools/common_words.py PATH/TO/Hindi-train.txt

IL-NER Hindi (IIIT Hyderabad, C-DAC Noida, IIIT Bhubaneswar; CC BY 4.0), two columns: word, BIO tag.
"""

import gzip
import sys
import unicodedata
from collections import Counter
from pathlib import Path

MIN_COUNT = 2
NAMES = ("NEP", "NEL", "NEO", "NEAR")
HEADER = """# Words seen at least twice in IL-NER Hindi (training part) and never as part of a name of a person, place
# or organisation.
# source: IL-NER Hindi, made by tools/common_words.py; licence: CC BY 4.0
"""


def main(path: str) -> None:
    seen: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for line in Path(path).read_text("utf-8").splitlines():
        word, _, tag = line.partition("\t")
        word = unicodedata.normalize("NFC", word.strip())
        if word.isdigit() or not any("\u0900" <= char <= "\u097f" for char in word):
            continue
        seen[word] += 1
        named[word] += any(name in tag for name in NAMES)
    words = sorted(word for word, count in seen.items() if count >= MIN_COUNT and not named[word])
    target = Path(__file__).parents[1] / "ingest/hi/common_words.tsv.gz"
    with target.open("wb") as stream, gzip.GzipFile(fileobj=stream, mode="wb", mtime=0, filename="") as packed:
        packed.write((HEADER + "\n".join(words) + "\n").encode("utf-8"))
    print(len(words), "words")


main(sys.argv[1])
