"""Who is who across articles: what is joined, what stays apart, what is offered for review, and under which id."""

from __future__ import annotations

from typing import Any

import pytest
from newsroom import Story

from sutradhar.errors import DataFileError
from sutradhar.graph.fold import Fold
from sutradhar.graph.judging import doubts
from sutradhar.graph.model import Node
from sutradhar.graph.policy import bare_title, field_of, phonetic, policy, read_policy


def folded(*stories: Any) -> Fold:
    fold = Fold()
    fold.apply([story.record() for story in stories], ())
    return fold


def at(fold: Fold, *spots: tuple[Any, str]) -> list[str]:
    """The entity ids of local entities, each a story and a key."""
    return [fold.index.id_of(story.id, key) for story, key in spots]


def one(fold: Fold, *spots: tuple[Any, str]) -> bool:
    return len(set(at(fold, *spots))) == 1


def reviewed(fold: Fold, a: tuple[Any, str], b: tuple[Any, str]) -> str | None:
    """What speaks for and against a pair that is offered for review."""
    wanted = set(at(fold, a, b))
    return next((each.reasons for each in doubts(fold) if {each.one.id, each.other.id} == wanted), None)


def minister(text: str, name: str, body: str = "russia", title: str = "foreign minister", **options: Any) -> Any:
    story = Story(text, **options)
    story.office(story.person(name), body, title, title)
    return story


# --- the same person --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("सर्गेई लावरोव", "सर्गेइ लावरोव"),
        ("शिगेरु हाशिमोतो", "शिगेरू हासिमोतो"),
        ("कसीम-जोमार्ट तोकायेव", "कासिम जोमार्त टोकायेव"),
        ("रामचंद्र पौडेल", "राम चंद्र पौडेल"),
        ("व्लादिमीर पुतिन", "व्लादिमीर व्लादिमीरोविच पुतिन"),
        ("सर्गेई लावरोव", "सर्गेई लावरोफ"),
    ],
)
def test_spellings_of_one_office_holder_are_one(a: str, b: str) -> None:
    one_, other = minister("क", a), minister("ख", b)
    assert one(folded(one_, other), (one_, a), (other, b))


def test_a_spelling_alone_is_not_enough_and_is_offered_for_review() -> None:
    stories = Story("क"), Story("ख")
    names = "सर्गेई लावरोव", "सर्गेई लावरोफ"
    spots = [(story, story.person(name)) for story, name in zip(stories, names, strict=True)]
    fold = folded(*stories)
    assert not one(fold, *spots)
    assert (reviewed(fold, *spots) or "").startswith("variant 0.5")


def test_a_spelling_meets_the_gazetteers_person() -> None:
    story, other = Story("क"), minister("ख", "सर्गेइ लावरोफ")
    story.office("lavrov", "russia", "foreign minister", "foreign minister")
    fold = folded(story, other)
    assert at(fold, (other, "सर्गेइ लावरोफ")) == ["person:Q58217"]
    [node] = [each for each in fold.elements().values() if each.id == "person:Q58217"]
    assert isinstance(node, Node) and node.properties["absorbed"] == ["person:sargi-lvrf"]
    [reason] = node.properties["reasons"]  # type: ignore[misc, union-attr]
    assert reason.startswith("सर्गेइ लावरोफ = सर्गेई लावरोव: variant 0.5") and "office 0.25" in reason


def test_one_name_is_one_person_where_nothing_speaks_against_it() -> None:
    plain, described = Story("क"), minister("ख", "सोनम थापर")
    plain.person("सोनम थापर")
    assert one(folded(plain, described), (plain, "सोनम थापर"), (described, "सोनम थापर"))


# --- different people -------------------------------------------------------------------------------------------------


def described(text: str, name: str = "राजेश कुमार", **properties: Any) -> Any:
    options = {key: properties.pop(key) for key in ("published",) if key in properties}
    story = Story(text, **options)
    story.person(name, **properties)
    return story


RAJESH = "राजेश कुमार"


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        (minister("क", RAJESH, "bihar", "minister"), described("ख", occupations=("सिपाही",), deceased=True), "fields"),
        (minister("क", RAJESH, "bihar", "minister"), described("ख", occupations=("क्रिकेटर",)), "fields sport and state"),
        (minister("क", RAJESH, "russia"), minister("ख", RAJESH, "korea"), "countries RU and KP"),
        (minister("क", RAJESH, "bihar", "minister"), minister("ख", RAJESH, "punjab", "minister"), "offices of"),
        (
            described("क", deceased=True, published="2024-03-01"),
            minister("ख", RAJESH, "bihar", "minister", published="2025-01-01"),
            "dead by 2024-03-01",
        ),
    ],
)
def test_namesakes_stay_apart_and_are_offered_for_review(a: Any, b: Any, why: str) -> None:
    fold = folded(a, b)
    spots = (a, RAJESH), (b, RAJESH)
    assert not one(fold, *spots)
    told = reviewed(fold, *spots)
    assert told is not None and all(word in told for word in why.split())


