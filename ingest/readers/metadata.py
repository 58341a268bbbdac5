"""Bylines and datelines: what a text states about its author, publisher, place and date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from typing import Literal

from sutradhar.errors import DataFileError
from sutradhar.ingest.datafiles import load_yaml
from sutradhar.ingest.readers.clean import is_prose, is_single_sentence
from sutradhar.ingest.readers.text import fold, loosen

_FILE = "hi/publishers.yaml"
_LEAD = 10  # paragraphs before the first prose among which bylines are looked for
_LONGEST_BYLINE = 160
_LONGEST_HEADLINE = 250
_SEGMENT = re.compile(r"\s*[|।•·]\s*|\s+[/–—-]\s+")
_LEAD_IN = re.compile(
    r"(?P<head>[^।:：\n]{2,90}?)\s*(?P<stop>।|[:：](?!\d)|(?<=\))(?:\.|(?=\s))|\s[-–—]{1,2}(?=\s)|--)\s*(?P<rest>\S.*)",
    re.DOTALL,
)
_NAME = re.compile(r"[^\W\d_][\w\u0900-\u097f.'’‘·-]*(?: [^\W\d_][\w\u0900-\u097f.'’‘·-]*){0,4}")
_TIME = re.compile(
    r"\b\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*(?:AM|PM|बजे))?(?:\s*\(?(?:IST|GMT|UTC)\)?)?|\(?\bIST\b\)?", re.IGNORECASE
)
_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")

_CREDITS = frozenset({"agency", "anonymous", "desk", "correspondent", "newspaper"})

Kind = Literal["date", "agency", "anonymous", "desk", "correspondent", "column", "newspaper", "name"]


@dataclass(frozen=True)
class Credits:
    """What a document states about itself; `published` is EDTF."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    dateline: str | None = None
    published: str | None = None

    def or_else(self, other: Credits) -> Credits:
        """These credits, the other's where these say nothing."""
        return Credits(*(getattr(self, each.name) or getattr(other, each.name) for each in fields(self)))


@dataclass(frozen=True)
class _Vocabulary:
    """hi/publishers.yaml, made ready for matching; words are folded."""

    words: dict[str, frozenset[str]]
    label: re.Pattern[str]
    label_kinds: dict[str, str]
    staff: re.Pattern[str]
    dates: tuple[re.Pattern[str], ...]
    months: dict[str, int]
    weekday: re.Pattern[str]

    def has(self, name: str, text: str) -> bool:
        """Whether the text is an entry of that list."""
        return fold(text) in self.words[name]


@dataclass
class _Findings:
    """Values with a rank each; the lowest rank wins, then the first.

    `signs`: the author's name may stand a line above.
    """

    values: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    signs: bool = False

    def add(self, name: str, rank: int, value: str | None) -> None:
        if value:
            self.values.setdefault(name, []).append((rank, value))

    def update(self, other: _Findings) -> None:
        for name, values in other.values.items():
            self.values.setdefault(name, []).extend(values)

    def credits(self) -> Credits:
        return Credits(**{name: min(values, key=lambda each: each[0])[1] for name, values in self.values.items()})


def take_credits(paragraphs: Sequence[str]) -> tuple[list[str], Credits]:
    """The paragraphs without bylines and agency credits, and what those say.

    A dateline stays, as a paragraph of its own. A wire agency is a text's author, not its
    publisher. A day and month without a year stay without one.
    """
    found = _Findings()
    kept: list[str] = []
    lead = _lead_length(paragraphs)
    for index, paragraph in enumerate(paragraphs):
        byline = _byline(paragraph, labelled_only=index >= lead, headline=index == 0)
        if byline is not None:
            if byline.signs and 0 < index < lead and len(kept) > 1 and _is_person(kept[-1]):
                found.add("author", 1, kept.pop())
            found.update(byline)
            continue
        if index < lead:
            kept.extend(_without_lead_in(paragraph, found, first=index == 0))
        else:
            kept.append(paragraph)
    return kept, found.credits()


def edtf(text: str) -> str | None:
    """The first date in the text as EDTF: "2026-06-03", or "XXXX-07-12" where the text gives no year."""
    vocabulary = _vocabulary()
    for pattern in vocabulary.dates:
        match = pattern.search(text)
        if match is None:
            continue
        parts = match.groupdict()
        month = vocabulary.months.get(fold(parts["month"])) or int(parts["month"])
        year = parts.get("year")
        try:
            day = date(int(year or 2000), month, int(parts["day"]))  # 2000 has a 29 February
        except ValueError:
            continue
        return day.isoformat() if year else f"XXXX-{day:%m-%d}"
    return None


