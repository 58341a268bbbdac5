"""When an event took place or is to take place, from the times of its sentence and of those before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sutradhar.ingest.arguments import ArgumentFinder
from sutradhar.ingest.events.draft import Draft
from sutradhar.ingest.events.vocabulary import HELD, MEANWHILE, PROMISING, RELATIVE_STEMS, relative_between
from sutradhar.ingest.times import TimeExpression, find_times, resolve_bounds
from sutradhar.ingest.tree import VERBAL, Tree, is_infinitive

FORETELLING = frozenset({"announce", "warn", "threaten", "promise"})
STALE_DAYS = 60
SAME_DAY = re.compile(  # what keeps to the day that the sentence before told of
    "(?:^|\\s)(?:इसी|उसी) (?:दिन|रात|शाम|सुबह|बीच)(?:\\s|$)|(?:^|\\s)इस दौरान"
    "|(?:^|\\s)इससे (?:कुछ|थोड़ी|चंद) (?:ही )?(?:घंटे|देर|मिनट|समय) पहले"
    "|^(?:बाद में |वहीं )?(?:शाम|सुबह|दोपहर|रात|देर शाम|देर रात|तड़के|दोपहर बाद)(?: को| में|,|\\s)"
)
AT_THAT_TIME = re.compile("^(?:तब|उस (?:समय|वक्त|दौरान))(?:\\s|$)")


@dataclass(frozen=True)
class Dater:
    """Dates events of an article that was `published` on a day, if that is known."""

    arguments: ArgumentFinder
    published: str | None

    def date(self, draft: Draft) -> str | None:
        """When a draft's event takes place, as EDTF, as far as it is told and plausible."""
        tense = "future" if draft.modality == "planned" else draft.mood.tense
        times = find_times(draft.tree.text, self.published, tense=tense)
        return self._plausible(self._nearest(draft, times), draft)

    def _plausible(self, date: str | None, draft: Draft) -> str | None:
        """A date, unless what has happened would lie after the publication or what is planned before it."""
        if date is None or self.published is None:
            return date
        low, high = resolve_bounds(date)
        today, _ = resolve_bounds(self.published)
        if (
            draft.predicate.mode in FORETELLING
            and high is not None
            and today is not None
            and (today - high).days > STALE_DAYS
        ):
            return None  # “25 फरवरी को धरने की चेतावनी”: the day of what is foretold
        if today is None:
            return date
        if (
            draft.mood.tense != "future"
            and draft.modality in {"asserted", "claimed"}
            and low is not None
            and low > today
        ):
            return None
        return None if draft.modality == "planned" and high is not None and high < today else date

    def _planned_for(self, draft: Draft, dated: Sequence[TimeExpression]) -> str | None:
        """“X ने अप्रैल में … धरना देने का एलान किया”: a time between who announces and what is planned is the plan's."""
        tree = draft.tree
        if draft.verb is None or draft.modality != "planned" or not is_infinitive(tree.words[draft.verb]):
            return None
        if self.published is None:
            return None
        subject = _ergative_mark(draft)
        if subject is None:
            return None
        between = [
            each
            for each in dated
            if tree.words[subject].start <= tree.start + each.start < tree.words[draft.first].start
        ]
        if not between:
            return None
        ahead = find_times(tree.text, self.published, tense="future")
        return next((_point(each.edtf) for each in ahead if each.start == between[-1].start and each.edtf), None)

    def _of_the_plan(self, draft: Draft, time: TimeExpression) -> bool:
        """Whether a time belongs to the infinitive that a verb of announcing governs (see `_planned_for`)."""
        tree = draft.tree
        if draft.predicate.mode not in PROMISING or draft.verb is None:
            return False
        plans = [
            i for i in tree.children[draft.trigger] if tree.words[i].upos in VERBAL and tree.forms[i].endswith("ने")
        ]
        subject = _ergative_mark(draft)
        if not plans or subject is None or "में" not in tree.forms[subject : plans[0]]:
            return False
        return tree.words[subject].start <= tree.start + time.start < tree.words[
            plans[0]
        ].start and not time.text.endswith("को")

    def _nearest(self, draft: Draft, times: Sequence[TimeExpression]) -> str | None:
        """The date of the clause: the nearest expression on its verb or noun, else the sentence's only one."""
        tree = draft.tree
        dated = [time for time in times if time.edtf and time.kind in {"date", "span"}]
        if not dated:
            return None
        own = {draft.trigger, draft.verb} | {
            child for child in tree.children[draft.trigger] if tree.words[child].deprel == "acl"
        }
        own |= {  # “बुधवार को आए नतीजों में”, “पिछले हफ्ते हुई बातचीत में”
            word.index
            for word in tree.words
            if word.deprel == "acl" and word.upos in VERBAL and word.head >= 0 and tree.words[word.head].head in own
            and self.arguments.marker(tree, word.head + 1) in HELD
        }  # fmt: skip
        if draft.verb is None and self.arguments.marker(tree, draft.trigger + 1) in MEANWHILE:
            own.add(tree.words[draft.trigger].head)

        carrier = min((i for i in own if i is not None and tree.words[i].deprel == "acl"), default=None)

        def clause(time: TimeExpression) -> int:
            """How far up the expression's head must be followed to meet the event: 0 is best, 9 means not at all."""
            start, end = tree.start + time.start, tree.start + time.end
            words = [word for word in tree.words if word.start < end and word.end > start]
            if not words:
                return 9
            if carrier is not None and _runs_into(tree, words[-1].index, carrier):
                return 1
            participle = _participle(tree, words[-1].index)
            if participle is not None and participle not in own or _cut_off(tree, words[-1].index, draft.trigger):
                return 9
            steps = [above for word in words[-1:] for above in tree.ancestors(word.index)]
            for distance, above in enumerate(steps):
                if above in own:
                    return distance
                if tree.words[above].upos in VERBAL:
                    return 9
            return 9

        if (planned := self._planned_for(draft, dated)) is not None:
            return planned
        dated = [time for time in dated if not self._of_the_plan(draft, time)]
        if not dated:
            return None
        ranked = sorted(
            dated, key=lambda time: (clause(time), abs(tree.start + time.start - tree.words[draft.trigger].start))
        )
        if clause(ranked[0]) < 9:
            return _point(ranked[0].edtf)
        if follows(draft):
            return _point(ranked[0].edtf) if len(dated) == 1 else None
        if len(dated) > 1:
            return None
        words = [word for word in tree.words if word.end > tree.start + dated[0].start]
        verb = next((each for each in tree.ancestors(words[0].index) if tree.words[each].upos in VERBAL), None)
        main = tree.words[draft.main]
        loose = is_infinitive(main) or verb != main.head
        return None if verb is None or loose else _point(dated[0].edtf)


