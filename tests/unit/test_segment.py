"""Sentences and tokens: where they end, and that no character is lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sutradhar.ingest.nlp.segment import segment

HINDI_PIECES = st.lists(
    st.sampled_from(
        [*"।.?!॥…,:;|-–'\"“”‘’()[]\n \t", "  ", "...", "डॉ.", "रु.", "एस.", "आई.", "राम", "कि.मी.", "6.4", "७:१०", "की"]
        + ["https://a.in/x?y=1.", "U.S.", "क्ष्\u200dण", "दु:ख", "1.", "💥", "🇮🇳", "₹", "don't", "\u200d"]
    ),
    max_size=30,
).map("".join)


def sentences(text: str) -> list[str]:
    return [text[tokens[0].start : tokens[-1].end] for tokens in segment(text)]


def words(text: str) -> list[str]:
    return [token.text for tokens in segment(text) for token in tokens]


@given(st.text() | HINDI_PIECES)
@example("\u0085\u2028क।\x1cख")
def test_every_visible_character_is_in_exactly_one_token(text: str) -> None:
    covered = [0] * len(text)
    end = 0
    for tokens in segment(text):
        assert tokens
        for token in tokens:
            assert end <= token.start < token.end
            assert text[token.start : token.end] == token.text
            assert not any(map(str.isspace, token.text))
            for i in range(token.start, token.end):
                covered[i] += 1
            end = token.end
    assert covered == [int(not character.isspace()) for character in text]


@pytest.mark.parametrize("text", ["", " \n\t\n", "\u2028"])
def test_nothing_gives_nothing(text: str) -> None:
    assert segment(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "डॉ. मीरा जोशी और प्रो. आलम ने मो. रफीक को बुलाया।",
        "एम. एस. राठौर और पी.टी. नायर ने आई. के. मेहता से बात की।",
        "न्यायमूर्ति वी. क. दास ने सं. 14 और No. 7 पर सुनवाई की।",
        "Dr. Smith ने U.S. से कहा।",
        "मरीज ने 500 रु. और 40 कि.मी. की बात कही।",
        "भूकंप की तीव्रता 5.8 थी और समय 7.10 बजे या 7:12 बजे।",
        "पता लगेगा… फिर ... देखेंगे।",
        "1. पहली खबर",
        "देखें https://example.org/a.b?c=1.2 या example.org पर",
        "‘कौन है वहाँ?’ में नायक नया है।",
        "उसने (क्या पता क्यों?) मना किया।",
        "“ठीक है!”, वह बोला।",
        "खेल | मौसम | बाजार",
    ],
)
def test_one_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("बात हुई।दूसरी बात नहीं हुई।", ["बात हुई।", "दूसरी बात नहीं हुई।"]),
        ("सभा बुलाई.केन्या नहीं आया.", ["सभा बुलाई.", "केन्या नहीं आया."]),
        ("बाढ़ आई. लोग भागे.", ["बाढ़ आई.", "लोग भागे."]),
        ("वह आया|फिर गया।", ["वह आया|", "फिर गया।"]),
        ("क्या हुआ? कुछ नहीं! अच्छा॥ ठीक", ["क्या हुआ?", "कुछ नहीं!", "अच्छा॥", "ठीक"]),
        ("शीर्षक\nपहला वाक्य\r\nदूसरा", ["शीर्षक", "पहला वाक्य", "दूसरा"]),
        ("उसने कहा, “एक बात। दूसरी बात।” फिर चला गया।", ["उसने कहा, “एक बात।", "दूसरी बात।”", "फिर चला गया।"]),
        ('उसने कहा, "चलो।" वे चले।', ['उसने कहा, "चलो।"', "वे चले।"]),
        ('"चलो।"वे चले।', ['"चलो।"', "वे चले।"]),
        ('वह चला। "रुको" कहा गया।', ["वह चला।", '"रुको" कहा गया।']),
        ("वे बोले, ‘‘घर गया।’’ फिर चुप।", ["वे बोले, ‘‘घर गया।’’", "फिर चुप।"]),
        ("(यह अलग है।) अब आगे।", ["(यह अलग है।)", "अब आगे।"]),
        ("रांची, 3 मई (वार्ता)। बैठक हुई।", ["रांची, 3 मई (वार्ता)।", "बैठक हुई।"]),
        ("साल था 2019. तब वह आया.", ["साल था 2019.", "तब वह आया."]),
        ("अरे!! सच?! हाँ।", ["अरे!!", "सच?!", "हाँ।"]),
        ("बैठक हुई। —", ["बैठक हुई। —"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ईरान-इराक", ["ईरान", "-", "इराक"]),
        ("1,200 टन, 6.4 और १०.५%", ["1,200", "टन", ",", "6.4", "और", "१०.५", "%"]),
        ("10वीं के 69 छात्र", ["10वीं", "के", "69", "छात्र"]),
        ("एस.के.दास", ["एस.", "के.", "दास"]),
        ("डॉ.राव", ["डॉ.", "राव"]),
        ("“ठीक”", ["“", "ठीक", "”"]),
        ("अत: दु:ख: कम", ["अत:", "दु:ख", ":", "कम"]),
        ("₹500 @नाम #टैग", ["₹", "500", "@", "नाम", "#", "टैग"]),
        ("क्\u200dषण \ufeffज़मीन", ["क्\u200dषण", "\ufeffज़मीन"]),
        ("👩\u200d👧🇮🇳", ["👩\u200d👧", "🇮🇳"]),
        ("(https://a.in/b).", ["(", "https://a.in/b", ")", "."]),
        ("India's don't", ["India's", "don't"]),
        ("'हाँ'", ["'", "हाँ", "'"]),
        ("ज़", ["ज़"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert words(text) == expected