def _lead_length(paragraphs: Sequence[str]) -> int:
    for index, paragraph in enumerate(paragraphs[:_LEAD]):
        headline = index == 0 and len(paragraph) <= _LONGEST_HEADLINE and is_single_sentence(paragraph)
        if is_prose(paragraph) and not headline and len(paragraph) > _LONGEST_BYLINE:
            return index + 1
    return min(_LEAD, len(paragraphs))


def _byline(paragraph: str, *, labelled_only: bool, headline: bool) -> _Findings | None:
    """What a paragraph says that is nothing but a byline; None for any other."""
    if len(paragraph) > _LONGEST_BYLINE:
        return None
    vocabulary = _vocabulary()
    found = _Findings()
    staff = vocabulary.staff.fullmatch(paragraph)
    if staff is not None and not labelled_only and not headline:
        found.signs = True
        found.add("publisher", 1, staff["publisher"].strip())
        return found
    parts: list[tuple[Kind, str]] = []
    labelled = False
    for segment in _segments(paragraph):
        label = vocabulary.label.match(segment)
        if label is not None:
            kind = vocabulary.label_kinds[fold(label["latin"] or label["hindi"])]
            if not _labelled(kind, segment[label.end() :], found, parts):
                return None
            labelled = True
        elif labelled_only:
            return None
        elif not _TIME.sub("", segment).strip():
            continue
        elif _is_date(segment):
            found.add("published", 2, edtf(segment))
            found.signs = labelled = True
        else:
            for part in _parts(segment):
                kind_of_part = _classify(part)
                if kind_of_part is None:
                    return None
                parts.append(kind_of_part)
    kinds = {kind for kind, _ in parts}
    recognised = kinds - {"name", "date"}
    if not labelled and (not recognised or (headline and not recognised & {"desk", "correspondent"})):
        return None
    if not labelled and recognised == {"column"} and "name" not in kinds:
        return None  # "विशेष" and the like alone is a heading
    _resolve(parts, found, glued=False)
    return found


def _labelled(kind: str, rest: str, found: _Findings, parts: list[tuple[Kind, str]]) -> bool:
    """Takes what follows a label; False where it is neither a name nor a date."""
    if kind in ("published", "updated"):
        if len(rest) > 60:
            return False
        value = edtf(rest)
        found.add("published", 0 if kind == "published" else 1, value)
        found.signs = value is not None
        return value is not None or not rest.strip() or _TIME.search(rest) is not None
    names = _parts(rest)
    classified = [_classify(name) for name in names]
    if not names or any(each is None for each in classified):
        return False
    for position, each in enumerate(classified):
        if each is None:
            continue
        if position == 0 and each[0] in ("name", "agency"):
            found.add("author", 0 if kind == "writers" else 3, each[1])
        elif each[0] != "name" or position > 0:
            parts.append(each)
    return True


def _without_lead_in(paragraph: str, found: _Findings, *, first: bool) -> Iterator[str]:
    """The paragraph; a dateline at its start comes before it, a byline there goes."""
    match = _LEAD_IN.match(paragraph)
    if match is None or len(match["rest"]) < 25:
        yield paragraph
        return
    head, credits = _BRACKETED.sub("", match["head"]).strip(" ,"), _BRACKETED.findall(match["head"])
    parts = [_classify(part) for part in _parts(head)]
    known = [part for part in parts if part is not None]
    kinds = {kind for kind, _ in known}
    known_credits = [_classify(each.strip()) for each in credits]
    credited = {kind for kind, _ in (*known, *filter(None, known_credits))} & _CREDITS
    dated = kinds >= {"date", "name"} and edtf(head) is not None
    sure = credited or (dated and match["stop"].strip() in ("।", ":", "："))
    ends = paragraph.rstrip("\"'”’ ")[-1:] in "।.!?"
    bare = ends and not (first or credits) and _is_bare_place(head, danda=match["stop"] == "।")
    if not parts or len(known) < len(parts) or kinds <= {"date"} or not (sure or bare) or (first and not ends):
        yield paragraph
        return
    for credit in credits:
        kind, value = _classify(credit.strip()) or (None, "")
        if kind == "agency":
            found.add("author", 4, value)
        elif kind in ("name", "newspaper"):
            found.add("publisher", 1, value)
    places = _resolve(known, found, glued=True)
    if places:
        dates = [value for kind, value in known if kind == "date"]
        yield ", ".join([*places, *dates])
    yield match["rest"]