def carry_dates(drafts: Sequence[Draft]) -> None:
    """“शाम को”, “इसी दिन”, “इस दौरान” at the head of a sentence: on the day that the text is speaking of."""
    for number, draft in enumerate(drafts):
        tree = draft.tree
        if draft.date is not None or draft.modality not in {"asserted", "claimed"}:
            continue
        opening = " ".join(tree.forms[:8])
        if not SAME_DAY.search(opening):
            if AT_THAT_TIME.search(opening):  # of whatever precision
                told = [each.date for each in drafts[:number] if each.tree.index == tree.index - 1 and each.date]
                draft.date = told[-1] if told else None
            continue
        before = [
            each.date for each in drafts[:number]
            if tree.index - 3 <= each.tree.index < tree.index and each.date is not None and len(each.date) == 10
            and each.modality in {"asserted", "claimed"}
        ]  # fmt: skip
        draft.date = before[-1] if before else None


def follows(draft: Draft) -> bool:
    """“… वार्ता की, जिसके बाद … हस्ताक्षर किए गए”: a clause that carries on in the time of the one before."""
    tree = draft.tree
    return any(
        tree.forms[i] in {"जिसके", "इसके"} and tree.forms[i + 1 : i + 2] == ("बाद",) for i in tree.subtree(draft.main)
    )


def _ergative_mark(draft: Draft) -> int | None:
    """The last ने before an event's words."""
    return max((i for i in range(draft.first) if draft.tree.forms[i] == "ने"), default=None)


def _participle(tree: Tree, time: int) -> int | None:
    """“बुधवार शाम टोक्यो पहुंचे मोदी ने”: the participle that a time stands before, with nothing but a place between."""
    for word in tree.words[time + 1 : time + 7]:
        if word.upos in VERBAL:
            return word.index if word.deprel == "acl" and word.head > word.index else None
        if word.upos not in {"PROPN", "NOUN", "ADP", "ADJ"} or word.text in {"ने", "द्वारा"}:
            return None
    return None


def _cut_off(tree: Tree, time: int, trigger: int) -> bool:
    """“1942 में हस्ताक्षर हुए, जिसे उसने 1960 में अमान्य कर दिया”: whether a relative clause begins between the two."""
    first, last = sorted((time, trigger))
    return relative_between(tree, first, last, RELATIVE_STEMS)


def _runs_into(tree: Tree, time: int, participle: int) -> bool:
    """“पिछले हफ्ते बदख्शां में आए भूकंप के पीड़ितों के लिए … बनाएगा”: a time at the head of the sentence, nothing but the
    participle's own place behind it, while the main clause tells of the future."""
    between = tree.words[time + 1 : participle]
    root = next((word.index for word in tree.words if word.head < 0), None)
    if time >= participle or root is None or tree.forms[root][-2:] not in {"गा", "गी", "गे"}:
        return False
    return time <= 3 and all(word.upos in {"PROPN", "NOUN", "ADP", "ADJ"} for word in between)


def share_dates(drafts: Sequence[Draft]) -> None:
    """Agreements that an article tells one by one were signed when it says that they were signed together."""
    signed = [draft for draft in drafts if draft.predicate.mode == "sign" and draft.modality == "asserted"]
    dates = {draft.date for draft in signed if draft.date is not None and len(draft.date) == 10}
    if len(dates) == 1 and any(draft.date is not None and not draft.about for draft in signed):
        for draft in signed:
            draft.date = draft.date or next(iter(dates))


def _point(date: str) -> str:
    """An event that begins on a day (“मंगलवार से”, 2026-05-19/..) is dated by that day."""
    return date.removesuffix("/..")
