"""How well names cross spellings and scripts: `python tests/bench/names.py`, about two minutes.

Prints the accuracy of transliteration on words of the test split (a tenth of the names by a hash of the English one,
never trained on), how often a name finds its partner among 10,000 names of the other script, and how keys agree and
collide. The pairs were spelt by many hands in all parts of India, so no method comes near 1.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from itertools import combinations

from names_train import city_pairs, name_pairs, part, word_pairs
from rapidfuzz.distance import Levenshtein

from sutradhar.graph.names import devanagari_candidates, latin_candidates, name_key, normalise, romanise, similarity
from sutradhar.graph.transliteration import bundled

QUERIES = 200
CROWD = 10_000


def accuracy(label: str, words: list[tuple[str, str]], spell: Callable[[str], list[str]]) -> None:
    """Prints how often the first spelling is right, within one edit, and the right one among the first five."""
    exact = near = five = 0
    for source, wanted in words:
        found = spell(source) or [""]
        exact += found[0] == wanted
        near += Levenshtein.distance(found[0], wanted) <= 1
        five += wanted in found
    shares = "  ".join(f"{value / len(words):6.3f}" for value in (exact, near, five))
    print(f"{label:38} {len(words):6}  {shares}")


def transliteration() -> None:
    """The table of both directions."""
    print(f"{'words of the test split':38} {'n':>6}  {'exact':>6}  {'1 edit':>6}  {'top 5':>6}")
    for kind, pairs in (("people", name_pairs()), ("cities", city_pairs())):
        known = set(word_pairs(pairs, "train"))
        words = word_pairs(pairs, "test")
        for label, chosen in (("all", words), ("pair not in training", [pair for pair in words if pair not in known])):
            accuracy(
                f"hi→en {kind}, {label}",
                [(hi, en.capitalize()) for hi, en in chosen],
                lambda word: [text for text, _ in latin_candidates(word)],
            )
            accuracy(
                f"en→hi {kind}, {label}",
                [(en, normalise(hi)) for hi, en in chosen],
                lambda word: [normalise(text) for text, _ in devanagari_candidates(word)],
            )


def partners() -> None:
    """Recall of the right Hindi name for an English one, and the other way, among `CROWD` names by `similarity`."""
    pairs = [pair for pair in dict.fromkeys(name_pairs()) if len(pair[0]) > 3 and len(pair[1]) > 3]
    tested = [pair for pair in pairs if part(pair[0]) == "test"]
    crowd = (tested + [pair for pair in pairs if part(pair[0]) != "test"])[:CROWD]
    for label, query, answer in (("en→hi", 0, 1), ("hi→en", 1, 0)):
        texts = sorted({pair[answer] for pair in crowd})
        first = five = 0
        for pair in tested[:: max(len(tested) // QUERIES, 1)][:QUERIES]:
            right = similarity(pair[query], pair[answer])
            better = sum(similarity(pair[query], text) > right for text in texts if text != pair[answer])
            first += better < 1
            five += better < 5
        print(f"{label} partner among {len(texts)}: rank 1 {first / QUERIES:.3f}, rank 5 {five / QUERIES:.3f}")


def keys() -> None:
    """How often keys of one name's spellings agree, and those of different names collide."""
    spellings: defaultdict[str, set[str]] = defaultdict(set)
    english: defaultdict[str, set[str]] = defaultdict(set)
    for latin, hindi in name_pairs():
        spellings[normalise(latin)].add(normalise(hindi))
        english[normalise(hindi)].add(normalise(latin))
    variants = [
        (latin, one, other) for latin, found in spellings.items() for one, other in combinations(sorted(found), 2)
    ]
    close = [(one, other) for latin, one, other in variants if _same_name(latin, one, other)]
    for label, chosen in (("all", [(one, other) for _, one, other in variants]), ("close", close)):
        agreeing = sum(name_key(one) == name_key(other) for one, other in chosen)
        print(f"key agreement, {label} variants: {agreeing / len(chosen):.3f} of {len(chosen)}")
    blocks: defaultdict[str, list[str]] = defaultdict(list)
    for hindi in english:
        blocks[name_key(hindi)].append(hindi)
    for label, several in (("one word", False), ("two words and more", True)):
        total = collided = distant = 0
        for key, block in blocks.items():
            if several != ("-" in key and all(len(word) > 1 for word in key.split("-"))):
                continue
            total += len(block)
            for hindi in block:
                strangers = {name for other in block if other != hindi for name in english[other]} - english[hindi]
                collided += bool(strangers)
                distant += any(
                    max(Levenshtein.normalized_similarity(name, own) for own in english[hindi]) < 0.8
                    for name in strangers
                )
        print(f"key collisions, {label}: {collided / total:.4f} of {total}; plainly another name {distant / total:.4f}")
    agreeing = sum(name_key(latin) == name_key(hindi) for latin, hindi in name_pairs())
    print(f"key equal across scripts: {agreeing / len(name_pairs()):.3f}")


def _same_name(latin: str, one: str, other: str) -> bool:
    """Whether two spellings are of like words, no initials, and at most a quarter of the letters apart."""
    words = [text.split() for text in (latin, one, other)]
    return (
        len({len(each) for each in words}) == 1
        and min(len(word) for each in words for word in each) > 2
        and Levenshtein.distance(one, other) <= max(2, max(len(one), len(other)) / 4)
    )


def speed() -> None:
    """Time per name, nothing remembered from before."""
    begin = time.perf_counter()
    bundled()
    print(f"reading the model: {time.perf_counter() - begin:.2f} s")
    english, hindi = zip(*name_pairs()[::10], strict=True)
    for label, names, work in (
        ("name_key", hindi, name_key.__wrapped__),
        ("romanise", hindi, romanise),
        ("devanagari_candidates", english, devanagari_candidates),
    ):
        begin = time.perf_counter()
        for name in names:
            work(name)
        print(f"{label}: {(time.perf_counter() - begin) / len(names) * 1e6:.0f} µs a name")


if __name__ == "__main__":
    speed()
    transliteration()
    keys()
    partners()
