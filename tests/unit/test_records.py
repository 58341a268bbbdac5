"""Records go through JSON unharmed, and the shelf forgets the order in which texts were read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sutradhar.errors import StoreError, SutradharError
from sutradhar.graph.model import Article, ArticleRecord, Evidence, Mention, Office, Sentence
from sutradhar.graph.records import Shelf, check, from_json, source_of, to_json

st.register_type_strategy(str, st.text(st.characters(codec="utf-8"), max_size=8))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


def record(text: str = "क", *uris: str, **metadata: str) -> ArticleRecord:
    facts = {"publisher": None, "author": None, "dateline": None, "published": None, "pipeline": "p-1.0", **metadata}
    article = Article(id=f"article:{text}", uris=uris or ("u:1",), title=text, language="hi", sha256=text, **facts)
    return ArticleRecord(article, (Sentence(0, 0, len(text), text),), (), (), (), (), (), ())


@given(st.from_type(ArticleRecord))
def test_json_gives_back_the_record(original: ArticleRecord) -> None:
    text = to_json(original)
    assert from_json(text) == original
    assert to_json(from_json(text)) == text


def test_json_is_compact_and_sorted() -> None:
    assert to_json(record()).startswith('{"article":{"author":null,"dateline":null,"id":"article:क",')


def test_damaged_json_is_one_clear_error() -> None:
    with pytest.raises(StoreError, match=r"record is damaged \(article: Field required\)"):
        from_json("{}")


def test_a_source_is_text_metadata_and_parser_but_no_place() -> None:
    known = source_of(record("क", "u:1").article)
    assert known == source_of(record("क", "u:2").article)
    assert known != source_of(record("क", published="2025").article)
    assert known != source_of(record("क", pipeline="p-1.1").article)


def test_dangling_references_are_refused() -> None:
    check(record())
    for fault in (
        {"mentions": (Mention("e9", 0, 0, 1, "क", "ner", 1.0),)},
        {"offices": (Office("e1", "e9", "मंत्री", None, (Evidence(7, 0, 1, "क"),)),)},
    ):
        with pytest.raises(SutradharError, match="e9.*report it"):
            check(replace(record(), **fault))


# --- the shelf --------------------------------------------------------------------------------------------------------


def put(shelf: Shelf, each: ArticleRecord) -> bool:
    readings = shelf.adding(each)
    shelf.update(readings)
    return bool(readings)


def shown(shelf: Shelf) -> list[ArticleRecord | None]:
    return [shelf.article(each) for each in shelf.articles()]


def test_one_text_at_two_places_is_one_article() -> None:
    shelf = Shelf()
    assert put(shelf, record("क", "u:2"))
    assert put(shelf, record("क", "u:1"))
    assert not put(shelf, record("क", "u:2"))
    assert shown(shelf) == [record("क", "u:1", "u:2")]


def test_another_text_takes_the_place_of_the_old() -> None:
    shelf = Shelf()
    put(shelf, record("क", "u:1", "u:2"))
    put(shelf, record("ख", "u:1"))
    assert shown(shelf) == [record("क", "u:2"), record("ख", "u:1")]
    put(shelf, record("ख", "u:2"))
    assert shown(shelf) == [record("ख", "u:1", "u:2")]


def test_the_newest_parser_then_most_metadata_is_shown() -> None:
    shelf = Shelf()
    for number, options in enumerate(({}, {"published": "2025"}, {"pipeline": "p-1.10"}, {"pipeline": "p-1.9"})):
        put(shelf, record("क", f"u:{number}", **options))
    places = ("u:0", "u:1", "u:2", "u:3")
    assert shown(shelf) == [record("क", *places, pipeline="p-1.10")]
    shelf.update(shelf.removing("u:2"))
    shelf.update(shelf.removing("u:3"))
    assert shown(shelf) == [record("क", "u:0", "u:1", published="2025")]


def test_removing_by_id_takes_all_places() -> None:
    shelf = Shelf()
    put(shelf, record("क", "u:1"))
    put(shelf, record("क", "u:2", published="2025"))
    assert not shelf.removing("u:3")
    shelf.update(shelf.removing("article:क"))
    assert shown(shelf) == [] and "article:क" not in shelf and list(shelf) == []


readings = st.builds(
    lambda text, place, published: record(text, place, **({"published": published} if published else {})),
    st.sampled_from("कखग"),
    st.sampled_from(["u:1", "u:2", "u:3"]),
    st.sampled_from(["", "2024", "2025"]),
)


@given(st.lists(readings, max_size=12))
def test_only_the_last_reading_at_each_place_counts_and_every_change_can_be_undone(read: list[ArticleRecord]) -> None:
    shelf, last = Shelf(), {}
    for each in read:
        before = shown(shelf)
        changes = shelf.adding(each)
        undo = shelf.update(changes)
        after = shown(shelf)
        shelf.update(undo)
        assert shown(shelf) == before
        shelf.update(changes)
        assert shown(shelf) == after
        last[each.article.uris[0]] = each
    fresh = Shelf()
    for _, each in sorted(last.items(), reverse=True):
        put(fresh, each)
    assert shown(fresh) == shown(shelf)
