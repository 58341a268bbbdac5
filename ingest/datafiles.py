"""Knowledge files that ship beside the code: found inside the installed package, errors name file and line."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from sutradhar.errors import DataFileError


@cache
def load_yaml(name: str) -> Any:
    """The content of a YAML file below `sutradhar/ingest`, read once; a malformed one raises `DataFileError` with its line."""
    try:
        return yaml.safe_load(files("sutradhar.ingest").joinpath(name).read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise DataFileError(f"{name}, line {line}: {error.problem}; correct the file") from error


@cache
def load_words(name: str) -> frozenset[str]:
    """The words of a gzipped list below `sutradhar/ingest`, one a line; lines that start with # say where it is from."""
    text = gzip.decompress(files("sutradhar.ingest").joinpath(name).read_bytes()).decode("utf-8")
    return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))


FUNCTION_WORDS = "hi/function_words.yaml"


def word_set(name: str) -> frozenset[str]:
    """A list of `hi/function_words.yaml`."""
    return frozenset(load_yaml(FUNCTION_WORDS)[name])


def word_table(name: str) -> Mapping[str, Any]:
    """A mapping of `hi/function_words.yaml`, from words to what they are taken for."""
    table: Mapping[str, Any] = load_yaml(FUNCTION_WORDS)[name]
    return table