def _resolve(parts: Sequence[tuple[Kind, str]], found: _Findings, *, glued: bool) -> list[str]:
    """Says what the names among the parts are, by what stands beside them; returns the places.

    `glued`: the parts stand before the first sentence, where a name after a desk is the place.
    """
    kinds = [kind for kind, _ in parts]
    places: list[str] = []
    for position, (kind, value) in enumerate(parts):
        if kind == "agency":
            found.add("author", 4, value)
        elif kind == "date":
            found.add("published", 4, edtf(value))
        elif kind == "newspaper":
            found.add("publisher", 0, value)
        elif kind in ("desk", "correspondent"):
            found.add("publisher", 1, _newspaper_before(value))
        elif kind == "name":
            named = "newspaper" in kinds or any(earlier == "name" for earlier in kinds[:position])
            if "column" in kinds or (kinds[position + 1 : position + 2] == ["newspaper"] and " " in value):
                found.add("author", 1, value)
            elif "desk" in kinds and not named and (not glued or kinds.index("desk") > position):
                found.add("publisher", 1, value)
            elif (
                glued
                or {"desk", "correspondent", "newspaper", "agency", "anonymous"} & set(kinds)
                or kinds[position + 1 : position + 2] == ["date"]
                or " " not in value
                or _vocabulary().has("places", value)
            ):
                found.add("dateline", 0, value)
                places.append(value)
            else:
                found.add("author", 2, value)
    return places


def _segments(paragraph: str) -> list[str]:
    """The parts of a byline between bars, dandas and labels, without brackets."""
    pieces = [piece for part in _SEGMENT.split(paragraph) for piece in _before_labels(part)]
    return [piece for each in pieces if (piece := each.strip(" ,()[]"))]


def _before_labels(text: str) -> Iterator[str]:
    start = 0
    for match in _vocabulary().label.finditer(text):
        after = text[match.end() :]
        dated = after[:1].isdigit() or _vocabulary().weekday.match(after)
        if match.start() > start and (dated or re.search("[:：]", match[0])):
            yield text[start : match.start()]
            start = match.start()
    yield text[start:]


def _parts(segment: str) -> list[str]:
    """The parts between commas; a name before a newspaper of two words or more ("सुनीता देवी लाइव हिन्दुस्तान") is one."""
    parts: list[str] = []
    for part in (stripped for each in segment.split(",") if (stripped := each.strip(" ()[]"))):
        words = part.split()
        tails = (cut for cut in range(2, len(words) - 1) if _vocabulary().has("newspapers", " ".join(words[cut:])))
        cut = next(tails, 0)
        parts.extend([" ".join(words[:cut]), " ".join(words[cut:])] if cut else [part])
    return parts


def _classify(part: str) -> tuple[Kind, str] | None:
    """What a part of a byline is; None where it cannot be one."""
    vocabulary = _vocabulary()
    if vocabulary.has("agencies", part):
        return "agency", part
    if vocabulary.has("anonymous", part):
        return "anonymous", part
    if vocabulary.has("newspapers", part):
        return "newspaper", part
    if _is_date(part) or _is_year(part):
        return "date", part
    words = fold(part).split()
    if len(words) > 6 or any(word in vocabulary.words["function"] for word in words):
        return None
    office = _office(part)
    if office is not None:
        kind, before = office
        if len(before) <= 4:
            return kind, part
    if any(fold(part).endswith(each) for each in vocabulary.words["columns"]) and len(words) <= 3:
        return "column", part
    if fold(part) not in vocabulary.months and (_NAME.fullmatch(part.replace("/", " ").strip()) or _is_place(part)):
        return "name", part
    return None


def _office(part: str) -> tuple[Kind, list[str]] | None:
    """Whether a part ends in a desk's or correspondent's word, and the words before it that name something."""
    vocabulary = _vocabulary()
    folded = fold(part)
    for kind, name in (("desk", "desks"), ("correspondent", "correspondents")):
        for office in vocabulary.words[name]:
            if folded == office or folded.endswith(" " + office):
                before = part.split()[: len(part.split()) - len(office.split())]
                named = [] if all(vocabulary.has("qualifiers", word) for word in before) else before
                return ("desk" if kind == "desk" else "correspondent"), named
    return None


def _newspaper_before(part: str) -> str | None:
    """The newspaper in "हिमालय दर्पण ब्यूरो"; None where the words before the office are a place or name nobody."""
    office = _office(part)
    if office is None or not office[1]:
        return None
    words = office[1]
    while len(words) > 1 and _vocabulary().has("qualifiers", words[-1]) and fold(words[-1]) not in ("न्यूज", "news"):
        words = words[:-1]
    name = " ".join(words)
    if _vocabulary().has("newspapers", name) or (len(words) > 1 and not _vocabulary().has("places", name)):
        return name
    return None


