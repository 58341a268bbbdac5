"""Claims: who says what, on whose report. Verbs of saying with their speaker and words, and phrases of source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sutradhar.graph.model import Claim, Evidence, LocalEvent
from sutradhar.ingest.arguments import Argument, ArgumentFinder
from sutradhar.ingest.datafiles import word_set
from sutradhar.ingest.entities import EntityTable
from sutradhar.ingest.lexicon import Reporting, ReportingVerb, fold
from sutradhar.ingest.moods import MoodReader
from sutradhar.ingest.tree import VERBAL, Tree

UNNAMED = word_set("unnamed_sources")
QUOTES = frozenset("\"'“”‘’«»")


@dataclass(frozen=True)
class Source:
    """A phrase of source: the entities it names, the words it covers, whether they are agencies that only report."""

    entities: tuple[str, ...]
    start: int
    end: int
    media: bool
    through: bool  # “के हवाले से”: the words are this entity's, carried by whoever reports


class ClaimFinder:
    """Finds the claims of one article, and the sentences that have a source."""

    def __init__(
        self,
        trees: Sequence[Tree],
        table: EntityTable,
        arguments: ArgumentFinder,
        reporting: Reporting,
        media: frozenset[str],
    ) -> None:
        self.trees, self.table, self.arguments, self.reporting, self.media = trees, table, arguments, reporting, media
        self.moods = MoodReader(reporting)
        self.phrases: dict[int, set[tuple[str, ...]]] = {}  # phrases of source by their number of words
        for phrase in reporting.sources:
            self.phrases.setdefault(len(phrase.words), set()).add(tuple(map(fold, phrase.words)))
        officials = {office.person for office in table.offices}
        surnames = {table.entities[key].name.split()[-1]: key for key in sorted(officials)}
        self.named_like = {
            key: surnames[entity.name]
            for key, entity in table.entities.items()
            if entity.label == "Place" and entity.place_type != "country" and entity.name in surnames
        }

    # --- sources --------------------------------------------------------------------------------------------------------

    def sources(self, tree: Tree) -> list[Source]:
        """“तास के अनुसार”, “चोई के हवाले से”, “रॉयटर्स की रिपोर्ट के मुताबिक” in a sentence."""
        found = []
        for argument in self.arguments.of(tree):
            if argument.kind == "collective" and tree.lemmas[argument.head] in UNNAMED:
                continue
            phrase = self._source_phrase(tree, argument)
            if phrase is not None:
                words, end = phrase
                through = "हवाले" in words
                found.append(Source(argument.entities, argument.start, end, self._is_media(argument), through))
        return found

    def _source_phrase(self, tree: Tree, argument: Argument) -> tuple[tuple[str, ...], int] | None:
        span = self.table.spans.get((tree.index, argument.start))
        starts = {argument.head + 1, span.end if span is not None else argument.head + 1}
        for start in sorted(starts):
            while start < len(tree.words) and tree.forms[start] in QUOTES | {")"}:
                start += 1
            for size, phrases in self.phrases.items():
                if tuple(map(fold, tree.forms[start : start + size])) in phrases:
                    return tree.forms[start : start + size], start + size
        return None

    def _is_media(self, argument: Argument) -> bool:
        return all(key in self.media for key in argument.entities)

    def sourced(self) -> frozenset[int]:
        """Indexes of the sentences that name a source for all they say."""
        return frozenset(tree.index for tree in self.trees if self.sources(tree))

    # --- claims ---------------------------------------------------------------------------------------------------------

    def find(self, text: str, events: Sequence[LocalEvent]) -> list[Claim]:
        """The article's claims, keyed c1, c2 …; `about` are the events told in the same sentence."""
        claims: list[Claim] = []
        speaker_of_quote: tuple[str, ...] = ()
        reporters_of_quote: tuple[str, ...] = ()
        for tree in self.trees:
            found = self._spoken(tree)
            sources = self.sources(tree)
            about = tuple(event.key for event in events if any(each.sentence == tree.index for each in event.evidence))
            reporters = tuple(
                key for source in sources if source.media and not source.through for key in source.entities
            )
            through = tuple(key for source in sources if source.through for key in source.entities)
            if found is not None:
                verb, index, speakers, start, end = found
                turn = min(end, self.moods.speech_end(tree, start))
                end = turn if not QUOTES.intersection(tree.forms[turn:]) else end
                if through:
                    carried = tuple(key for key in speakers if key in self.media)
                    reporters, speakers = (
                        (*reporters, *carried),
                        tuple(key for key in speakers if key not in self.media) or through,
                    )
                elif all(key in self.media for key in speakers):
                    reporters, speakers = (*reporters, *speakers), ()
                speaker_of_quote, reporters_of_quote = speakers, reporters
                claims.append(
                    self._claim(tree, text, verb.verb, verb.modality, speakers, reporters, about, index, start, end)
                )
            elif sources:
                source = sources[0]
                speakers = tuple(key for each in sources if not each.media or each.through for key in each.entities)
                start = source.end if not any(word.upos in VERBAL for word in tree.words[: source.start]) else 0
                while start < len(tree.words) - 1 and tree.forms[start] in {",", ":", "कि"}:
                    start += 1
                end = len(tree.words)
                speaker_of_quote, reporters_of_quote = speakers, reporters
                claims.append(
                    self._claim(
                        tree, text, "के अनुसार", "claimed", speakers, reporters, about, source.end - 1, start, end
                    )
                )
            elif speaker_of_quote and self._continues_quote(tree):
                claims.append(
                    self._claim(
                        tree,
                        text,
                        "कहना",
                        "claimed",
                        speaker_of_quote,
                        reporters_of_quote,
                        about,
                        0,
                        0,
                        len(tree.words),
                    )
                )
            else:
                speaker_of_quote, reporters_of_quote = (), ()
        return [replace(claim, key=f"c{i}") for i, claim in enumerate(claims, 1)]

    def _people(self, speakers: tuple[str, ...]) -> tuple[str, ...]:
        """“चमोली के अनुसार” where the article knows Chamoli the district and an official Rajesh Chamoli: he speaks."""
        return tuple(self.named_like.get(key, key) for key in speakers)

    def _claim(
        self, tree: Tree, text: str, verb: str, modality: str, speakers: tuple[str, ...], reporters: tuple[str, ...],
        about: tuple[str, ...], trigger: int, start: int, end: int,
    ) -> Claim:  # fmt: skip
        speakers, reporters = self._people(speakers), tuple(dict.fromkeys(self._people(reporters)))
        while end - start > 1 and tree.forms[end - 1] in QUOTES | {"।", ".", ","}:
            end -= 1
        while end - start > 1 and tree.forms[start] in QUOTES | {",", ":", "।"}:
            start += 1
        word = tree.words[trigger]
        entities = tuple(
            dict.fromkeys(
                key for (index, place), key in sorted(self.table.at.items())
                if index == tree.index and start <= place < end and key not in speakers and key not in reporters
            )
        )  # fmt: skip
        evidence = Evidence(tree.index, word.start, word.end, word.text)
        said = tree.span_text(start, end, text)
        return Claim("", said, verb, modality, speakers, reporters, (*about, *entities), (evidence,))  # type: ignore[arg-type]

    def _spoken(self, tree: Tree) -> tuple[ReportingVerb, int, tuple[str, ...], int, int] | None:
        """The sentence's first verb of saying with a known speaker and words said: (verb, index, speakers, start, end)."""
        best: tuple[int, tuple[ReportingVerb, int, tuple[str, ...], int, int]] | None = None
        for word in tree.words:
            for verb in self.reporting.find(word.lemma):
                index = self._reports(tree, word.index, verb)
                if index is None:
                    continue
                speakers = self._speakers(tree, index, word.index)
                said = self._said(tree, max(index, word.index), min(index, word.index))
                if speakers and said is not None:
                    depth = len(tree.ancestors(index))
                    if best is None or depth < best[0]:
                        best = depth, (verb, word.index, speakers, *said)
                break
        return best[1] if best is not None else None

    def _reports(self, tree: Tree, index: int, verb: ReportingVerb) -> int | None:
        """The verb whose subject speaks, when the words at `index` are this verb of saying."""
        position = index
        for lemma in reversed(verb.lemmas[:-1]):
            position = next(
                (i for i in range(position - 1, max(-1, position - 4), -1) if fold(tree.lemmas[i]) == lemma), -1
            )
            if position < 0:
                return None
        word = tree.words[index]
        if verb.pos in {"verb", "phrase"}:
            return index if word.upos in VERBAL and not self.moods.passive(tree, index) else None
        for candidate in (word.head, index + 1, index + 2):
            if (
                0 <= candidate < len(tree.words)
                and tree.words[candidate].upos in VERBAL
                and fold(tree.lemmas[candidate]) in verb.light
            ):
                return candidate
        return index if verb.nominal else None

    def _speakers(self, tree: Tree, verb: int, noun: int) -> tuple[str, ...]:
        if self.moods.negated(tree, verb) and "कि" not in tree.forms:
            return ()
        arguments = self.arguments.of(tree)
        index = verb
        for _ in range(4):
            for argument in arguments:
                nominative = argument.marker == "" and tree.words[argument.head].deprel.startswith("nsubj")
                if (
                    argument.governor == index
                    and (argument.marker == "ने" or nominative and argument.head < index)
                    or argument.governor == noun
                    and argument.marker == "का"
                    and noun != verb
                ):
                    together = [
                        each
                        for each in arguments
                        if (each.marker, each.governor) == (argument.marker, argument.governor)
                    ]
                    named = [each for each in together if each.kind == argument.kind and each.head < max(index, noun)]
                    return tuple(dict.fromkeys(key for each in named or [argument] for key in each.entities))
            above = tree.words[index].head
            if above < 0 or tree.words[index].deprel not in {"conj", "advcl", "xcomp", "obl", "nmod", "acl"}:
                break
            if tree.words[index].deprel == "acl":
                held = [each for each in arguments if each.head == above]
                return held[0].entities if held else ()
            index = above
        ergative = [each for each in arguments if each.marker == "ने" and each.head < verb]
        if ergative and not any(
            word.upos in VERBAL and word.deprel in {"root", "conj"} for word in tree.words[ergative[-1].head : verb]
        ):
            return ergative[-1].entities
        return ()

    def _said(self, tree: Tree, last: int, first: int) -> tuple[int, int] | None:
        """The words said: after कि or a quotation mark behind the verb, else what is quoted before it."""
        forms = tree.forms
        speech = self.moods.direct_speech(tree)
        if speech is not None and first < speech and not QUOTES.intersection(forms):
            return speech, len(forms)
        for index in range(last + 1, len(forms)):
            word = tree.words[index]
            if word.upos == "VERB" and word.deprel in {"conj", "root"} and self.reporting.find(word.lemma):
                return None  # “… से इनकार किया, हालांकि माना कि …”: said with another verb
            if forms[index] == "कि" or forms[index] in QUOTES and index + 1 < len(forms):
                return (index + 1, len(forms)) if index + 1 < len(forms) else None
        opening = next((i for i in range(first) if forms[i] in QUOTES), None)
        if opening is not None and opening + 1 < first:
            closing = max((i for i in range(opening + 1, first) if forms[i] in QUOTES), default=first)
            if closing - opening > 2:  # more than a name
                return opening + 1, closing
        this = next((i for i in range(first - 1, -1, -1) if forms[i] in {"इसे", "उसे", "इन्हें"}), None)
        if this is not None and first - this > 1 and tree.words[last].lemma in {"बता", "दे", "कह", "मान"}:
            return this, first  # “इसे युद्ध अपराध बताया”
        if tree.words[last].lemma in {"बता", "कह", "मान", "स्वीकार"} or first != last:
            return (0, len(forms)) if len(forms) - last > 4 and "कि" in forms else None
        return None

    def _continues_quote(self, tree: Tree) -> bool:
        """A sentence in the middle of a quotation that an earlier sentence opened: it ends with the closing mark."""
        opens = sum(form in {"“", "‘"} for form in tree.forms)
        closes = sum(form in {"”", "’"} for form in tree.forms)
        plain = sum(form == '"' for form in tree.forms)
        return closes > opens or plain == 1 and tree.forms[-1] == '"'
