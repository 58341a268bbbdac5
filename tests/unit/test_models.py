"""Language models: listing, choosing, measuring, training a small one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import torch
import yaml
from typer.testing import CliRunner

from sutradhar.cli import app
from sutradhar.errors import DataFileError, ModelError, SutradharError
from sutradhar.ingest.nlp import Analyser
from sutradhar.ingest.nlp.models import DEFAULT_MODEL, MODELS_FOLDER, choose, find, installed, model_in_use

DATA = Path(__file__).parent / "data/models"
NAMES, NAMES_DEV, TREES = DATA / "names.txt", DATA / "names-dev.txt", DATA / "trees.conllu"
BUNDLE = MODELS_FOLDER / DEFAULT_MODEL
TEXT = "रूस के विदेश मंत्री सर्गेई लावरोव शनिवार को प्योंगयांग पहुंचे। उन्होंने समझौते पर हस्ताक्षर किए।"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder of their own for each test."""
    monkeypatch.setenv("SUTRADHAR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SUTRADHAR_MODEL", raising=False)
    return tmp_path / "home"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["models", *arguments])
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


# --- listing and choosing ---------------------------------------------------------------------------------------------


def test_list() -> None:
    text = run()
    assert DEFAULT_MODEL in text and "in use" in text and "CC BY-NC-SA" in text and "LAS" in text
    (model,) = json.loads(run("--format", "json"))
    assert model["name"] == DEFAULT_MODEL and model["in_use"] and model["figures"]


def test_choice_is_kept_and_the_environment_goes_before_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = Path(shutil.copytree(BUNDLE, home / "models" / "mine"))
    card = yaml.safe_load((own / "card.yaml").read_text("utf-8")) | {"name": "mine"}
    (own / "card.yaml").write_text(yaml.safe_dump(card, allow_unicode=True), "utf-8")
    assert [model.name for model in installed()] == [DEFAULT_MODEL, "mine"]
    assert model_in_use().name == DEFAULT_MODEL
    run("use", "mine")
    assert model_in_use().folder == own
    monkeypatch.setenv("SUTRADHAR_MODEL", DEFAULT_MODEL)
    assert model_in_use().name == DEFAULT_MODEL
    monkeypatch.setenv("SUTRADHAR_MODEL", str(own))
    assert model_in_use().folder == own
    monkeypatch.delenv("SUTRADHAR_MODEL")
    shutil.rmtree(own)
    with pytest.raises(ModelError, match=f"models use {DEFAULT_MODEL}"):
        model_in_use()
    choose(DEFAULT_MODEL)
    assert model_in_use().name == DEFAULT_MODEL


def test_unknown_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=DEFAULT_MODEL):
        find("nothing")
    with pytest.raises(ModelError, match="no language model in"):
        find(str(tmp_path))


