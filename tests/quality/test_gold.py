"""What is extracted, held against the gold. Floors stand just below what was measured; a fall is a loss of quality."""

from __future__ import annotations

from typing import Any

import pytest
from corpora import gold
from score import Graph, Scorer

from sutradhar.graph.stores.base import Store


def figures(store: Store, name: str) -> dict[str, Any]:
    """The score of a store against the gold of a corpus."""
    wanted = gold(name)
    result: dict[str, Any] = Scorer(wanted, Graph(wanted, store.query)).score()
    return result


def value(result: dict[str, Any], path: str) -> float:
    found: Any = result
    for part in path.split("."):
        found = found[part]
    return float(found)


FLOORS = {
    "seeds": {
        "entities.all.f1": 0.96,
        "resolution.f1": 0.97,
        "offices.recall.value": 1.0,
        "events.recall.value": 0.92,
        "events.precision_at_least.value": 0.8,
        "events.checks.participants.value": 0.95,
        "events.checks.place.value": 0.9,
        "treaties.recall.value": 1.0,
        "claims.recall.value": 1.0,
    },
    "dev": {
        "entities.all.f1": 0.95,
        "resolution.f1": 0.97,
        "offices.recall.value": 0.95,
        "events.recall.value": 0.87,
        "events.precision_at_least.value": 0.8,
        "events.checks.participants.value": 0.93,
        "events.checks.place.value": 0.75,
        "events.checks.relative_date.value": 0.82,
        "treaties.recall.value": 1.0,
        "claims.recall.value": 0.9,
    },
}


@pytest.mark.parametrize("corpus", FLOORS)
def test_figures_stay_above_their_floors(corpora: dict[str, Store], corpus: str) -> None:
    result = figures(corpora[corpus], corpus)
    low = {path: value(result, path) for path, floor in FLOORS[corpus].items() if value(result, path) < floor}
    assert not low, f"below the floor: {low}; misses: {result['misses']}"


@pytest.mark.parametrize("corpus", FLOORS)
def test_no_name_of_the_boilerplate_is_mentioned(corpora: dict[str, Store], corpus: str) -> None:
    result = figures(corpora[corpus], corpus)
    assert not result["entities"]["absent_found"], result["misses"].get("absent names found")


@pytest.mark.parametrize("corpus", FLOORS)
def test_nothing_denied_or_supposed_is_asserted(corpora: dict[str, Store], corpus: str) -> None:
    result = figures(corpora[corpus], corpus)
    assert not result.get("forbidden_events"), result["misses"]


def test_the_treaty_of_2024_is_one_and_complete(corpora: dict[str, Store]) -> None:
    checks = figures(corpora["seeds"], "seeds")["treaties"]["checks"]
    assert all(check["value"] == 1 for name, check in checks.items()), checks