def test_an_office_in_another_state_years_later_is_no_hindrance() -> None:
    early = minister("क", RAJESH, "bihar", "governor", published="2018-01-01")
    late = minister("ख", RAJESH, "punjab", "governor", published="2023-01-01")
    assert one(folded(early, late), (early, RAJESH), (late, RAJESH))


def test_an_ambassador_is_of_one_country_in_another() -> None:
    here, there = minister("क", RAJESH, "russia", "ambassador"), minister("ख", RAJESH, "korea", "ambassador")
    assert one(folded(here, there), (here, RAJESH), (there, RAJESH))


@pytest.mark.parametrize(
    ("a", "b"), [("राजेश कुमार", "राकेश कुमार"), ("सुनील शर्मा", "सुशील शर्मा"), ("सुनीता देवी", "सुमित देवी")]
)
def test_other_given_names_are_other_people(a: str, b: str) -> None:
    one_, other = minister("क", a), minister("ख", b)
    assert not one(folded(one_, other), (one_, a), (other, b))


def test_two_entries_of_the_gazetteer_are_two() -> None:
    story, other = Story("क"), Story("ख")
    story.entity("a", "Person", "Q1", RAJESH, wikidata="Q1")
    other.entity("a", "Person", "Q2", RAJESH, wikidata="Q2")
    fold = folded(story, other)
    assert at(fold, (story, "a"), (other, "a")) == ["person:Q1", "person:Q2"]
    assert not doubts(fold)


def test_who_could_be_either_of_two_is_neither() -> None:
    state, police, plain = (
        minister("क", RAJESH, "bihar", "minister"),
        described("ख", occupations=("सिपाही",)),
        described("ग"),
    )
    fold = folded(state, police, plain)
    assert len(set(at(fold, (state, RAJESH), (police, RAJESH), (plain, RAJESH)))) == 3
    assert reviewed(fold, (plain, RAJESH), (state, RAJESH))


# --- people known by one word -----------------------------------------------------------------------------------------


def test_a_surname_with_an_office_joins_the_one_full_name() -> None:
    full, short = minister("क", "येरमेक कोशेरबायेव"), minister("ख", "कोशेरबायेव")
    fold = folded(full, short)
    assert one(fold, (full, "येरमेक कोशेरबायेव"), (short, "कोशेरबायेव"))
    assert fold.index.find("person:ksrbv") == "person:yrmk-ksrbv"


def test_a_rare_surname_joins_by_company() -> None:
    full, short = Story("क"), Story("ख")
    for story, name in ((full, "येरमेक कोशेरबायेव"), (short, "कोशेरबायेव")):
        story.person(name)
        story.known("putin"), story.known("kim")
    assert one(folded(full, short), (full, "येरमेक कोशेरबायेव"), (short, "कोशेरबायेव"))


def test_a_surname_that_two_bear_joins_neither() -> None:
    stories = [minister("क", "अनिरुद्ध महतो"), minister("ख", "सुनील महतो"), minister("ग", "महतो")]
    fold = folded(*stories)
    assert len(set(at(fold, *zip(stories, ("अनिरुद्ध महतो", "सुनील महतो", "महतो"), strict=True)))) == 3
    assert reviewed(fold, (stories[2], "महतो"), (stories[0], "अनिरुद्ध महतो"))


def test_the_office_tells_which_of_two_is_meant() -> None:
    one_, other = minister("क", "अनिरुद्ध महतो"), minister("ख", "सुनील महतो", "russia", "spokesperson")
    short = minister("ग", "महतो", "russia", "spokesperson")
    fold = folded(one_, other, short)
    assert one(fold, (other, "सुनील महतो"), (short, "महतो"))


def test_a_surname_with_another_country_joins_nobody() -> None:
    full, short = minister("क", "येरमेक कोशेरबायेव"), minister("ख", "कोशेरबायेव", "korea")
    assert not one(folded(full, short), (full, "येरमेक कोशेरबायेव"), (short, "कोशेरबायेव"))


def test_rare_surnames_are_one_person_and_common_ones_are_not() -> None:
    stories = Story("क"), Story("ख")
    for story in stories:
        story.person("हाशिमोतो"), story.person("सिंह")
    fold = folded(*stories)
    assert one(fold, *((story, "हाशिमोतो") for story in stories))
    assert not one(fold, *((story, "सिंह") for story in stories))
    variant = Story("ग")
    variant.person("हासिमोतो")
    assert one(folded(*stories, variant), (stories[0], "हाशिमोतो"), (variant, "हासिमोतो"))


def test_common_surnames_with_one_office_are_one_person() -> None:
    stories = minister("क", "सिंह"), minister("ख", "सिंह")
    assert one(folded(*stories), *((story, "सिंह") for story in stories))