def test_hub_out_of_reach(home: Path) -> None:
    """Fetching without a network says in one line where the files belong."""
    code = """
import socket, sys
def refuse(*arguments, **options): raise OSError("network is down")
socket.socket.connect = socket.getaddrinfo = refuse
sys.argv = ["sutradhar", "models", "fetch"]
from sutradhar.cli import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 1 and done.stdout == ""
    errors = [line for line in done.stderr.splitlines() if line.startswith("error:")]
    assert len(errors) == 1 and str(home / "models" / "stanza-hi") in errors[0] and "Traceback" not in done.stderr


# --- measuring --------------------------------------------------------------------------------------------------------


def test_evaluate() -> None:
    """The sample was annotated with the bundled model, which therefore makes next to no mistakes on it."""
    result = json.loads(run("evaluate", "--ner", str(NAMES), "--conllu", str(TREES), "--format", "json"))
    assert result["model"] == DEFAULT_MODEL
    assert result["names"]["all"]["f1"] > 95 and result["names"]["NEP"]["spans"] > 10
    assert min(result["accuracy"].values()) > 97
    assert result["words"] > 800 and result["words_per_second"] > 0 and result["peak_mib"] > 0
    text = run("evaluate", DEFAULT_MODEL, "--ner", str(NAMES))
    assert "NEP+NEL+NEO" in text and "words/s" in text


def test_evaluate_wants_a_file_it_can_read(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["models", "evaluate"]).exit_code == 2
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("कुछ भी\n", "utf-8")
    for option in ("--ner", "--conllu"):
        error = CliRunner().invoke(app, ["models", "evaluate", option, str(wrong)]).exception
        assert isinstance(error, SutradharError) and str(wrong) in str(error)


def test_scores() -> None:
    from sutradhar.ingest.nlp.decode import Span
    from sutradhar.ingest.nlp.model import Annotation
    from sutradhar.ingest.train.corpora import NameSentence, TreeSentence
    from sutradhar.ingest.train.measure import score_names, score_trees

    gold = [NameSentence(["क", "ख", "ग", "घ"], ["B-NEP", "I-NEP", "O", "B-NEL"])]
    entities = [Span(0, 2, "NEP", 1.0), Span(2, 3, "NEO", 1.0), Span(3, 4, "NEO", 1.0)]
    found = Annotation([], [], [], [], [], entities)
    scores = score_names(gold, [found])
    assert (scores["all"].precision, scores["all"].recall, scores["all"].f1) == (33.3, 50.0, 40.0)
    assert scores["NEP"].f1 == 100 and scores["NEL"].recall == 0
    tree = TreeSentence(["क", "ख"], ["NOUN", "VERB"], ["क", "ख"], [2, 0], ["nsubj:pass", "root"])
    annotation = Annotation(["NOUN", "NOUN"], ["क", "ख"], [2, 1], ["nsubj", "root"], [], [])
    assert score_trees([tree], [annotation]) == {"UPOS": 50, "lemma": 100, "UAS": 50, "LAS": 50}


def test_corpora_are_mended(tmp_path: Path) -> None:
    from sutradhar.ingest.train.corpora import read_names, read_trees

    names = tmp_path / "names.txt"
    names.write_text("क\tI-NEP\nख\t-NEP\nग\tB-NEU\n\u200b\tO\nघ\tNEL\n\nच\t-\nछ\tB-NEP\n", "utf-8")
    (sentence,) = read_names(names)
    assert (sentence.words, sentence.tags) == (["क", "ख", "ग", "घ"], ["B-NEP", "I-NEP", "O", "B-NEL"])
    trees = tmp_path / "trees.conllu"
    rows = [
        ("1", "राम", "राम", "PROPN", "5", "nsubj"),
        ("2", "घर", "घर", "NOUN", "5", "nmod"),
        ("3", "में", "में", "ADP", "2", "case"),
        ("4", "रोटी", "रोटी", "NOUN", "5", "dobj"),
        ("5", "खाता", "खा", "VERB", "0", "root"),
        ("6", "और", "और", "CONJ", "5", "cc"),
        ("7", "सोता", "सो", "VERB", "5", "conj"),
    ]
    lines = [f"{i}\t{form}\t{lemma}\t{upos}\t_\t_\t{head}\t{label}\t_\t_" for i, form, lemma, upos, head, label in rows]
    trees.write_text("\n".join(lines) + "\n", "utf-8")
    (tree,) = read_trees(trees)
    assert tree.labels == ["nsubj", "obl", "case", "obj", "root", "cc", "conj"]
    assert tree.heads == [5, 5, 2, 5, 0, 7, 5] and tree.upos[5] == "CCONJ"


# --- training ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of two narrow layers with weights by chance."""
    from dataclasses import replace

    from sutradhar.ingest.nlp.bundle import read_bundle
    from sutradhar.ingest.train import export
    from sutradhar.ingest.train.config import read_config
    from sutradhar.ingest.train.network import Network

    folder = tmp_path_factory.mktemp("tiny")
    bundle = read_bundle(BUNDLE)
    config = replace(bundle.config, hidden=32, inner=64, layers=4, attention_heads=2, arc_size=16, label_size=8)
    torch.manual_seed(0)
    state = Network(config).state_dict()
    run_config = read_config(configuration(folder, folder / "out", "start"))
    export.write(export.pack(config, state, bundle.tokenizer, {}), folder / "bundle", run_config, {})
    return folder / "bundle"


