"""Which language models are installed, where they come from and how good they are: their cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sutradhar.errors import ModelError

MODELS_FOLDER = Path(__file__).parent
DEFAULT_MODEL = "hi-news-1"
CARD = "card.yaml"


@dataclass(frozen=True)
class ModelInfo:
    """A model's card. `figures` are percentages by what was measured; `files` gives each file's SHA-256; `bytes` is
    the size of the folder on disk."""

    name: str
    title: str
    folder: Path
    bytes: int
    tasks: tuple[str, ...]
    licence: str
    commercial_use: bool
    source: str
    figures: Mapping[str, float]
    files: Mapping[str, str]


def installed() -> list[ModelInfo]:
    """The models of this installation, by name."""
    return [read_card(path.parent) for path in sorted(MODELS_FOLDER.glob(f"*/{CARD}"))]


def read_card(folder: Path) -> ModelInfo:
    """The card of one model; `ModelError` when it is missing or malformed."""
    path = folder / CARD
    try:
        card: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        return ModelInfo(
            name=str(card["name"]),
            title=str(card["title"]),
            folder=folder,
            bytes=sum(file.stat().st_size for file in folder.iterdir() if file.is_file()),
            tasks=tuple(map(str, card["tasks"])),
            licence=str(card["licence"]),
            commercial_use=bool(card["commercial_use"]),
            source=str(card["source"]),
            figures={str(name): float(value) for name, value in card["figures"].items()},
            files={str(name): str(value) for name, value in card["files"].items()},
        )
    except OSError as error:
        raise ModelError(f"no language model in {folder}; reinstall sutradhar") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise ModelError(f"{path}{line}: not valid YAML; reinstall sutradhar") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"{path}: wrong or missing entry {error}; reinstall sutradhar") from error
