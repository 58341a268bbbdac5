"""What an article costs as the store grows: resolution and fold of synthetic articles, without a model or a database.

The names are made of Hindi given names and surnames, drawn as unevenly as real ones (a few surnames have most bearers),
with spelling variants, surnames alone, offices, occupations and organisations. A fixed seed makes the same articles
every time.

    python tests/bench/resolution.py [ENTITIES …]        (default: 1000 10000)
"""

from __future__ import annotations

import hashlib
import random
import resource
import statistics
import sys
from itertools import accumulate
from time import process_time

from sutradhar.graph.fold import Fold
from sutradhar.graph.model import Article, ArticleRecord, Evidence, LocalEntity, Mention, Office, Sentence
from sutradhar.graph.names import name_key
from sutradhar.graph.units import Kind

SEED = 20260101
MEASURED = 300  # articles, one by one, at each size
BATCH = 500

STARTS = (
    "अ आ इ उ ओ क का कि कु के ख ग गो च चं ज जा जि ट त दा दि दे न ना नि प पा "
    "पु प्र फ ब बि भ म मा मु मो य र रा रि रो ल ला व वि श शा शि स सा सु सो ह हा हे"
).split()
MIDDLES = "ज जी जे द दी न नी म मि र री रे ल ली व वी श शे स सी ह त ति".split()
ENDS = "न नी ल ला र रा श शी त ता म मा व वी द दा क का ज जा य या ष्ण ंद्र".split()
SURNAME_ENDS = "वाल कर मानी वंशी पुरी नाथ राज ोव स्की ेंको ज़ादे मोतो यामा सन बर्ग मान".split()
TITLES = [("मंत्री", "minister"), ("विदेश मंत्री", "foreign minister"), ("प्रवक्ता", "spokesperson"), ("अध्यक्ष", "president")]
OCCUPATIONS = ["सिपाही", "क्रिकेटर", "किसान", "वकील", "अभिनेता"]
COUNTRIES = [("Q668", "भारत", "IN"), ("Q159", "रूस", "RU"), ("Q837", "नेपाल", "NP"), ("Q30", "अमेरिका", "US")]
SPELLINGS = [("ी", "ि"), ("ू", "ु"), ("श", "स"), ("व", "ब"), ("ज", "ज़"), ("न", "ण")]


class Newsroom:
    """Articles about a growing number of entities."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.given = self._words(ENDS, 2_000)
        self.surnames = ["कुमार", "सिंह", "शर्मा", "खान", *self._words(SURNAME_ENDS, 1_500)]
        # Zipf: the n-th surname has 1/n of the bearers of the first.
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.surnames) + 1)))
        self.people: list[tuple[str, Kind | None, int]] = []  # name, office (title, body), country
        self.bodies: list[str] = []
        self.articles = 0

    def _words(self, ends: list[str], number: int) -> list[str]:
        words: dict[str, None] = {}
        while len(words) < number:
            middle = self.random.choice(MIDDLES) if self.random.random() < 0.6 else ""
            words[self.random.choice(STARTS) + middle + self.random.choice(ends)] = None
        return list(words)

    def _person(self) -> tuple[str, Kind | None, int]:
        """Somebody new in one of three cases, else somebody who was in the news, the earlier the more often."""
        if not self.people or self.random.random() < 0.35:
            surname = self.random.choices(self.surnames, cum_weights=self.weights)[0]
            office = self.random.choice(TITLES) if self.random.random() < 0.3 else None
            person = (f"{self.random.choice(self.given)} {surname}", office, self.random.randrange(len(COUNTRIES)))
            self.people.append(person)
            return person
        return self.people[int(len(self.people) * self.random.random() ** 3)]

    def _organisation(self) -> str:
        if not self.bodies or self.random.random() < 0.2:
            words = (self.random.choice(self.given), self.random.choice(self.surnames))
            self.bodies.append(f"{' '.join(words)} {self.random.choice(['समिति', 'मोर्चा', 'कंपनी', 'बैंक'])}")
            return self.bodies[-1]
        return self.bodies[int(len(self.bodies) * self.random.random() ** 3)]

    def _spelled(self, name: str) -> str:
        if self.random.random() < 0.1:
            name = name.replace(*self.random.choice(SPELLINGS), 1)
        return name

    @property
    def entities(self) -> int:
        return len(self.people) + len(self.bodies)

    def article(self) -> ArticleRecord:
        """The next article: four people, two organisations, two countries."""
        self.articles += 1
        digest = hashlib.sha256(str(self.articles).encode()).hexdigest()
        entities: dict[str, LocalEntity] = {}
        offices: list[Office] = []

        def put(entity: LocalEntity) -> str:
            entities.setdefault(entity.key, entity)
            return entity.key

        countries = [
            put(LocalEntity(code, "Place", id_, name, wikidata=id_, place_type="country", country_code=code))
            for id_, name, code in self.random.sample(COUNTRIES, 2)
        ]
        for _ in range(2):
            name = self._organisation()
            put(LocalEntity(name, "Organization", name_key(name), name))
        for _ in range(4):
            full, office, country = self._person()
            name = self._spelled(full.split()[-1] if self.random.random() < 0.15 else full)
            worker = office is None and self.random.random() < 0.2
            put(
                LocalEntity(
                    name, "Person", name_key(name), name, partial=" " not in name,
                    occupations=(OCCUPATIONS[len(full) % len(OCCUPATIONS)],) if worker else (),
                )
            )  # fmt: skip
            if office is not None and self.random.random() < 0.7:
                id_, place, code = COUNTRIES[country]
                put(LocalEntity(code, "Place", id_, place, wikidata=id_, place_type="country", country_code=code))
                offices.append(Office(name, code, *office, (Evidence(0, 0, 1, office[0]),)))
        sentences, mentions, start = [], [], 0
        for number, entity in enumerate(entities.values()):
            end = start + len(entity.name)
            sentences.append(Sentence(number, start, end, entity.name))
            mentions.append(Mention(entity.key, number, start, end, entity.name, "model", 0.9))
            start = end + 1
        day = f"{2020 + self.articles % 6}-{1 + self.articles % 12:02d}-{1 + self.articles % 28:02d}"
        article = Article(
            f"article:{digest[:16]}", (f"bench:{digest}",), "शीर्षक", None, None, None, day, "hi", digest, "bench-1"
        )
        assert countries
        return ArticleRecord(
            article, tuple(sentences), tuple(entities.values()), tuple(mentions), tuple(offices), (), (), ()
        )


def main(sizes: list[int]) -> None:
    newsroom, fold = Newsroom(SEED), Fold()
    print(
        "| entities | articles | nodes of people and organisations | ms per article: median | 95 % | most | memory (MB) |"
    )
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for size in sizes:
        while newsroom.entities < size:
            fold.apply([newsroom.article() for _ in range(BATCH)], ())
        times = []
        for _ in range(MEASURED):
            record = newsroom.article()
            start = process_time()
            fold.put(record)
            times.append(1000 * (process_time() - start))
        times.sort()
        found = sum(
            each.id.startswith(("person:", "organization:")) and not hasattr(each, "start")
            for each in fold.elements().values()
        )
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"| {newsroom.entities:,} | {newsroom.articles:,} | {found:,} | {statistics.median(times):.1f} | "
            f"{times[int(0.95 * len(times))]:.1f} | {times[-1]:.1f} | {memory:,.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [1_000, 10_000])