def configuration(folder: Path, out: Path, start: str, steps: Sequence[int] = (20, 10)) -> Path:
    """A run's file: 30 steps in two stages."""
    stage = {"learning_rate": 3e-3, "head_learning_rate": "3e-3", "name_pieces": 300, "tree_pieces": 200}
    content = {
        "name": "hi-small",
        "title": "a small model",
        "licence": "test",
        "commercial_use": False,
        "source": "the sample",
        "start": start,
        "out": str(out),
        "names_train": str(NAMES),
        "names_dev": str(NAMES_DEV),
        "names_test": str(NAMES_DEV),
        "trees": [str(TREES)],
        "trees_held_out": 0.1,
        "threads": 1,
        "averaging": 0.8,
        "half": True,
        "evaluate_every": 10,
        "stages": [stage | {"steps": each, "consistency": float(i)} for i, each in enumerate(steps)],
    }
    path = folder / "run.yaml"
    path.write_text(yaml.safe_dump(content), "utf-8")
    return path


def test_training_learns_resumes_and_is_repeatable(tiny: Path, tmp_path: Path) -> None:
    from sutradhar.ingest.train.config import read_config
    from sutradhar.ingest.train.run import Progress, train

    seen: list[Progress] = []
    whole = train(read_config(configuration(tmp_path, tmp_path / "whole", str(tiny))), seen.append)
    assert [progress.step for progress in seen if progress.dev] == [10, 20, 10]
    assert sum(seen[-1].losses.values()) < 0.9 * sum(seen[0].losses.values())

    class Broken(Exception):
        pass

    def break_off(progress: Progress) -> None:
        if progress.stage == 1:
            raise Broken

    run_config = read_config(configuration(tmp_path, tmp_path / "broken", str(tiny)))
    with pytest.raises(Broken):
        train(run_config, break_off)
    resumed = train(run_config, lambda progress: None)
    for name in ("encoder.safetensors", "heads.safetensors", "config.json", "lemmas.tsv.gz"):
        assert (resumed / name).read_bytes() == (whole / name).read_bytes(), name
    (document,) = Analyser.load(whole).analyse([TEXT])
    assert len(document.sentences) == 2 and all(word.upos for word in document.sentences[0].words)


def test_resuming_with_other_settings_is_refused(tiny: Path, tmp_path: Path) -> None:
    from sutradhar.ingest.train.config import read_config
    from sutradhar.ingest.train.run import train

    def quiet(progress: object) -> None:
        pass

    train(read_config(configuration(tmp_path, tmp_path / "out", str(tiny), [1])), quiet)
    with pytest.raises(DataFileError, match="other settings"):
        train(read_config(configuration(tmp_path, tmp_path / "out", str(tiny), [2])), quiet)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": None}, "missing .* 'name'"),
        ({"stages": [{"steps": 1}]}, "learning_rate"),
        ({"stages": []}, "at least one"),
        ({"colour": "red"}, "colour"),
        ({"threads": "many"}, "many"),
    ],
)
def test_wrong_configuration(tmp_path: Path, change: dict[str, object], message: str) -> None:
    from sutradhar.ingest.train.config import read_config

    path = configuration(tmp_path, tmp_path, "start")
    content = yaml.safe_load(path.read_text("utf-8")) | change
    path.write_text(yaml.safe_dump({key: value for key, value in content.items() if value is not None}), "utf-8")
    with pytest.raises(DataFileError, match=message) as caught:
        read_config(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_lists_fill_every_template() -> None:
    import random

    from sutradhar.ingest.train.augment import Augmenter

    augmenter = Augmenter(random.Random(1))
    for template in augmenter.templates:
        sentence = augmenter.fill(template)
        assert len(sentence.words) == len(sentence.tags)
        assert not any(set(word) & set("{}<>") for word in sentence.words)
