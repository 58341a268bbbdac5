"""The language analysis: the model's files, decoding, and what comes out of an analyser."""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sutradhar.errors import ModelError
from sutradhar.ingest.nlp import Analyser
from sutradhar.ingest.nlp.models import CARD, DEFAULT_MODEL, MODELS_FOLDER, installed

SEEDS = sorted(Path(__file__).parents[2].glob("seeds/*.txt"))
BUNDLE = MODELS_FOLDER / DEFAULT_MODEL
TEXTS = [
    "केन्या के विदेश मंत्री ने सोमवार को नैरोबी में जापान के राजदूत से मुलाकात की।दोनों ने समझौते पर हस्ताक्षर नहीं किए.",
    "राष्ट्रपति अलेक्सांद्र लुकाशेंको बुधवार को मिन्स्क पहुंचे।\n\nक्या होगा आगे?",
    "फ्रांस",
]


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser.load()


def assert_sound(document: Any, text: str) -> None:
    """Exact offsets, one tree a sentence, legal tags, a score on exactly the tokens of names."""
    assert document.text == text
    for sentence in document.sentences:
        heads = [word.head for word in sentence.words]
        assert heads.count(0) == 1
        for start in range(len(heads)):
            seen, node = set(), start + 1
            while node:
                assert node not in seen
                seen.add(node)
                node = heads[node - 1]
        for token, word in zip(sentence.tokens, sentence.words, strict=True):
            assert text[token.start_char : token.end_char] == token.text == word.text
            assert word.upos and word.lemma and word.deprel
            assert (word.deprel == "root") <= (word.head == 0)
            assert (token.ner == "O") == (token.misc is None)
    for entity in document.ents:
        assert text[entity.start_char : entity.end_char] == entity.text
        scores = {token.misc for token in entity.tokens}
        assert len(scores) == 1
        assert 0 <= float(scores.pop().removeprefix("NerScore=")) <= 1


def test_a_sentence(analyser: Analyser) -> None:
    (document,) = analyser.analyse([TEXTS[0]])
    first, second = document.sentences
    assert [(e.text, e.type) for e in document.ents if e.type == "NEL"] == [
        ("केन्या", "NEL"),
        ("नैरोबी", "NEL"),
        ("जापान", "NEL"),
    ]
    words = {word.text: word for word in first.words}
    assert words["की"].lemma == "कर" and words["की"].head == 0
    assert words["मंत्री"].deprel == "nsubj" and words["ने"].deprel == "case"
    assert words["मुलाकात"].head == words["की"].id and words["मुलाकात"].deprel == "compound"
    assert next(word for word in second.words if word.text == "नहीं").deprel == "advmod"


@pytest.mark.parametrize(
    "text", ["", " \n ", "।", "?! …", "\u200d", "—\n—", "\ud83d", "💥" * 40, "x = 1 | y_2", "\x1b\x1b"]
)
def test_little_or_no_language(analyser: Analyser, text: str) -> None:
    (document,) = analyser.analyse([text])
    assert_sound(document, text)
    assert "".join(word.text for sentence in document.sentences for word in sentence.words) == "".join(text.split())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=60) | st.sampled_from(TEXTS), max_size=4))
def test_any_text(texts: list[str]) -> None:
    documents = Analyser.load().analyse(texts)
    assert len(documents) == len(texts)
    for document, text in zip(documents, texts, strict=True):
        assert_sound(document, text)


def test_company_changes_nothing(analyser: Analyser) -> None:
    texts = TEXTS + [path.read_text(encoding="utf-8") for path in SEEDS]
    alone = [analyser.analyse([text])[0].to_dict() for text in texts]
    together = [document.to_dict() for document in analyser.analyse(texts[::-1])][::-1]
    assert together == alone


@pytest.mark.parametrize(
    "text",
    [
        " ".join(["राम"] * 2000),
        ", ".join(f"{year} में रूस ने चीन से बात की" for year in range(1900, 2020)) + "।",
        "अ" * 9000,
        f"रूस ने {'ग़' * 3000} कहा",
    ],
    ids=["no clauses", "clauses", "one word", "a long word"],
)
def test_long_sentences_lose_nothing(analyser: Analyser, text: str) -> None:
    (document,) = analyser.analyse([text])
    assert len(document.sentences) == 1
    assert_sound(document, text)
    assert "".join(word.text for word in document.sentences[0].words) == text.replace(" ", "")


def test_long_sentence_keeps_its_names(analyser: Analyser) -> None:
    article = analyser.analyse([SEEDS[2].read_text(encoding="utf-8")])[0]
    clauses = [sentence.text.rstrip("।. ") for sentence in article.sentences if len(sentence.words) > 12]
    found = [entity.text for document in analyser.analyse(clauses) for entity in document.ents]
    (strung,) = analyser.analyse([", ".join(clauses).replace(".", ",")])
    assert len(strung.sentences) == 1 and len(strung.sentences[0].words) > 500
    common = Counter(found) & Counter(entity.text for entity in strung.ents)
    assert common.total() >= 0.85 * len(found)


