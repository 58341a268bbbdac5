"""Names: normal form, spelling-proof keys, similarity, and the way between Devanagari and Latin."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sutradhar.errors import DataFileError
from sutradhar.graph.names import (
    devanagari_candidates,
    latin_candidates,
    name_key,
    normalise,
    romanise,
    similarity,
)
from sutradhar.graph.transliteration import read_counts

NAMES = st.text() | st.text(alphabet=st.characters(min_codepoint=0x0900, max_codepoint=0x097F) | st.sampled_from(" -."))
WORDS = st.lists(NAMES, max_size=4).map(" ".join).map(lambda text: text[:40])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("सम्बंध", "संबंध"), ("काठमाण्डू", "काठमांडू"), ("खण्ड", "खंड"), ("चन्द्र", "चंद्र"), ("हिन्दी", "हिंदी"),
        ("चाँद", "चांद"), ("सानाये", "सानाए"), ("गये", "गए"), ("ज़ेलेंस्की", "जेलेंस्की"), ("क\u200d्ष", "क्ष"),
        ("कासिम-जोमार्त", "कासिम जोमार्त"), ("एस. जयशंकर", "एस  जयशंकर"), ("‘अटल’", "अटल"), ("LAVROV", "Lavrov"),
        ("ऩ", "न"),
    ],
)  # fmt: skip
def test_typography_does_not_matter(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize("name", ["जन्म", "अन्य", "सम्मान", "सम्राट", "सत्येंद्र", "उन्हें"])
def test_nasals_and_glides_that_are_heard_stay(name: str) -> None:
    assert normalise(name) == name


@pytest.mark.parametrize(
    "spellings",
    [
        "तोकायेव|टोकायेव|Tokayev", "कासिम-जोमार्त|कसीम-जोमार्ट|कासिम जोमार्त|Kassym-Jomart", "ताकाइची|ताकाइचि|Takaichi",
        "गुटेरेस|गुतारेस|Guterres", "इसायस|इसायास|Isaias", "अफवर्की|अफेवर्की|Afwerki", "सुरेंद्र|सुरेन्द्र|Surendra",
        "अनिरुद्ध|अनिरूद्ध", "महेंद्र|महेन्द्र|Mahendra", "वॉनसान|वोंसान|Wonsan", "लुकाशेंको|लुकाशेन्को|Lukashenko",
        "लावरोव|Lavrov", "एस. जयशंकर|S. Jaishankar|एस जयशंकर", "सिंह|सिंघ|Singh", "मैक्रों|मैक्रोन|Macron",
        "सुब्रमण्यन|सुब्रमणियन", "मेहता|Mehta", "मोहन|Mohan", "गाँधी|गांधी|Gandhi", "Erdoğan|Erdogan", "राव|Rao|Rav",
    ],
)  # fmt: skip
def test_spellings_of_one_name_share_a_key(spellings: str) -> None:
    keys = {name_key(name) for name in spellings.split("|")}
    assert len(keys) == 1, keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("राम", "रहीम"), ("राम", "रीमा"), ("राम", "रोमा"), ("सुनील", "सुनीता"), ("वर्मा", "बर्मन"), ("मोदी", "माडा"),
        ("पाल", "फाल"), ("कमल", "कमला"), ("व्लादिमीर पुतिन", "पुतिन"), ("ईरान", "इराक"), ("Лавров", "Путин"),
        ("अमित शाह", "अमिता शाह"), ("एस जयशंकर", "के जयशंकर"),
    ],
)  # fmt: skip
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(WORDS)
def test_normal_form_is_stable_and_has_no_punctuation(name: str) -> None:
    form = normalise(name)
    assert normalise(form) == form
    assert all(char == " " or unicodedata.category(char)[0] in "LMN" for char in form)


@given(WORDS)
def test_keys_are_ascii_and_those_of_the_normal_form(name: str) -> None:
    key = name_key(name)
    assert key.isascii() and key == key.strip("-") and " " not in key
    assert name_key(normalise(name)) == key


@given(st.text(alphabet=st.characters(exclude_categories=["L"])))
def test_no_letters_no_key(name: str) -> None:
    assert name_key(name) == ""


@given(WORDS, WORDS)
def test_similarity_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert 0.0 <= similarity(one, other) <= 1.0
    assert similarity(one, other) == pytest.approx(similarity(other, one))
    assert similarity(one, one) == (1.0 if normalise(one) else 0.0)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("सर्गेई लावरोव", "Sergei Lavrov", "सर्गेई शोइगु"), ("नरेंद्र मोदी", "नरेन्द्र मोदि", "ललित मोदी"),
        ("एस जयशंकर", "सुब्रह्मण्यम जयशंकर", "के चंद्रशेखर"), ("रामकुमार वर्मा", "राम कुमार वर्मा", "राजकुमार शर्मा"),
        ("वोलोदिमीर ज़ेलेंस्की", "व्लादिमीर जेलेंस्की", "व्लादिमीर पुतिन"),
    ],
)  # fmt: skip
def test_the_same_name_is_more_alike_than_another(name: str, right: str, wrong: str) -> None:
    assert similarity(name, right) > similarity(name, wrong) + 0.1


@pytest.mark.parametrize(
    ("hindi", "english"),
    [
        ("लावरोव", "Lavrov"), ("व्लादिमीर पुतिन", "Vladimir Putin"), ("नरेंद्र", "Narendra"),
        ("नरेन्द्र मोदी", "Narendra Modi"),
        ("हर्षिता रावत", "Harshita Rawat"), ("गणेश नेगी", "Ganesh Negi"), ("मुंबई", "Mumbai"),
        ("राजनाथ सिंह", "Rajnath Singh"),
        ("बीजेपी", "BJP"), ("पीटीआई", "PTI"), ("जी-२०", "G-20"), ("Lavrov", "Lavrov"), ("", ""),
    ],
)  # fmt: skip
def test_names_are_romanised_as_newspapers_do(hindi: str, english: str) -> None:
    assert romanise(hindi) == english


@pytest.mark.parametrize(
    ("english", "hindi"),
    [
        ("Lavrov", "लावरोव"), ("Lukashenko", "लुकाशेंको"), ("Rajnath Singh", "राजनाथ सिंह"), ("BJP", "बीजेपी"),
        ("Tokyo", "टोक्यो"),
    ],
)  # fmt: skip
def test_english_names_find_their_hindi_spelling(english: str, hindi: str) -> None:
    assert normalise(hindi) in [normalise(name) for name, _ in devanagari_candidates(english)]


@given(WORDS, st.integers(1, 6))
def test_candidates_are_ranked_and_the_same_again(name: str, n: int) -> None:
    for find in (latin_candidates, devanagari_candidates):
        found = find(name, n)
        shares = [share for _, share in found]
        assert len(found) <= n and shares == sorted(shares, reverse=True)
        assert all(0.0 <= share <= 1.0 + 1e-9 for share in shares) and sum(shares) <= 1.0 + 1e-6
        assert find(name, n) == found
    assert romanise(name) == romanise(name)


def test_candidates_in_devanagari_are_well_formed() -> None:
    for english in ("Isaias Afwerki", "Kyrgyzstan", "Schwarzenegger", "Aeaeae", "Xi"):
        for name, _ in devanagari_candidates(english, 20):
            for before, char in zip(" " + name, name, strict=False):
                assert not ("\u093e" <= char <= "\u094c") or "क" <= before <= "ह" or before == "\u093c", name


def test_a_damaged_model_names_its_line() -> None:
    with pytest.raises(DataFileError, match="model, line 2"):
        list(read_counts(["1\tक=k", "x\tक=k"], "model"))