# --- organisations ----------------------------------------------------------------------------------------------------


def test_an_abbreviation_is_the_long_form_where_an_article_says_so() -> None:
    long, short, silent = Story("क"), Story("ख"), Story("ग")
    long.organisation("झारखंड नवजागरण मोर्चा", aliases=("झानमो", "मोर्चा"))
    short.organisation("झानमो")
    silent.organisation("मोर्चा")
    fold = folded(long, short, silent)
    assert one(fold, (long, "झारखंड नवजागरण मोर्चा"), (short, "झानमो"))
    assert not one(fold, (long, "झारखंड नवजागरण मोर्चा"), (silent, "मोर्चा"))  # a short form that others have too


def test_an_abbreviation_of_two_is_neither() -> None:
    stories = Story("क"), Story("ख"), Story("ग")
    stories[0].organisation("प्रवर्तन निदेशालय", aliases=("ईडी",))
    stories[1].organisation("पूर्वी मंडल", aliases=("ईडी",))
    stories[2].organisation("ईडी")
    spots = list(zip(stories, ("प्रवर्तन निदेशालय", "पूर्वी मंडल", "ईडी"), strict=True))
    assert len(set(at(folded(*stories), *spots))) == 3


def test_organisations_of_one_name_in_two_countries_are_two() -> None:
    stories = Story("क"), Story("ख")
    for story, code in zip(stories, ("IN", "NP"), strict=True):
        story.organisation("राष्ट्रीय सभा", country_code=code)
    spots = [(story, "राष्ट्रीय सभा") for story in stories]
    fold = folded(*stories)
    assert not one(fold, *spots)
    assert "countries" in (reviewed(fold, spots[0], spots[1]) or "")


# --- ids --------------------------------------------------------------------------------------------------------------


def test_of_namesakes_the_first_by_date_has_the_plain_id() -> None:
    later = minister("क", RAJESH, "bihar", "minister", published="2025-02-01")
    first = described("ख", occupations=("सिपाही",), published="2025-01-01")
    for stories in ((later, first), (first, later)):
        fold = Fold()
        for story in stories:
            fold.put(story.record())
        plain, own = at(fold, (first, RAJESH), (later, RAJESH))
        assert plain == "person:rajs-kumr"
        assert own == f"person:rajs-kumr.{later.id.partition(':')[2]}.0"
        assert fold.index.find(plain) == plain and fold.index.find(own) == own


def test_an_id_that_was_shown_leads_on() -> None:
    """The second of two namesakes had an id of its own until an article showed that it is somebody known."""
    first = described("ख", occupations=("सिपाही",), published="2025-01-01")
    later = minister("क", RAJESH, published="2025-02-01")
    fold = folded(first, later)
    shown = at(fold, (later, RAJESH))[0]
    assert shown != "person:rajs-kumr"
    known = Story("ग", published="2025-03-01")
    known.entity("x", "Person", "Q9", RAJESH, wikidata="Q9")
    known.office("x", "russia", "foreign minister", "foreign minister")
    fold.put(known.record())
    assert fold.index.find(shown) == "person:Q9"
    fold.remove(known.id)
    assert fold.index.find(shown) == shown


# --- the policy -------------------------------------------------------------------------------------------------------


def test_the_policy_is_sound() -> None:
    weights, thresholds = policy().weights, policy().thresholds
    assert weights.name >= thresholds.same > weights.variant + weights.time
    assert weights.surname + weights.only < thresholds.attach <= weights.surname + weights.title
    assert thresholds.review < min(thresholds.same, thresholds.attach)
    listed = [word for words in policy().fields.values() for word in words]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    ("title", "bare", "field"),
    [
        ("former foreign minister", "foreign minister", "state"),
        ("newly appointed health minister", "health minister", "state"),
        ("तत्कालीन विदेश मंत्री", "विदेश मंत्री", "state"),
        ("former", "former", None),
        ("member of the legislative assembly", "member of the legislative assembly", "state"),
        ("head constable", "head constable", "ranks"),
    ],
)
def test_titles(title: str, bare: str, field: str | None) -> None:
    assert (bare_title(title), field_of(title)) == (bare, field)


def test_names_that_sound_alike_share_a_key() -> None:
    assert phonetic("सर्गेई लावरोव") == phonetic("सर्गेइ लावरोफ") == phonetic("Sergey Lavrov")
    assert phonetic("राजेश") != phonetic("राकेश")


@pytest.mark.parametrize(
    ("text", "message"),
    [("thresholds: [", "line 1"), ("a: 1", "entry thresholds"), ("- x", "entry"), ("thresholds: {same: much}", "same")],
)
def test_a_malformed_policy_is_named(text: str, message: str) -> None:
    with pytest.raises(DataFileError, match=f"graph/resolution.yaml, .*{message}"):
        read_policy(text)
