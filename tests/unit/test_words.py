"""Words of a search: stems, forms and spellings."""

from __future__ import annotations

import pytest

from sutradhar.graph.schema import search_query
from sutradhar.queries.search import SNIPPET, snippet
from sutradhar.queries.words import forms, function_words, spellings, stem, words


@pytest.mark.parametrize(
    "related",
    [
        ("समझौता", "समझौते", "समझौतों"),
        ("सैनिक", "सैनिकों"),
        ("रूस", "रूसी"),
        ("नदी", "नदियां", "नदियों", "नदियाँ"),
        ("भाषा", "भाषाओं", "भाषाएं"),
    ],
)
def test_forms_of_a_word_have_one_stem(related: tuple[str, ...]) -> None:
    assert len({stem(search_query(each)) for each in related}) == 1


@pytest.mark.parametrize("word", ["का", "नेता", "किम", "abc", "पर"])
def test_a_stem_is_not_cut_to_nothing(word: str) -> None:
    assert len(stem(search_query(word))) >= 2


def test_forms_come_with_endings_and_begin_with_the_word() -> None:
    found = forms("समझौतों", 60)
    assert found[0] == "समझौतों" and {"समझौता", "समझौते"} <= set(found) and len(found) <= 60
    assert forms("समझौतों", 3) == found[:3]
    assert forms("Lavrov", 60) == ["lavrov"]


@pytest.mark.parametrize(
    ("word", "spelling"),
    [("हिन्दी", "हिंदी"), ("हिंदी", "हिन्दी"), ("खान", "ख़ान"), ("पांच", "पाँच"), ("पाँच", "पांच"), ("संबंध", "सम्बन्ध")],
)
def test_spellings(word: str, spelling: str) -> None:
    assert spelling.replace("ख़", "ख\u093c") in spellings(word)


def test_words_keep_their_place() -> None:
    text = "किम-जोंग ने कहा: “हाँ”"
    assert [text[word.start : word.end] for word in words(text)] == ["किम", "जोंग", "ने", "कहा", "हाँ"]


def test_function_words_are_folded() -> None:
    assert {"का", "हैं", "the"} <= function_words()
    assert "रूस" not in function_words()


def test_a_snippet_is_around_the_first_hit() -> None:
    text = "शब्द " * 60 + "लावरोव आए " + "और " * 60
    [hit] = [word for word in words(text) if word.folded == search_query("लावरोव")]
    shown = snippet(text, [hit])
    assert "«लावरोव» आए" in shown and shown.startswith("… ") and shown.endswith(" …")
    assert len(shown) <= SNIPPET + 6
    assert snippet("लावरोव आए", words("लावरोव आए")[:1]) == "«लावरोव» आए"
