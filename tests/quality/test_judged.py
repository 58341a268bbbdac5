"""What a reader judged, held against what is found today.

A line that nobody has judged counts as wrong: read it, and put its verdict into `judged/`
(`python tests/quality/judging.py NAME`, `python tests/quality/references.py` add it).
"""

from __future__ import annotations

from collections import defaultdict

import judging
import names
import pytest
import references

# Shares of right lines, just below what was measured. Few events stand in IL-NER's magazines.
FLOORS = {"dev": 0.95, "hdtb": 0.92, "il-ner": 0.8}
KINDS_FLOOR = {"event": 0.95, "role": 0.95, "claim": 0.9, "time": 0.9}  # of dev
UNJUDGED = 0.02  # processors round differently, and a few lines may differ with them
BIN, APART = 10, 0.1  # least number of events to compare, and how far confidence may be from the share of right ones


@pytest.mark.parametrize("name", FLOORS)
def test_most_of_what_is_said_is_right(name: str) -> None:
    verdicts, said = judging.verdicts(name), list(judging.items(name))
    unknown = [item for item in said if item not in verdicts or verdicts[item].verdict not in {"right", "wrong"}]
    assert len(unknown) <= max(1, UNJUDGED * len(said)), f"judge these lines of {name}: {unknown}"
    share = sum(item in verdicts and verdicts[item].verdict == "right" for item in said) / len(said)
    assert share >= FLOORS[name]


def test_each_kind_of_line_is_mostly_right() -> None:
    right: dict[str, list[bool]] = defaultdict(list)
    for item in judging.items("dev"):
        right[item[1]].append(judging.verdicts("dev").get(item, judging.Verdict("?", "")).verdict == "right")
    shares = {kind: sum(right[kind]) / len(right[kind]) for kind in KINDS_FLOOR}
    assert all(shares[kind] >= floor for kind, floor in KINDS_FLOOR.items()), shares


def test_confidence_is_about_the_share_of_right_events() -> None:
    bins = judging.calibration(("dev", "hdtb", "il-ner"))
    told = {confidence: (round(share, 2), count) for confidence, (share, count) in bins.items() if count >= BIN}
    assert told and all(abs(share - confidence) <= APART for confidence, (share, _) in told.items()), told


def test_rules_find_more_names_than_the_model_alone() -> None:
    assert len(names.marked()) == 71
    with_rules, alone = names.score(names.with_rules()), names.score(names.without_rules())
    assert with_rules.f1 >= 0.82 and with_rules.precision >= 0.8 and with_rules.f1 >= alone.f1 + 0.03


def test_scores_of_names_are_about_the_share_of_right_ones() -> None:
    told = {method: values for method, values in names.by_method().items() if values[0] >= BIN}
    assert {"gazetteer", "model"} <= told.keys()
    assert all(abs(mean - right) <= APART for _, mean, right in told.values()), told


def test_references_stand_for_what_they_should() -> None:
    verdicts, found = references.verdicts(), list(references.items())
    unknown = [item for item in found if item not in verdicts or verdicts[item] == "?"]
    assert len(found) >= 100 and len(unknown) <= UNJUDGED * len(found), f"judge these: {unknown}"
    assert sum(verdicts.get(item) == "right" for item in found) / len(found) >= 0.88
