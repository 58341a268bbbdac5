"""Stanza's own models in the place of ours: tiny ones, made on the spot by Stanza's own trainers in a few steps.

What they say of a text is of no use; that they are loaded, run and read the official way is what is tested.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stock import SMALL, train

from sutradhar.errors import ModelError
from sutradhar.ingest.nlp import Analyser
from sutradhar.ingest.nlp.models import describe
from sutradhar.ingest.train.corpora import read_names, read_trees

DATA = Path(__file__).parent / "data/models"
TEXT = "रूस के विदेश मंत्री सर्गेई लावरोव शनिवार को प्योंगयांग पहुंचे। उन्होंने समझौते पर हस्ताक्षर किए।\n\n(भाषा)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `stanza.download` leaves it."""
    home = tmp_path_factory.mktemp("official")
    return train(home, read_trees(DATA / "trees.conllu"), read_names(DATA / "names.txt"), SMALL)


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
