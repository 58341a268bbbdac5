"""Stanza's own models, made on the spot by Stanza's own trainers in a few steps.

What they say of a text is of no use; they are loaded and run the official way, and as fast as trained ones.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sutradhar.ingest.train.corpora import NameSentence, TreeSentence, to_bioes


@dataclass(frozen=True)
class Sizes:
    """Arguments of Stanza's trainers that say how large their networks are; without one, Stanza's defaults."""

    tokenizer: str = ""
    tagger: str = ""
    parser: str = ""
    names: str = ""


DEFAULT = Sizes()
_SMALL = (
    "--batch_size 50 --hidden_dim 16 --char_hidden_dim 16 --char_emb_dim 8 --word_emb_dim 8 --transformed_dim 8 "
    "--deep_biaff_hidden_dim 16 --tag_emb_dim 8 --num_layers 1"
)
SMALL = Sizes(
    "--hidden_dim 16",
    _SMALL,
    f"{_SMALL} --deep_biaff_output_dim 8",
    "--word_emb_dim 8 --hidden_dim 16 --char_hidden_dim 8",
)


def train(home: Path, trees: Sequence[TreeSentence], names: Sequence[NameSentence], sizes: Sizes) -> Path:
    """Train each kind of model with a few steps; gives a folder as `stanza.download` leaves it."""
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
            f"--eval_steps 60 --max_seqlen 300 --lr0 0.02 {sizes.tokenizer}",
        ),
        "pos": (tagger, f"{common} {files} {steps} {sizes.tagger}"),
        "lemma": (lemmatizer, f"--shorthand hi_tiny --save_name tiny.pt {files} --dict_only"),
        "depparse": (parser, f"{common} {files} {steps} {sizes.parser}"),
        "ner": (
            ner_tagger,
            f"--shorthand hi_tiny --save_name tiny.pt --train_file {spans} --eval_file {spans} --max_steps 40 "
            f"--eval_interval 40 --no_pretrain --lr 0.3 {sizes.names}",
        ),
    }
    for name, (module, arguments) in calls.items():
        module.main([*arguments.split(), "--save_dir", str(models / name), "--cpu"])
    packages = {name: {"tiny": {}} for name in calls}
    default = {"default": dict.fromkeys(calls, "tiny")}
    resources = {"hi": {"lang_name": "Hindi", "packages": default, **packages}}
    (home / "stanza-hi" / "resources.json").write_text(json.dumps(resources), "utf-8")
    return home / "stanza-hi"


def as_conllu(tree: TreeSentence) -> str:
    columns = zip(tree.words, tree.lemmas, tree.upos, tree.heads, tree.labels, strict=True)
    rows = [f"{i}\t{w}\t{lm}\t{u}\t_\t_\t{h}\t{la}\t_\t_" for i, (w, lm, u, h, la) in enumerate(columns, 1)]
    return f"# text = {' '.join(tree.words)}\n" + "\n".join(rows) + "\n\n"


def character_labels(tree: TreeSentence) -> str:
    """0 inside a token, 1 at its end, 2 at the end of the sentence."""
    return "0".join(f"{'0' * (len(word) - 1)}1" for word in tree.words)[:-1] + "2"
