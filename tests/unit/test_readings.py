"""What single sentences are read as: one line each for a rule of grammar that more than one verb depends on."""

from __future__ import annotations

from functools import cache

import pytest

from sutradhar.graph.model import ArticleRecord
from sutradhar.ingest.document import Document
from sutradhar.ingest.parse import ArticleParser


@cache
def parser() -> ArticleParser:
    return ArticleParser()


def read(text: str, published: str | None = "2026-05-12") -> ArticleRecord:
    [record] = parser().parse([Document("sentence:1", text, "", published=published)])
    return record


def said(text: str) -> set[str]:
    """“mode modality role=name …” of each event, “name: words” of each claim."""
    record = read(text)
    names = {entity.key: entity.name for entity in record.entities}
    lines = set()
    for event in record.events:
        roles = sorted(f"{each.role}={names[each.entity]}" for each in event.participants)
        lines.add(" ".join([event.mode, event.modality, *roles]))
    for claim in record.claims:
        lines.add(f"{', '.join(names[key] for key in claim.speakers)}: {claim.text}")
    return lines


READINGS = {
    # sides
    "उत्तर कोरिया के सैनिक रूस की ओर से यूक्रेन के खिलाफ लड़े।": "fight asserted actor=उत्तर कोरिया ally=रूस counterpart=यूक्रेन",
    # who does what stands in an infinitive or before it
    "विपक्ष के नेता राहुल गांधी ने अमित शाह द्वारा बयान वापस लेने की आलोचना की।": "accuse asserted actor=राहुल गांधी recipient=अमित शाह",
    "उत्तर कोरिया द्वारा बीते रविवार को किए गए मिसाइल परीक्षण के बाद बैठक हुई।": "test asserted actor=उत्तर कोरिया",
    "उत्तर कोरिया की विदेश मंत्री चोए सोन हुई ने रूस के प्रति अपने देश के समर्थन की पुष्टि की।": "support asserted actor=उत्तर कोरिया recipient=रूस",
    # modality
    "राष्ट्रपति व्लादिमीर पुतिन ने अपनी भारत यात्रा रद्द कर दी।": "visit denied actor=व्लादिमीर पुतिन",
    "भारत ने न सिर्फ नेपाल की मदद की बल्कि डॉक्टर भी भेजे।": "aid asserted actor=भारत recipient=नेपाल",
    "नरेंद्र मोदी ने कहा, भारत यूक्रेन को सहायता दे रहा है।": "aid claimed actor=भारत recipient=यूक्रेन",
    # what is said, and by whom
    "सर्गेई लावरोव ने कहा है, रूस अपनी सीमा की रक्षा करना जानता है।": "सर्गेई लावरोव: रूस अपनी सीमा की रक्षा करना जानता है",
    "सर्गेई लावरोव ने कहा कि हमला झूठी खबर है, जबकि यूक्रेन ने सबूत पेश किए हैं।": "सर्गेई लावरोव: हमला झूठी खबर है",
    "राहुल गांधी और अखिलेश यादव ने कहा कि चुनाव समय पर होने चाहिए।": "राहुल गांधी, अखिलेश यादव: चुनाव समय पर होने चाहिए",
}


@pytest.mark.parametrize("text", READINGS)
def test_sentences_are_read_as_they_mean(text: str) -> None:
    assert READINGS[text] in said(text)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("सरकार की योजना से किसानों को कर्ज चुकाने में मदद मिलेगी।", "aid"),  # easier is no aid
        ("प्रदेश सरकार ने ऋषिकेश तक सड़क को मंजूरी दी।", "actor=ऋषिकेश"),
        ("कैबिनेट ने विश्व बैंक में भारत की सदस्यता को मंजूरी दी।", "actor=विश्व बैंक"),
        ("हमले में शामिल आतंकी ब्रिटेन के हो सकते हैं।", "actor=ब्रिटेन"),
        ("सोनिया गांधी ने बधाई दी और उनके बेटे जेल से रिहा हो गए।", "release asserted recipient=सोनिया गांधी"),
    ],
)
def test_nobody_gets_a_part_by_mistake(text: str, never: str) -> None:
    assert not [line for line in said(text) if never in line]


def test_a_time_belongs_to_the_participle_behind_it() -> None:
    record = read("बुधवार को टोक्यो पहुंचे नरेंद्र मोदी ने शिंजो आबे से मुलाकात की।", "2026-05-15")
    dates = {event.mode: event.date for event in record.events}
    assert dates["visit"] == "2026-05-13" and dates["meet"] is None


def test_a_time_beyond_a_relative_clause_is_not_the_event_s() -> None:
    record = read("भारत और पाकिस्तान ने 1972 में समझौते पर हस्ताक्षर किए, जिसे पाकिस्तान ने 2019 में निलंबित कर दिया।")
    assert {event.mode: event.date for event in record.events}["sign"] == "1972"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("राजीव गांधी ग्रामीण विद्युतीकरण योजना से गांवों में बिजली आई।", set()),
        ("राष्ट्रीय आवास बैंक अधिनियम में संशोधन होगा।", set()),
        ("शेख हसीना ने ढाका में सभा की।", {"शेख हसीना", "ढाका"}),
        ("मानवाधिकार संगठन एमनेस्टी इंटरनेशनल ने रिपोर्ट जारी की।", {"एमनेस्टी इंटरनेशनल"}),
        ("कजाख राष्ट्रपति ने भारत का दौरा किया।", {"कजाख", "भारत"}),  # of Kazakhstan, not of the town Qazax
    ],
)
def test_what_is_a_name(text: str, names: set[str]) -> None:
    assert {mention.surface for mention in read(text).mentions} == names


@pytest.mark.parametrize(
    ("text", "officer"),
    [
        ("कांग्रेस ने बैठक बुलाई। पार्टी की महासचिव प्रियंका गांधी ने फैसले का एलान किया।", ("प्रियंका गांधी", "महासचिव")),
        ("नाइजीरिया में बाढ़ आई। राष्ट्रीय सुरक्षा सलाहकार नुहू रिबादू ने दौरा किया।", ("नुहू रिबादू", "राष्ट्रीय सुरक्षा सलाहकार")),
    ],
)
def test_offices_of_what_was_named_before(text: str, officer: tuple[str, str]) -> None:
    record = read(text)
    names = {entity.key: entity.name for entity in record.entities}
    assert officer in {(names[office.person], office.title) for office in record.offices}
