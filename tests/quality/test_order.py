"""The graph of real articles is the same in whatever order they come, whenever it is judged, and by any number of workers."""

from __future__ import annotations

import random
from pathlib import Path

from sutradhar.graph.fold import Fold
from sutradhar.graph.hashing import graph_hash
from sutradhar.graph.judgements import Judgement
from sutradhar.graph.judging import merge, split
from sutradhar.graph.stores import open_store
from sutradhar.graph.stores.base import Store
from sutradhar.graph.writer import Writer
from sutradhar.ingest.workers import Options, ingest

ROOT = Path(__file__).parents[2]
ORDERS = 200


def judged(fold: Fold) -> tuple[Judgement, ...]:
    """A log of two: people that resolution holds apart are one, and a person under two names is two."""
    people = sorted(id_ for id_ in fold.elements() if id_.startswith("person:"))
    several = next(id_ for id_ in people if len(fold.index.by_name(id_)) > 1)
    others = [id_ for id_ in people if id_ != several and "sd:" not in id_][:2]
    first = merge(fold, others[0], others[1], "test", "moment 1")
    return first, split(fold, several, (), "test", "moment 2")


def test_two_hundred_orders_give_one_graph(corpora: dict[str, Store]) -> None:
    store = corpora["dev"]
    kept = Writer(store).fold()
    ids = [row["id"] for row in store.query("MATCH (a:Article) RETURN a.id AS id ORDER BY id")]
    records = [record for id_ in ids if (record := kept.record(id_)) is not None]
    assert len(records) == len(ids) > 10
    plain = kept.elements()
    log = judged(kept)
    whole = Fold()
    whole.apply(records, (), log)
    wanted = whole.elements()
    assert wanted != plain
    for seed in range(ORDERS):
        order = random.Random(seed)
        order.shuffle(records)
        fold, moment = Fold(), order.randrange(len(records))
        for number, record in enumerate(records):
            if number == moment:
                fold.apply((), (), log)
            fold.put(record)
        assert fold.elements() == wanted, f"order {seed}"
        fold.apply((), (), ())
        assert fold.elements() == plain, f"order {seed}, judgements taken back"


def test_two_workers_read_what_one_reads(tmp_path: Path) -> None:
    hashes = set()
    for workers in (1, 2):
        with open_store(tmp_path / f"{workers}.kglite", create=True) as store:
            summary = ingest([str(ROOT / "seeds")], Writer(store), Options(workers=workers))
            assert summary.articles == 5 and not summary.failed
            hashes.add(graph_hash(store))
    assert len(hashes) == 1
