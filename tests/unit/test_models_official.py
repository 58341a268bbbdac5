"""Stanza's own models in the place of ours: tiny ones, made on the spot by Stanza's own trainers in a few steps.

What they say of a text is of no use; that they are loaded, run and read the official way is what is tested.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from sutradhar.errors import ModelError
from sutradhar.ingest.nlp import Analyser
from sutradhar.ingest.nlp.models import describe
from sutradhar.ingest.train.corpora import NameSentence, TreeSentence, read_names, read_trees, to_bioes

DATA = Path(__file__).parent / "data/models"
TEXT = "रूस के विदेश मंत्री सर्गेई लावरोव शनिवार को प्योंगयांग पहुंचे। उन्होंने समझौते पर हस्ताक्षर किए।\n\n(भाषा)"
SMALL = "--batch_size 50 --hidden_dim 16 --char_hidden_dim 16 --char_emb_dim 8 --word_emb_dim 8 --transformed_dim 8"
BIAFFINE = "--deep_biaff_hidden_dim 16 --tag_emb_dim 8 --num_layers 1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `stanza.download` leaves it."""
    home = tmp_path_factory.mktemp("official")
    train(home, read_trees(DATA / "trees.conllu"), read_names(DATA / "names.txt"))
    return home / "stanza-hi"


def train(home: Path, trees: list[TreeSentence], names: list[NameSentence]) -> None:
    """Train each kind of model with a few steps, and write the list of them."""
    from stanza.models import lemmatizer, ner_tagger, parser, tagger, tokenizer

    logging.getLogger("stanza").setLevel(logging.ERROR)
    conllu, text, labels, spans = (home / name for name in ("trees.conllu", "text.txt", "labels.txt", "names.json"))
    conllu.write_text("".join(map(as_conllu, trees)), "utf-8")
    text.write_text("\n\n".join(" ".join(tree.words) for tree in trees) + "\n\n", "utf-8")
    labels.write_text("\n\n".join(map(character_labels, trees)) + "\n\n", "utf-8")
    tagged = [[{"text": w, "ner": t} for w, t in zip(s.words, to_bioes(s.tags), strict=True)] for s in names]
    spans.write_text(json.dumps(tagged), "utf-8")
    expansions = home / "expansions.json"
    expansions.write_text("[]", "utf-8")
    models = home / "stanza-hi" / "hi"
    common = "--lang hi --shorthand hi_tiny --save_name tiny.pt"
    files = f"--train_file {conllu} --eval_file {conllu}"
    steps = "--max_steps 4 --eval_interval 4 --no_pretrain"
    calls = {
        "tokenize": (
            tokenizer,
            f"{common} --txt_file {text} --label_file {labels} --dev_txt_file {text} --dev_label_file {labels} "
            f"--dev_conll_gold {conllu} --mwt_json_file {expansions} --steps 60 "
            "--eval_steps 60 --max_seqlen 300 --hidden_dim 16 --lr0 0.02",
        ),
        "pos": (tagger, f"{common} {files} {steps} {SMALL} {BIAFFINE}"),
        "lemma": (lemmatizer, f"--shorthand hi_tiny --save_name tiny.pt {files} --dict_only"),
        "depparse": (parser, f"{common} {files} {steps} {SMALL} {BIAFFINE} --deep_biaff_output_dim 8"),
        "ner": (
            ner_tagger,
            f"--shorthand hi_tiny --save_name tiny.pt --train_file {spans} --eval_file {spans} --max_steps 40 "
            f"--eval_interval 40 --no_pretrain --word_emb_dim 8 --hidden_dim 16 --char_hidden_dim 8 --lr 0.3",
        ),
    }
    for name, (module, arguments) in calls.items():
        module.main([*arguments.split(), "--save_dir", str(models / name), "--cpu"])
    packages = {name: {"tiny": {}} for name in calls}
    default = {"default": dict.fromkeys(calls, "tiny")}
    resources = {"hi": {"lang_name": "Hindi", "packages": default, **packages}}
    (home / "stanza-hi" / "resources.json").write_text(json.dumps(resources), "utf-8")


def as_conllu(tree: TreeSentence) -> str:
    columns = zip(tree.words, tree.lemmas, tree.upos, tree.heads, tree.labels, strict=True)
    rows = [f"{i}\t{w}\t{lm}\t{u}\t_\t_\t{h}\t{la}\t_\t_" for i, (w, lm, u, h, la) in enumerate(columns, 1)]
    return f"# text = {' '.join(tree.words)}\n" + "\n".join(rows) + "\n\n"


def character_labels(tree: TreeSentence) -> str:
    """0 inside a token, 1 at its end, 2 at the end of the sentence."""
    return "0".join(f"{'0' * (len(word) - 1)}1" for word in tree.words)[:-1] + "2"


def test_it_is_recognised(folder: Path) -> None:
    model = describe(folder)
    assert model.official and model.name == "stanza-hi" and "dependencies" in model.tasks


def test_analyse(folder: Path) -> None:
    from sutradhar.ingest.tree import trees

    analyser = Analyser.load(folder)
    documents = analyser.analyse([TEXT, " \n", "चीन"])
    assert [document.text for document in documents] == [TEXT, " \n", "चीन"]
    for document in documents:
        for sentence in trees(document):
            for word in sentence.words:
                assert document.text[word.start : word.end] == word.text
                assert word.upos and word.lemma and word.deprel
            assert [word.head for word in sentence.words].count(-1) == 1
    assert not trees(documents[1])
    assert analyser.analyse([TEXT])[0].to_dict() == documents[0].to_dict()


def test_measured_and_ingested(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from sutradhar.cli import app

    monkeypatch.setenv("SUTRADHAR_MODEL", str(folder))
    monkeypatch.setattr("sutradhar.ingest.workers._parser", None)  # this process's parser keeps its model
    run = CliRunner().invoke(
        app,
        [
            "models",
            "evaluate",
            "--ner",
            str(DATA / "names.txt"),
            "--conllu",
            str(DATA / "trees.conllu"),
            "--format",
            "json",
        ],
    )
    result = json.loads(run.stdout)
    assert result["model"] == "stanza-hi" and result["accuracy"]["lemma"] > 60 and result["words"] > 800
    (tmp_path / "article.txt").write_text(TEXT, "utf-8")
    run = CliRunner().invoke(app, ["ingest", str(tmp_path / "article.txt"), "--dry-run"])
    assert run.exit_code == 0, (run.output, run.exception)


def test_types_of_other_corpora_become_ours(folder: Path) -> None:
    from sutradhar.ingest.nlp.official import TYPES

    assert {TYPES[name] for name in ("PER", "LOC", "ORG")} == {"NEP", "NEL", "NEO"}


@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_incomplete_folder(folder: Path, tmp_path: Path, damage: str) -> None:
    import shutil

    copy = Path(shutil.copytree(folder, tmp_path / "stanza-hi"))
    model = copy / "hi" / "pos" / "tiny.pt"
    if damage == "missing":
        model.unlink()
    else:
        model.write_bytes(model.read_bytes()[:500])
    with pytest.raises(ModelError, match="models fetch") as caught:
        Analyser.load(copy).analyse([TEXT])
    assert "\n" not in str(caught.value)
