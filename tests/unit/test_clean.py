"""Cleaning: what a page says besides its article goes, the article stays; bylines and datelines become metadata."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutradhar.errors import DataFileError
from sutradhar.ingest.readers.clean import parse_rules, rules
from sutradhar.ingest.readers.files import clean
from sutradhar.ingest.readers.metadata import edtf
from sutradhar.ingest.readers.text import normalise

HEADLINE = "मेघनगर में नया पुल खुला, पहले दिन हजारों लोग पहुंचे"
FIRST = (
    "परिवहन मंत्री ने रविवार को नदी पर बने नए पुल का उद्घाटन किया और कहा कि इससे दोनों जिलों के बीच की दूरी "
    "चालीस किलोमीटर कम हो जाएगी। स्थानीय व्यापारियों ने इस फैसले का स्वागत किया है।"
)
SECOND = (
    "अधिकारियों के मुताबिक पुल पर भारी वाहनों की आवाजाही अगले महीने शुरू होगी। तब तक केवल छोटी गाड़ियां ही इस "
    "रास्ते से गुजर सकेंगी और पुलिस यातायात पर नजर रखेगी।"
)
ARTICLE = [HEADLINE, FIRST, SECOND]


def cleaned(*paragraphs: str) -> list[str]:
    return clean("\n".join(paragraphs))[0].split("\n")


LABELS = [
    "यह भी पढ़ें",
    "ये भी पढ़ें",
    "यह भी पढ़े",
    "इसे भी पढ़ें",
    "ये खबर भी पढ़ें",
    "ये खबरें भी पढ़ें",
    "यह भी पढ़िए",
    "ये भी देखें",
    "यह भी देखें",
    "और पढ़ें",
    "आगे पढ़ें",
    "पूरी खबर पढ़ें",
    "संबंधित खबरें",
    "सम्बंधित ख़बरें",
    "इससे जुड़ी खबरें",
    "टॉप न्यूज",
    "ट्रेंडिंग",
    "ट्रेंडिंग न्यूज़",
    "ट्रेंडिंग वीडियो",
    "सबसे ज्यादा पढ़ी गईं",
    "सबसे ज़्यादा पढ़ी गई खबरें",
    "सबसे अधिक पढ़ी जाने वाली खबरें",
    "ताजा खबरें",
    "बड़ी खबरें",
    "अन्य खबरें",
    "लेटेस्ट न्यूज़",
    "लोकप्रिय खबरें",
    "आपके लिए",
    "वेब स्टोरीज",
    "अगली खबर",
    "Also Read",
    "Read Also",
    "Read More",
    "Must Read",
    "Related News",
    "Trending",
    "Trending Now",
    "Top Stories",
    "Most Read",
    "Recommended",
]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("separator", [": ", " :- ", "- ", " | ", "– "])
def test_label_with_headline_goes_and_the_article_goes_on(label: str, separator: str) -> None:
    link = f"{label}{separator}किशनपुर में दो पक्षों के बीच विवाद, तीन गिरफ्तार"
    assert cleaned(HEADLINE, FIRST, link, SECOND) == ARTICLE


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("bullet", ["• ", "» ", "1. ", "- ", "* ", "▶ ", "(१) ", ""])
def test_label_with_a_list_below_it(label: str, bullet: str) -> None:
    below = [bullet + "किशनपुर में दो पक्षों के बीच विवाद, तीन गिरफ्तार", bullet + "टीम जीती, देवराज बने मैच के हीरो"]
    assert cleaned(*ARTICLE, label, *below) == ARTICLE
    assert cleaned(HEADLINE, FIRST, label, *below, SECOND) == ARTICLE


def test_list_before_the_article_does_not_take_its_headline() -> None:
    assert cleaned("टॉप न्यूज", "किशनपुर में दो पक्षों के बीच विवाद, तीन गिरफ्तार", *ARTICLE) == ARTICLE


def test_subheading_after_a_list_stays() -> None:
    below = ["संबंधित खबरें", "• किशनपुर में दो पक्षों के बीच विवाद", "अब आगे क्या होगा"]
    assert cleaned(HEADLINE, FIRST, *below, SECOND) == [HEADLINE, FIRST, "अब आगे क्या होगा", SECOND]


@pytest.mark.parametrize(
    "heading", ["Latest News", "More Articles Like This", "You May Also Like", "Leave a Reply", "टिप्पणी करें"]
)
def test_everything_below_the_article_goes(heading: str) -> None:
    below = [
        heading,
        "किशनपुर में बारिश",
        "किशनपुर में बारिश से जनजीवन प्रभावित हुआ है। विभाग ने अलर्ट जारी किया है कि लोग घर में रहें।",
    ]
    assert cleaned(*ARTICLE, *below) == ARTICLE


@pytest.mark.parametrize(
    "line",
    [
        "हमें फॉलो करें: Facebook | X | WhatsApp चैनल",
        "शेयर करें: WhatsApp Telegram",
        "शेयर करें",
        "Follow us on Google News",
        "हमारे व्हाट्सएप चैनल से जुड़ें",
        "इस खबर को अपने दोस्तों के साथ साझा करें।",
        "ताजा अपडेट के लिए हमारा टेलीग्राम ग्रुप जॉइन करें",
        "हमारा न्यूज़लेटर सब्सक्राइब करें",
        "देश-दुनिया की ताजा खबरों के लिए हमारे साथ जुड़े रहें",
        "फोटो: उद्घाटन के समय देवराज सिंह। (साभार: संस्था)",
        "फोटो- देवराज सिंह",
        "तस्वीर: पुल पर देवराज सिंह व अन्य",
        "इमेज स्रोत, Getty Images",
        "इमेज कैप्शन, पुल पर देवराज सिंह",
        "पुल पर खड़े देवराज सिंह (फाइल फोटो)",
        "वीडियो देखें: किशनपुर का मेला",
        "--Advertisement--",
        "- विज्ञापन -",
        "विज्ञापन",
        "खबर जारी है...",
        "Tags: #पुल #मेघनगर",
        "टैग्स: पुल, किशनपुर",
        "#मेघनगर #किशनपुर",
        "होम » राज्य » किशनपुर",
        "Home / World / मेघनगर",
        "सारांश",
        "Key Takeaways",
        "Exit mobile version",
        "Back to top button",
        "Your email address will not be published. Required fields are marked *",
        "2 घंटे पहले",
        "(यह खबर सिंडिकेट फीड से ली गई है)",
        "(इस खबर को हमारी टीम ने संपादित नहीं किया है, यह सिंडिकेट फीड से प्रकाशित की गई है।)",
        "[इनपुट: एजेंसी]",
        "(एजेंसी इनपुट के साथ)",
        "--आईएएनएस",
        "भाषा देवराज सुनीता",
        "डिस्क्लेमर: यह जानकारी सामान्य मान्यताओं पर आधारित है।",
        "(लेखक इतिहास के अध्येता हैं। ये उनके निजी विचार हैं)",
        "© 2026 सर्वाधिकार सुरक्षित",
        "https://example.org/a/b",
    ],
)
def test_lines_that_are_not_the_article(line: str) -> None:
    assert cleaned(HEADLINE, FIRST, line, SECOND) == ARTICLE or cleaned(*ARTICLE, line) == ARTICLE
    assert cleaned(*ARTICLE, line) == ARTICLE


@pytest.mark.parametrize(
    "sentence",
    [
        "पुलिस ने लोगों से अपील की कि वे इस वीडियो को सोशल मीडिया पर शेयर न करें और अफवाहों से दूर रहें।",
        "शेयर बाजार में सोमवार को गिरावट दर्ज की गई और निवेशकों को भारी नुकसान हुआ।",
        "ट्रेंडिंग विषयों पर मंत्री ने कोई टिप्पणी करने से साफ इनकार कर दिया है।",
        "मंत्री ने कहा, “यात्री हमारा ऐप डाउनलोड करें।”",
        "भाषा विवाद पर सरकार ने समिति बनाई",
        "फोटो पत्रकार देवराज सिंह को पुलिस ने छोड़ दिया।",
        "संबंधित अधिकारियों ने बताया कि काम पूरा होने में एक साल लगेगा।",
        "बड़ी खबर यह है कि समझौते पर दोनों पक्षों ने हस्ताक्षर कर दिए।",
        "वीडियो में दो लोग पुल से कूदते नजर आ रहे हैं।",
        "पिछली सरकार ने भी यही वादा किया था: पुल दो साल में बनेगा।",
        "विचार गोष्ठी में देवराज सिंह ने भी भाग लिया।",
        "आज की बैठक में तीन प्रस्ताव पारित हुए।",
        "टीम के कप्तान ने जीत का श्रेय गेंदबाजों को दिया।",
    ],
)
def test_sentences_of_an_article_stay(sentence: str) -> None:
    assert cleaned(HEADLINE, FIRST, sentence, SECOND) == [HEADLINE, FIRST, sentence, SECOND]


def test_link_inside_a_paragraph_goes() -> None:
    assert cleaned(HEADLINE, f"{FIRST} यह भी पढ़ें: किशनपुर में विवाद, तीन गिरफ्तार", SECOND) == ARTICLE
    assert cleaned(HEADLINE, f"{FIRST} (यह भी पढ़ें: किशनपुर में विवाद)", SECOND) == ARTICLE


def test_a_paragraph_full_of_links_is_cleaned_in_one_go() -> None:
    text = f"{FIRST} यह भी पढ़ें: किशनपुर में विवाद। " * 3000
    once, _ = clean(text)
    assert "किशनपुर" not in once and once.count(FIRST) == 3000


def test_bulleted_facts_stay_without_their_bullets() -> None:
    facts = ["- नदी पर नया पुल खुल गया है।", "- भारी वाहनों पर अभी रोक है।"]
    assert cleaned(HEADLINE, "Key Takeaways", *facts, FIRST) == [HEADLINE, facts[0][2:], facts[1][2:], FIRST]


def test_teaser_and_repeated_paragraphs_go() -> None:
    teaser = FIRST.split("।")[0] + "।"
    assert cleaned(HEADLINE, teaser, FIRST, SECOND, SECOND) == ARTICLE
    assert cleaned(HEADLINE, FIRST[:100] + "...", FIRST, SECOND) == ARTICLE


@pytest.mark.parametrize(
    ("lead", "publisher", "author", "dateline", "published"),
    [
        ("मेघनगर, 12 मार्च (भाषा)। ", None, "भाषा", "मेघनगर", "XXXX-03-12"),
        ("मेघनगर, 12 जुलाई (नव प्रकाश)। ", "नव प्रकाश", None, "मेघनगर", "XXXX-07-12"),
        ("मेघनगर: ", None, None, "मेघनगर", None),
        ("मेघनगर। ", None, None, "मेघनगर", None),
        ("मेघनगर/किशनपुर। ", None, None, "मेघनगर/किशनपुर", None),
        ("मेघनगर, 9 जून 2027: ", None, None, "मेघनगर", "2027-06-09"),
        ("मेघनगर, ९ जून २०२७: ", None, None, "मेघनगर", "2027-06-09"),
        ("राज्य ब्यूरो, मेघनगर। ", None, None, "मेघनगर", None),
        ("संवाद सहयोगी, मेघनगर। ", None, None, "मेघनगर", None),
        ("डिजिटल डेस्क, मेघनगर। ", None, None, "मेघनगर", None),
        ("जागरण संवाददाता, मेघनगर। ", "जागरण", None, "मेघनगर", None),
        ("मेघनगर, एजेंसियां। ", None, None, "मेघनगर", None),
        ("मेघनगर, प्रेट्र : ", None, "प्रेट्र", "मेघनगर", None),
        ("एएनआई, मेघनगर। ", None, "एएनआई", "मेघनगर", None),
        ("Nav Prakash, Digital Desk: ", "Nav Prakash", None, None, None),
    ],
)
def test_datelines_before_the_first_sentence(
    lead: str, publisher: str | None, author: str | None, dateline: str | None, published: str | None
) -> None:
    text, credits = clean("\n".join([HEADLINE, lead + FIRST, SECOND]))
    found = (credits.publisher, credits.author, credits.dateline, credits.published)
    assert found == (publisher, author, dateline, published)
    paragraphs = text.split("\n")
    assert paragraphs[0] == HEADLINE and paragraphs[-2:] == [FIRST, SECOND]
    if author or publisher:
        assert (author or publisher or "") not in text


@pytest.mark.parametrize(
    ("lines", "publisher", "author", "dateline", "published"),
    [
        (["नव प्रकाश ब्यूरो | Updated: 03 Jun 2026, 09:14 AM IST"], "नव प्रकाश", None, None, "2026-06-03"),
        (
            ["बिजनेस डेस्क, नवप्रकाश। लेखक: सुनीता देवी", "प्रकाशित: शुक्रवार, 20 मार्च 2026"],
            "नवप्रकाश",
            "सुनीता देवी",
            None,
            "2026-03-20",
        ),
        (["वर्ल्ड डेस्क, नव प्रकाश | Edited By: सुनीता देवी"], "नव प्रकाश", "सुनीता देवी", None, None),
        (["प्रमुख संवाददाता, मेघनगर", "Published: 22 Jul 2026 06:40 PM"], None, None, "मेघनगर", "2026-07-22"),
        (["रविवार विशेष / सुनीता देवी"], None, "सुनीता देवी", None, None),
        (
            ["Sunita Devi", "Reporter The Nav Prakash (Part of Prakash Network)"],
            "The Nav Prakash",
            "Sunita Devi",
            None,
            None,
        ),
        (
            ["न्यूज डेस्क, अमर उजाला, मेघनगर", "Published by: सुनीता देवी Updated Fri, 05 Jun 2026 10:20 PM IST"],
            "अमर उजाला",
            "सुनीता देवी",
            "मेघनगर",
            "2026-06-05",
        ),
        (["By: सुनीता देवी | Updated at : 05 Jun 2026 10:20 PM (IST)"], None, "सुनीता देवी", None, "2026-06-05"),
        (["Written by सुनीता देवी, Edited by देवराज सिंह"], None, "सुनीता देवी", None, None),
        (["सुनीता देवी", "Jun 05, 2026, 10:20 IST"], None, "सुनीता देवी", None, "2026-06-05"),
        (["Last Updated: June 5, 2026", "Published: June 4, 2026"], None, None, None, "2026-06-04"),
        (["एजेंसी, मेघनगर"], None, None, "मेघनगर", None),
        (["2 घंटे पहले"], None, None, None, None),
        (["मेघनगर2 घंटे पहले"], None, None, None, None),
        (
            ["इमेज स्रोत, Getty Images", "लेखक, सुनीता देवी", "पदनाम, बीबीसी संवाददाता", "5 जून 2026"],
            None,
            "सुनीता देवी",
            None,
            "2026-06-05",
        ),
        (
            ["Reported by: सुनीता देवी, Edited by: देवराज सिंह", "देश", "Updated: जून 05, 2026 10:20 am IST"],
            None,
            "सुनीता देवी",
            None,
            "2026-06-05",
        ),
        (["आजतक ब्यूरो", "नई दिल्ली, 05 जून 2026, अपडेटेड 10:20 AM IST"], "आजतक", None, "नई दिल्ली", "2026-06-05"),
        (
            ["सुनीता देवी लाइव हिन्दुस्तान, नई दिल्ली", "Fri, 5 Jun 2026 10:20 PM"],
            "लाइव हिन्दुस्तान",
            "सुनीता देवी",
            "नई दिल्ली",
            "2026-06-05",
        ),
        (
            ["By Sunita Devi Edited By: Devraj Singh Publish: Fri, 05 Jun 2026 10:20 PM (IST)"],
            None,
            "Sunita Devi",
            None,
            "2026-06-05",
        ),
        (["नई दिल्ली• Jun 05, 2026 / 10:20 pm•"], None, None, "नई दिल्ली", "2026-06-05"),
        (
            ["Written By Sunita Devi|Last Updated: Jun 05, 2026, 10:20 AM IST|Source: भाषा"],
            None,
            "Sunita Devi",
            None,
            "2026-06-05",
        ),
    ],
)
def test_bylines_on_their_own_lines(
    lines: list[str], publisher: str | None, author: str | None, dateline: str | None, published: str | None
) -> None:
    text, credits = clean("\n".join([HEADLINE, *lines, FIRST, SECOND]))
    found = (credits.publisher, credits.author, credits.dateline, credits.published)
    assert found == (publisher, author, dateline, published)
    assert text.split("\n") == ARTICLE


def test_editor_below_the_article() -> None:
    text, credits = clean("\n".join([*ARTICLE, "Edited By: सुनीता देवी"]))
    assert (text.split("\n"), credits.author) == (ARTICLE, "सुनीता देवी")


@pytest.mark.parametrize(
    "paragraph",
    [
        "विदेश मंत्री ने कहा: " + FIRST,
        "Russia-North Korea: " + FIRST,
        "बड़ी खबर: " + FIRST,
        "मंत्री के अनुसार: " + FIRST,
    ],
)
def test_words_before_a_colon_that_are_no_dateline(paragraph: str) -> None:
    text, credits = clean("\n".join([HEADLINE, paragraph, SECOND]))
    assert credits.dateline is None and paragraph in text


def test_headline_with_a_colon_stays() -> None:
    headline = "मेघनगर: नए पुल का उद्घाटन, पहले दिन हजारों लोग पहुंचे"
    text, credits = clean("\n".join([headline, FIRST, SECOND]))
    assert text.split("\n")[0] == headline and credits.dateline is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("03 Jun 2026, 09:14 AM IST", "2026-06-03"),
        ("शुक्रवार, 20 मार्च 2026", "2026-03-20"),
        ("June 3rd, 2026", "2026-06-03"),
        ("3rd June 2026", "2026-06-03"),
        ("Sept 3, 2026", "2026-09-03"),
        ("03-06-2026", "2026-06-03"),
        ("03/06/2026", "2026-06-03"),
        ("2026-06-03T09:14:00+05:30", "2026-06-03"),
        ("12 जुलाई", "XXXX-07-12"),
        ("२८ अगस्त १९७३", "1973-08-28"),
        ("5 फ़रवरी 2026", "2026-02-05"),
        ("5 अक्तूबर", "XXXX-10-05"),
        ("29 फरवरी", "XXXX-02-29"),
        ("31 जून 2026", None),
        ("45 मार्च", None),
        ("मार्च में", None),
        ("5 मईमें", None),
    ],
)
def test_written_dates(text: str, expected: str | None) -> None:
    assert edtf(text) == expected


def test_every_rule_loads() -> None:
    assert {rule.kind for rule in rules()} == {"line", "caption", "link", "list", "tail", "inline"}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("rules:\n  - kind: line\n    pattern: '('\n    reason: x\n", "f.yaml, line 2: not a regular expression"),
        ("rules:\n  - kind: odd\n    pattern: a\n    reason: x\n", "f.yaml, line 2: unknown kind 'odd'"),
        ("rules:\n  - kind: line\n    pattern: a\n", "f.yaml, line 2: a rule has kind, pattern and reason"),
        ("rules: [\n", "f.yaml, line 2"),
        ("other: 1\n", "f.yaml, line 1: no list of `rules`"),
    ],
)
def test_broken_rules_name_file_and_line(source: str, message: str) -> None:
    with pytest.raises(DataFileError, match="f.yaml, line") as error:
        parse_rules(source, "f.yaml")
    assert str(error.value).startswith(message)


PIECES = st.sampled_from(
    [
        *ARTICLE,
        *LABELS,
        "मेघनगर, 12 मार्च (भाषा)। ",
        "मेघनगर: ",
        "राज्य ब्यूरो, मेघनगर। ",
        "Edited By: सुनीता देवी",
        "Updated: 03 Jun 2026",
        "Sunita Devi",
        "Reporter Nav Prakash",
        "Latest News",
        "- ",
        "• ",
        "1. ",
        ": ",
        " | ",
        "...",
        "।",
        "\n",
        "\n",
        " ",
        "\u200b",
        "\u200d",
        "\u093c",
        "क\u094d\u200dष",
        "फोटो: ",
        "(एजेंसी)",
        "टैग: ",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=200)))
def test_cleaning_is_idempotent_and_invents_nothing(text: str) -> None:
    once, _ = clean(text)
    assert clean(once)[0] == once
    before = Counter(unicodedata.normalize("NFD", normalise(text)))
    after = Counter(unicodedata.normalize("NFD", once))
    extra = {each for each in after - before if not each.isspace()}
    assert not extra
    assert all(line and line == line.strip() and "  " not in line for line in once.split("\n") if once)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("कखनरड़ढ़़्ाीिंँ\u200c\u200d\u200b\ufeff\u00a0 \t\r\n\u2028aé\u0301.।"), max_size=60))
def test_normal_form_is_stable(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once == unicodedata.normalize("NFC", once)