def _is_place(text: str) -> bool:
    """Whether the text has the form of a dateline's place: "काठमांडू", "संयुक्त राष्ट्र/अंकारा"."""
    vocabulary = _vocabulary()
    names = [each.strip() for each in text.split("/")]
    return all(
        re.fullmatch(r"[ऀ-ॣ॰-ॿ‌‍]+(?:[ -][ऀ-ॣ॰-ॿ‌‍]+){0,2}", name)
        and not vocabulary.has("not_places", name)
        and fold(name) not in vocabulary.months
        and not any(fold(word) in vocabulary.words["function"] for word in name.split())
        for name in names
    )


def _is_bare_place(text: str, *, danda: bool) -> bool:
    """Whether the text is a dateline without date and credit. Before a colon, two words are more often a topic."""
    words = max(len(name.split()) for name in text.split("/"))
    return _is_place(text) and (
        "/" in text or words == 1 or (danda and words == 2) or _vocabulary().has("places", text)
    )


def _is_person(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 4 and _NAME.fullmatch(text) is not None and _classify(text) == ("name", text)


def _is_date(text: str) -> bool:
    """Whether the text is a date with at most a weekday and a time of day."""
    vocabulary = _vocabulary()
    rest = vocabulary.weekday.sub(" ", _TIME.sub(" ", text))
    if edtf(rest) is None:
        return False
    for pattern in vocabulary.dates:
        rest = pattern.sub(" ", rest, count=1)
    return not re.sub(r"(?:at|on|T|Z)|[\s,.|()\-–—]", "", rest)


def _is_year(text: str) -> bool:
    """Whether a year stands alone, as the end of "9 जून, 2027" does when split at its comma."""
    return re.fullmatch(r"(?:19|20)\d{2}", text) is not None


@cache
def _vocabulary() -> _Vocabulary:
    data = load_yaml(_FILE)
    try:
        names = (
            "agencies",
            "anonymous",
            "desks",
            "correspondents",
            "qualifiers",
            "columns",
            "newspapers",
            "places",
            "not_places",
        )
        words = {name: frozenset(fold(each) for each in data[name]) for name in names}
        words["function"] = frozenset(fold(each) for each in data["function_words"]["hi"])
        kinds = {fold(label): kind for kind in ("writers", "editors", "published", "updated") for label in data[kind]}
        labels = [label for kind in ("writers", "editors", "published", "updated") for label in data[kind]]
        months = {fold(name): int(number) for number, names_ in data["months"].items() for name in names_}
        month = _any(name for names_ in data["months"].values() for name in names_)
        staff, weekdays = _any(data["staff"]), _any(data["weekdays"])
    except (KeyError, TypeError, AttributeError) as error:
        raise DataFileError(f"{_FILE}, line 1: {error!s} is missing or no list; correct the file") from error
    latin = _any(label for label in labels if label.isascii())
    hindi = _any(label for label in labels if not label.isascii())
    edge = r"(?![\w\u0900-\u097f])"
    day = r"(?<![\d/.-])(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    year = r"(?P<year>(?:19|20|१९|२०)\d{2})(?!\d)"
    patterns = (
        rf"(?<!\d){year}-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)",
        rf"{day}[\s-]*(?P<month>{month}){edge}[\s,.-]*{year}",
        rf"\b(?P<month>{month}){edge}\.?\s+{day},?\s+{year}",
        rf"{day}[/.-](?P<month>\d{{1,2}})[/.-]{year}",
        rf"{day}\s+(?P<month>{month}){edge}",
    )
    return _Vocabulary(
        words=words,
        label=re.compile(
            rf"(?<![\w\u0900-\u097f])(?:(?P<latin>{latin})(?:\s*[:：-]\s*|\s+)|(?P<hindi>{hindi})(?:\s*[:：,-]\s*|\s+(?=\d)))",
            re.IGNORECASE,
        ),
        label_kinds=kinds,
        staff=re.compile(rf"(?:{staff})\s+(?P<publisher>[^()।:|,]{{2,60}}?)\s*(?:\([^()]*\))?", re.IGNORECASE),
        dates=tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns),
        months=months,
        weekday=re.compile(rf"(?<![\w\u0900-\u097f])(?:{weekdays}){edge}", re.IGNORECASE),
    )


def _any(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, with or without nukta and with either nasal sign."""
    return "|".join(loosen(re.escape(word)) for word in sorted(words, key=len, reverse=True))
