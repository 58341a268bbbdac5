"""Which language models there are, where they come from, how good they are, and which one is in use.

A model is a folder: a bundle of ours, described by its `card.yaml`, or a folder of Stanza's own models, known by its
`resources.json`. Bundled models lie beside this module, a user's own in `models` in Sutradhar's home folder, where the
file `model` holds the name of the one in use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sutradhar.errors import ModelError
from sutradhar.settings import load_settings

MODELS_FOLDER = Path(__file__).parent
DEFAULT_MODEL = "hi-news-2"
OFFICIAL_MODEL = "stanza-hi"
CARD = "card.yaml"
RESOURCES = "resources.json"
OFFICIAL_PROCESSORS = ("tokenize", "pos", "lemma", "depparse", "ner")
TASKS = ("part of speech", "lemma", "dependencies", "named entities")


@dataclass(frozen=True)
class ModelInfo:
    """A model's card. `figures` are percentages by what was measured; `files` gives each file's SHA-256; `bytes` is
    the size of the folder on disk. `official`: Stanza's own models, not a bundle."""

    name: str
    title: str
    folder: Path
    bytes: int
    tasks: tuple[str, ...]
    licence: str
    commercial_use: bool | None
    source: str
    figures: Mapping[str, float]
    files: Mapping[str, str]
    official: bool = False


def installed() -> list[ModelInfo]:
    """The models that are bundled and the user's own, by name."""
    own = load_settings().models_home
    folders = [path.parent for path in (*MODELS_FOLDER.glob(f"*/{CARD}"), *own.glob(f"*/{CARD}"))]
    folders += [path.parent for path in own.glob(f"*/{RESOURCES}") if (path.parent / "hi").is_dir()]
    return sorted((describe(folder) for folder in folders), key=lambda model: model.name)


def describe(folder: Path) -> ModelInfo:
    """The model in a folder; `ModelError` when there is none or its card is malformed."""
    if (folder / RESOURCES).is_file() and not (folder / CARD).is_file():
        return _official(folder)
    return read_card(folder)


def find(name: str) -> ModelInfo:
    """The model of that name, or in that folder; `ModelError` that lists the names."""
    known = {model.name: model for model in installed()}
    if name in known:
        return known[name]
    if Path(name).is_dir():
        return describe(Path(name).absolute())
    raise ModelError(f"there is no language model '{name}'; there are {', '.join(known)}, or give a model's folder")


def model_in_use() -> ModelInfo:
    """The model named by SUTRADHAR_MODEL, else the one chosen with `choose`, else the bundled one."""
    settings = load_settings()
    if settings.model:
        return find(settings.model)
    try:
        chosen = settings.model_choice.read_text(encoding="utf-8").strip()
    except OSError:
        chosen = ""
    if not chosen:
        return read_card(MODELS_FOLDER / DEFAULT_MODEL)
    try:
        return find(chosen)
    except ModelError as error:
        raise ModelError(f"{error}; choose with 'sutradhar models use {DEFAULT_MODEL}'") from error


def choose(name: str) -> ModelInfo:
    """Use this model from now on, on this machine, for this user."""
    model, path = find(name), load_settings().model_choice
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        own = {MODELS_FOLDER, load_settings().models_home}
        path.write_text((model.name if model.folder.parent in own else str(model.folder)) + "\n", encoding="utf-8")
    except OSError as error:
        raise ModelError(f"cannot write {path} ({error.strerror}); set SUTRADHAR_MODEL={name} instead") from error
    return model


def read_card(folder: Path) -> ModelInfo:
    """The card of a bundle; `ModelError` when it is missing or malformed."""
    path = folder / CARD
    try:
        card: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        return ModelInfo(
            name=str(card["name"]),
            title=str(card["title"]),
            folder=folder,
            bytes=_size(folder),
            tasks=tuple(map(str, card["tasks"])),
            licence=str(card["licence"]),
            commercial_use=bool(card["commercial_use"]),
            source=str(card["source"]),
            figures={str(name): float(value) for name, value in card["figures"].items()},
            files={str(name): str(value) for name, value in card["files"].items()},
        )
    except OSError as error:
        raise ModelError(f"no language model in {folder}; reinstall sutradhar") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise ModelError(f"{path}{line}: not valid YAML; reinstall sutradhar") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"{path}: wrong or missing entry {error}; reinstall sutradhar") from error


def _official(folder: Path) -> ModelInfo:
    return ModelInfo(
        name=folder.name,
        title="Stanza's own Hindi models",
        folder=folder,
        bytes=_size(folder),
        tasks=TASKS,
        licence="of the data each was trained on (by default UD Hindi HDTB, CC BY-NC-SA 4.0, and IL-NER, CC BY 4.0)",
        commercial_use=None,
        source="Stanza's model hub",
        figures={},
        files={},
        official=True,
    )


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
