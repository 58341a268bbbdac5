"""Search on both stores: the same hits in the same order, whatever form, spelling or script the words have."""

from __future__ import annotations

import pytest

from sutradhar.errors import StoreError
from sutradhar.graph.schema import TEXTS, ensure_schema, search_query, search_text
from sutradhar.graph.stores import Store, open_store
from sutradhar.queries.search import Kind, search
from sutradhar.queries.words import function_words

SENTENCES = {
    "s1": "रूस और उत्तर कोरिया ने रक्षा समझौते पर हस्ताक्षर किए।",
    "s2": "दोनों देशों के बीच हुए समझौतों की सूची लंबी है।",
    "s3": "रूसी विदेश मंत्री लावरोव हिन्दी में बोले।",
    "s4": "हिंदी दिवस पर ख़ान साहब ने भाषण दिया।",
    "s5": "TASS के अनुसार वार्ता विफल रही।",
    "s6": "पाँच सैनिकों की मौत हो गई।",
    "s7": "हस्ताक्षर का समय तय नहीं, समझौता भी रक्षा का नहीं।",
}
ENTITIES = {
    "person:lavrov": ("Person", "सर्गेई लावरोव", "Sergey Lavrov"),
    "place:ru": ("Place", "रूस", "Russia"),
    "place:kp": ("Place", "उत्तर कोरिया", "North Korea"),
    "place:us": ("Place", "अमेरिका", "United States"),
    "treaty:t": ("Treaty", "रक्षा समझौता", "defence agreement"),
}


def fill(store: Store) -> None:
    statements = [
        ("MERGE (a:Article {id: 'a'}) SET a.title = 'शीर्षक'", {}),
        *(
            ("MATCH (a:Article {id: 'a'}) MERGE (s:Sentence {id: $id}) SET s.text = $text "
             "MERGE (a)-[:HAS_SENTENCE {id: $id}]->(s)", {"id": id, "text": text})
            for id, text in SENTENCES.items()
        ),
        *(
            (f"MERGE (e:Entity {{id: $id}}) SET e:{label}, e.name = $name, e.name_en = $en, e.search = $search",
             {"id": id, "name": name, "en": english, "search": search_text([name, english])})
            for id, (label, name, english) in ENTITIES.items()
        ),
        ("MERGE (v:Event {id: 'v'}) SET v.title = 'यात्रा: सर्गेई लावरोव, उत्तर कोरिया'", {}),
        ("MERGE (c:Claim {id: 'c'}) SET c.text = 'रूस समझौते का पालन करेगा'", {}),
    ]  # fmt: skip
    store.write(statements)


def hits(store: Store, text: str, *kinds: Kind) -> list[str]:
    return [row["id"] for row in search(store, text, kinds or tuple(Kind))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("समझौता", ["treaty:t", "c", "s7", "s2", "s1"]),  # the word itself before its other forms
        ("समझौतों", ["treaty:t", "c", "s2", "s7", "s1"]),
        ("रक्षा समझौता", ["treaty:t", "s1", "s7"]),  # words side by side before words apart
        ("हिंदी", ["s4", "s3"]),
        ("हिन्दी", ["s4", "s3"]),
        ("खान", ["s4"]),
        ("ख़ान", ["s4"]),
        ("पांच सैनिक", ["s6"]),
        ("रूसी मंत्री", ["place:ru", "s3"]),
        ("Lavrov", ["person:lavrov", "v", "s3"]),
        ("LAVROV", ["person:lavrov", "v", "s3"]),
        ("Russia", ["place:ru", "c", "s1", "s3"]),
        ("North Korea visit", ["place:kp", "v", "s1"]),
        ("United States", ["place:us"]),
        ("Vaarta", ["s5"]),  # no entity's name: spelt by sound
        ("tass", ["s5"]),
        ("और का the of", []),
        ("", []),
        ('+-&&|! (){}[]^"~*?:\\/ AND OR NOT', []),
    ],
)
def test_words_find_the_same_on_both_stores(store: Store, text: str, expected: list[str]) -> None:
    fill(store)
    assert hits(store, text) == expected


def test_a_hit_tells_what_where_and_how_well(store: Store) -> None:
    fill(store)
    assert search(store, "लावरोव हिंदी", [Kind.sentence], limit=1) == [
        {
            "kind": "Sentence",
            "id": "s3",
            "score": 1.0,
            "text": "रूसी विदेश मंत्री «लावरोव» «हिन्दी» में बोले।",
            "source": "शीर्षक",
        }
    ]


def test_kinds_and_limit_narrow(store: Store) -> None:
    fill(store)
    assert hits(store, "रूस", Kind.entity) == ["place:ru"]
    assert hits(store, "समझौता", Kind.treaty, Kind.claim) == ["treaty:t", "c"]
    assert [row["id"] for row in search(store, "समझौता", [Kind.sentence], limit=2)] == ["s7", "s2"]


def test_many_words_are_no_harm(store: Store) -> None:
    """More forms than Lucene takes at once."""
    fill(store)
    assert "s1" in hits(
        store, " ".join(text for text in SENTENCES.values()).replace("।", "") + " रक्षा" * 40, Kind.sentence
    )


def test_changes_are_found(store: Store) -> None:
    fill(store)
    store.write(
        [("MATCH (s:Sentence {id: 's6'}) SET s.text = 'भूकंप आया'", {}), ("MATCH (s {id: 's1'}) DETACH DELETE s", {})]
    )
    assert hits(store, "सैनिक") == []
    assert hits(store, "भूकंप") == ["s6"]
    assert "s1" not in hits(store, "समझौता")


def test_an_older_store_gets_its_indexes_with_the_next_write(store: Store, store_uri: str) -> None:
    fill(store)
    store.define([f"DROP INDEX {label.lower()}_search" for label in TEXTS])
    with pytest.raises(StoreError, match="has no index to search texts yet: the next `sutradhar ingest`"):
        hits(store, "समझौता")
    ensure_schema(store)
    assert hits(store, "हिंदी") == ["s4", "s3"]
    store.close()
    with open_store(store_uri, read_only=True) as again:
        assert hits(again, "हिंदी") == ["s4", "s3"]


def test_what_lucene_leaves_out_is_not_looked_for_anywhere(empty_neo4j: str) -> None:
    """Else a word would find something on one store only."""
    with open_store(empty_neo4j) as store:
        [row] = store.query(
            "CALL db.index.fulltext.listAvailableAnalyzers() YIELD analyzer, stopwords "
            "WHERE analyzer = 'hindi' RETURN stopwords"
        )
    left_out = {folded for word in row["stopwords"] for folded in search_query(word).split()}
    assert len(left_out) > 100
    assert left_out <= function_words()