def test_cut_and_join() -> None:
    from sutradhar.ingest.nlp.decode import Span
    from sutradhar.ingest.nlp.model import Annotation, cut, join

    assert cut(["क"] * 5, [1] * 5, 5) == [(0, 5)]
    assert cut(["क", "ख", "ग", ",", "घ", "च"], [1] * 6, 5) == [(0, 4), (4, 6)]
    assert cut(["क", ",", "ग", "घ", "च", "छ"], [1] * 6, 5) == [(0, 5), (5, 6)]
    assert cut(["क", "ख"], [5, 5], 5) == [(0, 1), (1, 2)]
    first = Annotation(["N", "V"], ["a", "b"], [2, 0], ["obj", "root"], ["S-NEL", "O"], [Span(0, 1, "NEL", 0.5)])
    second = Annotation(["V", "N"], ["c", "d"], [0, 1], ["root", "obj"], ["O", "S-NEP"], [Span(1, 2, "NEP", 0.75)])
    whole = join([first, second])
    assert whole.head == [2, 0, 2, 3]
    assert whole.deprel == ["obj", "root", "dep", "obj"]
    assert whole.entities == [Span(0, 1, "NEL", 0.5), Span(3, 4, "NEP", 0.75)]


@settings(deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_viterbi_finds_the_best_legal_paths(lengths: list[int], random: Any) -> None:
    from sutradhar.ingest.nlp.decode import legal_transitions, viterbi

    tags = ["O", "B-P", "I-P", "E-P", "S-P", "S-L"]
    legal = legal_transitions(tags)
    steps = np.array([[random.uniform(-3, 3) for _ in tags] for _ in tags], dtype=np.float32)
    sentences = [
        np.array([[random.uniform(-3, 3) for _ in tags] for _ in range(length)], dtype=np.float32) for length in lengths
    ]

    def total(scores: np.ndarray, path: tuple[int, ...]) -> float:
        if not all(legal[a, b] for a, b in itertools.pairwise((0, *path, 0))):
            return -np.inf
        moves = sum(steps[a, b] for a, b in itertools.pairwise(path))
        return float(moves + sum(scores[i, t] for i, t in enumerate(path)))

    for scores, path in zip(sentences, viterbi(sentences, steps, legal), strict=True):
        best = max(total(scores, each) for each in itertools.product(range(len(tags)), repeat=len(scores)))
        assert total(scores, tuple(path)) == pytest.approx(best)


@settings(deadline=None, max_examples=200)
@given(st.integers(1, 12), st.sampled_from([0.3, 3.0]), st.integers(0, 2**32 - 1))
def test_tree_is_the_best_one(words: int, spread: float, seed: int) -> None:
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

    from sutradhar.ingest.nlp.decode import tree

    scores = np.random.default_rng(seed).normal(0, spread, (words, words + 1)).astype(np.float32)
    found = tree(scores)
    negative = scores - scores.max() - 1  # as logarithms are: Stanza keeps to one root only with such
    stanzas = chuliu_edmonds_one_root(np.vstack([np.zeros((1, words + 1), dtype=np.float32), negative]))[1:]
    assert found.count(0) == 1
    rows = np.arange(words)
    assert scores[rows, found].sum() == pytest.approx(scores[rows, stanzas].sum(), abs=1e-4)
    for start in range(1, words + 1):
        node, seen = start, set()
        while node:
            assert node not in seen
            seen.add(node)
            node = found[node - 1]


def test_installed_models_are_whole_and_say_what_they_are() -> None:
    (model,) = installed()
    assert model.name == DEFAULT_MODEL and not model.commercial_use and "NC" in model.licence
    assert 20_000_000 < model.bytes < 60_000_000
    assert model.tasks and all(0 < figure <= 100 for figure in model.figures.values())
    for name, sha256 in model.files.items():
        assert hashlib.sha256((model.folder / name).read_bytes()).hexdigest() == sha256


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BUNDLE, tmp_path / "bundle"))


@pytest.mark.parametrize("name", [CARD, "config.json", "encoder.safetensors", "tokenizer.json", "lemmas.tsv.gz"])
def test_missing_file(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ModelError, match="reinstall"):
        Analyser.load(copy)


@pytest.mark.parametrize("name", [CARD, "config.json", "encoder.safetensors", "heads.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("trusted", [False, True], ids=["damaged", "card agrees"])
def test_damaged_file(copy: Path, name: str, trusted: bool) -> None:
    path = copy / name
    path.write_bytes(path.read_bytes()[:-200])
    if trusted and name != CARD:
        card = yaml.safe_load((copy / CARD).read_text(encoding="utf-8"))
        card["files"][name] = hashlib.sha256(path.read_bytes()).hexdigest()
        (copy / CARD).write_text(yaml.safe_dump(card, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        Analyser.load(copy)
    assert "\n" not in str(caught.value)


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no language model"):
        Analyser.load(tmp_path / "nowhere")


def test_importing_is_light() -> None:
    code = "import sys, sutradhar.ingest.nlp; print(*{'torch', 'stanza'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""


def test_offline_and_silent() -> None:
    code = """
import os, socket
def refuse(*arguments, **options): raise OSError("network")
socket.socket.connect = socket.getaddrinfo = refuse
from sutradhar.ingest.nlp import Analyser
analyser = Analyser.load()
assert analyser is Analyser.load()
analyser.analyse(["रूस ने कहा। चीन ने नहीं।", ""])
child = os.fork()
if not child:
    analyser.analyse(["रूस ने कहा।"])
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
"""
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1"}  # a fork loses the pool of threads, torch then waits for ever
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", code], capture_output=True, text=True, timeout=300, env=one_thread
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
