"""The ontology: the modes of events, as `ontology.yaml` lists them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from sutradhar.errors import DataFileError

FILE = "graph/ontology.yaml"
PLOVER = frozenset(
    ("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
     "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "INCIDENT")
)  # fmt: skip
FIELDS = frozenset({"plover", "hi", "en", "group", "shortcut"})
_NAME = re.compile(r"[a-z][a-z_]*")
_TYPE = re.compile(r"[A-Z][A-Z_]*")
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True)
class Mode:
    """What happened, as one lower-case verb. `hi` and `en` are the nouns for titles.

    Modes of one `group` may be told for one another. `shortcut` is the relationship type that asserted events of this
    mode give between their participants.
    """

    name: str
    plover: str
    hi: str
    en: str
    group: str
    shortcut: str | None

    @property
    def mutual(self) -> bool:
        """Whether the shortcut holds both ways, so that those who act together are joined: MET, …_WITH."""
        return self.shortcut == "MET" or (self.shortcut or "").endswith("_WITH")


@lru_cache(maxsize=1)
def load_ontology() -> Mapping[str, Mode]:
    """The modes by name; `DataFileError` with file and line where the list is malformed."""
    return read_ontology(files("sutradhar.graph").joinpath("ontology.yaml").read_text(encoding="utf-8"))


def mode_named(name: str) -> Mode:
    """The mode of this name; `DataFileError` when the ontology has none."""
    mode = load_ontology().get(name)
    if mode is None:
        raise DataFileError(f"{FILE}: the mode '{name}' is missing; add it")
    return mode


def read_ontology(text: str) -> Mapping[str, Mode]:
    """The modes of an ontology file's text."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _fault(error.problem_mark, error.problem or "not YAML") from error
    if not isinstance(root, yaml.MappingNode):
        raise _fault(root.start_mark if root else None, "must map modes to their fields")
    modes: dict[str, Mode] = {}
    for key, value in root.value:
        mode = _mode(key, value)
        if mode.name in modes:
            raise _fault(key.start_mark, f"mode '{mode.name}' is listed twice")
        modes[mode.name] = mode
    return MappingProxyType(modes)


def _mode(key: yaml.Node, value: yaml.Node) -> Mode:
    name = key.value if isinstance(key, yaml.ScalarNode) else ""
    if not _NAME.fullmatch(name):
        raise _fault(key.start_mark, f"a mode is a lower-case verb, not '{name}'")
    fields: dict[str, str | None] = {}
    for field, content in value.value if isinstance(value, yaml.MappingNode) else ():
        if not isinstance(content, yaml.ScalarNode):
            raise _fault(content.start_mark, f"'{field.value}' of mode '{name}' must be one word or phrase")
        fields[field.value] = None if content.tag == _NULL else content.value
    if fields.keys() != FIELDS:
        wrong = ", ".join(sorted(map(str, fields.keys() ^ FIELDS)))
        raise _fault(key.start_mark, f"mode '{name}' needs exactly {', '.join(sorted(FIELDS))}; look at: {wrong}")
    plover, hi, en, group = (fields[field] or "" for field in ("plover", "hi", "en", "group"))
    shortcut = fields["shortcut"]
    if plover not in PLOVER:
        raise _fault(key.start_mark, f"mode '{name}' has an unknown PLOVER category '{plover}'")
    if not hi or not en or not _NAME.fullmatch(group):
        raise _fault(key.start_mark, f"mode '{name}' needs its names and a group")
    if shortcut is not None and not _TYPE.fullmatch(shortcut):
        raise _fault(key.start_mark, f"shortcut '{shortcut}' of mode '{name}' must be in capitals, or null")
    return Mode(name, plover, hi, en, group, shortcut)


def _fault(mark: yaml.Mark | None, problem: str) -> DataFileError:
    return DataFileError(f"{FILE}, line {mark.line + 1 if mark else 1}: {problem}; correct the file")
