"""Judgements through the command line, on both stores: equal graphs, nothing changed by mistakes, old ids lead on."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from newsroom import Story

from sutradhar.cli import main
from sutradhar.graph.hashing import counts, graph_hash
from sutradhar.graph.stores import open_store
from sutradhar.graph.writer import Writer

MINISTER, SOLDIER = "राजेश कुमार", "person:rajs-kumr"
Run = Callable[..., tuple[int, str, str]]


def stories() -> list[Any]:
    """A minister and a soldier of one name; a minister in two spellings; a place in two that nothing joins."""
    soldier = Story("क", published="2025-01-01")
    soldier.person(MINISTER, occupations=("सिपाही",), deceased=True)
    minister = Story("ख", published="2025-02-01")
    minister.office(minister.person(MINISTER), "bihar", "मंत्री", "minister")
    first, second = Story("ग", published="2025-03-01"), Story("घ", published="2025-03-02")
    first.office(first.person("सर्गेई लावरोव"), "russia", "विदेश मंत्री", "foreign minister")
    second.office(second.person("सर्गेइ लावरोफ"), "russia", "विदेश मंत्री", "foreign minister")
    first.entity("x", "Place", "svrdlvsk", "स्वेर्दलोव्स्क")
    second.entity("x", "Place", "ikatrnbrg", "येकातेरिनबर्ग")
    second.treaty("defence", "russia x")
    return [soldier, minister, first, second]


@pytest.fixture
def filled(store_uri: str) -> str:
    """A store of either engine with the stories."""
    with open_store(store_uri, create=True) as store:
        writer = Writer(store)
        for story in stories():
            writer.write(story.record())
    return store_uri


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line: exit status, standard output, standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sutradhar", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
        except SystemExit as end:
            return int(end.code or 0), *capsys.readouterr()
        return 0, *capsys.readouterr()

    return call


def fingerprint(uri: str) -> str:
    with open_store(uri, read_only=True) as store:
        return graph_hash(store)


def expected(tmp_path: Path, *commands: tuple[str, ...], run: Run) -> str:
    """The hash of a new embedded store of the same stories after the same judgements."""
    path = str(tmp_path / "expected.kglite")
    with open_store(path, create=True) as store:
        writer = Writer(store)
        for story in reversed(stories()):
            writer.write(story.record())
    for command in commands:
        assert run(*command, "--store", path)[0] == 0
    return fingerprint(path)


def entity(uri: str, asked: str, run: Run) -> dict[str, Any]:
    code, out, err = run("explain", asked, "--format", "json", "--store", uri)
    assert code == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


def test_merging_splitting_undoing(filled: str, run: Run, tmp_path: Path) -> None:
    before = fingerprint(filled)
    other = f"{SOLDIER}.{stories()[1].id.partition(':')[2]}.0"
    assert entity(filled, other, run)["id"] == other
    code, _, err = run("merge", SOLDIER, other, "--store", filled, "--by", "अनु")
    assert code == 0 and f"{SOLDIER} and {other} are {SOLDIER}" in err
    after = fingerprint(filled)
    assert after == expected(tmp_path, ("merge", other, SOLDIER), run=run) != before
    merged = entity(filled, other, run)
    assert merged["id"] == SOLDIER and len(merged["passages"]) == 2
    assert merged["reasons"] == [f"{MINISTER} = {MINISTER}: judgement 1.00 (2)"]
    code, out, _ = run("query", "offices", "-p", f"who={other}", "--format", "json", "--store", filled)
    assert code == 0 and [row["person"] for row in json.loads(out)] == [MINISTER]

    code, _, err = run("split", other, "--articles", stories()[1].record().article.uris[0], "--store", filled)
    assert code == 0 and f"is now {SOLDIER} (1), {other} (1)" in err
    assert entity(filled, other, run)["id"] == other
    for _ in range(2):
        assert run("undo", "--store", filled)[0] == 0
    assert fingerprint(filled) == before
    code, out, _ = run("decisions", "--format", "json", "--store", filled)
    log = json.loads(out)
    assert [(row["judged"].split()[0], row["in_force"]) for row in log] == [
        ("same", False), ("off", False), ("undo", None), ("undo", None),
    ]  # fmt: skip
    assert log[0]["who"] == "अनु" and log[0]["when"].endswith("Z")
    code, _, err = run("store", "rebuild", "--store", filled)
    assert (code, err) == (0, "all was right\n")


def test_names_come_apart_and_stay_apart(filled: str, run: Run, tmp_path: Path) -> None:
    joined = "person:sargi-lvrv"
    assert entity(filled, "person:sargi-lvrf", run)["id"] == joined
    code, _, err = run("split", joined, "--store", filled)
    assert code == 0 and "person:sargi-lvrf (1), person:sargi-lvrv (1)" in err
    assert fingerprint(filled) == expected(tmp_path, ("split", joined), run=run)
    again = Story("ङ", published="2025-04-01")
    again.office(again.person("सर्गेइ लावरोफ"), "russia", "विदेश मंत्री", "foreign minister")
    with open_store(filled) as store:
        Writer(store).write(again.record())
        assert not Writer(store).rebuild()
    assert entity(filled, "person:sargi-lvrf", run)["id"] == "person:sargi-lvrf"


def test_places_that_are_one_move_what_hangs_on_them(filled: str, run: Run) -> None:
    assert run("merge", "place:ikatrnbrg", "place:svrdlvsk", "--store", filled)[0] == 0
    assert entity(filled, "place:ikatrnbrg", run)["id"] == "place:svrdlvsk"
    assert entity(filled, "treaty:defence:Q159+ikatrnbrg", run)["id"] == "treaty:defence:Q159+svrdlvsk"


def test_reviewing_on_paper(filled: str, run: Run, tmp_path: Path) -> None:
    table = tmp_path / "pairs.csv"
    assert run("review", "--csv", table, "--store", filled)[0] == 0
    rows = list(csv.DictReader(table.open(encoding="utf-8-sig")))
    [people] = [row for row in rows if row["a"].startswith("person:")]
    assert people["decision"] == "" and "fields ranks and state" in people["reasons"]
    assert people["a_sentence"] == people["b_sentence"] == MINISTER
    code, out, _ = run("review", "--store", filled)
    assert code == 0 and "fields ranks and state" in out and people["a"] in out

    def judge(decision: str, **change: str) -> tuple[int, str, str]:
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, people)
            writer.writeheader()
            writer.writerow(people | {"decision": decision} | change)
        return run("review", "--apply", table, "--store", filled)

    before = fingerprint(filled)
    for decision, change in (("maybe", {}), ("same", {"a": "person:nobody"}), ("same", {"a": "place:ikatrnbrg"})):
        code, _, err = judge(decision, **change)
        assert code == 1 and "row 2" in err and "nothing was changed" in err and err.count("\n") == 1
    assert judge("")[0] == 0 and fingerprint(filled) == before
    assert judge("different")[2] == "1 judgements made, 0 rows decided nothing new\n"
    assert judge("different")[2] == "0 judgements made, 1 rows decided nothing new\n"
    assert people["a"] not in run("review", "--store", filled)[1]
    assert judge("same")[2].startswith("1 judgements")
    assert entity(filled, people["b"], run)["id"] == SOLDIER


def test_a_log_goes_from_store_to_store(filled: str, run: Run, tmp_path: Path) -> None:
    other = f"{SOLDIER}.{stories()[1].id.partition(':')[2]}.0"
    for command in (("merge", SOLDIER, other), ("split", "person:sargi-lvrv"), ("undo",)):
        assert run(*command, "--store", filled)[0] == 0
    log = tmp_path / "log.jsonl"
    assert run("decisions", "--export", log, "--store", filled)[0] == 0
    path = tmp_path / "new.kglite"
    with open_store(path, create=True) as store:
        Writer(store)
    assert run("decisions", "--import", log, "--store", path)[2] == "3 judgements added, 0 known already\n"
    with open_store(path) as store:
        writer = Writer(store)
        for story in stories():
            writer.write(story.record())
    assert fingerprint(str(path)) == fingerprint(filled)
    assert run("decisions", "--import", log, "--store", path)[2] == "0 judgements added, 3 known already\n"
    lines = log.read_text("utf-8").splitlines()
    for text in (lines[0] + "\nnonsense", lines[0].replace('"who":"', '"who":"x'), lines[2]):
        log.write_text(text, "utf-8")
        target = tmp_path / "fresh.kglite"
        with open_store(target, create=True) as store:
            Writer(store)
        code, _, err = run("decisions", "--import", log, "--store", target)
        assert code == 1 and "nothing was changed" in err and err.count("\n") == 1
        assert json.loads(run("decisions", "--format", "json", "--store", target)[1]) == []
        target.unlink()


MISTAKES = [
    (("merge", SOLDIER, "person:nobody"), "has the id 'person:nobody'"),
    (("merge", SOLDIER, "place:svrdlvsk"), "only two of a kind"),
    (("merge", SOLDIER, SOLDIER), "one entity already"),
    (("merge", "person:sargi-lvrv", "person:sargi-lvrf"), "one entity already"),
    (("merge", "treaty:defence:Q159+ikatrnbrg", "treaty:x"), "treaties are one by"),
    (("split", "person:nobody"), "has the id 'person:nobody'"),
    (("split", SOLDIER), "one name"),
    (("split", SOLDIER, "--articles", "nowhere"), "no article has the id or uri 'nowhere'"),
    (("split", SOLDIER, "--articles", stories()[0].id), "no other article"),
    (("split", SOLDIER, "--articles", stories()[1].id), "does not mention"),
    (("undo",), "no judgement to undo"),
    (("undo", "abc"), "no judgement 'abc'"),
    (("decisions", "--import", "nowhere.jsonl"), "cannot read nowhere.jsonl"),
    (("review", "--apply", "nowhere.csv"), "cannot read nowhere.csv"),
]


def test_a_mistake_is_one_line_and_changes_nothing(filled: str, run: Run) -> None:
    before = fingerprint(filled)
    for command, said in MISTAKES:
        code, out, err = run(*command, "--store", filled)
        assert (code, out) == (1, "") and err.startswith("error: ") and err.count("\n") == 1 and said in err, err
    assert fingerprint(filled) == before
    with open_store(filled, read_only=True) as store:
        assert store.query("MATCH (j:Judgement) RETURN count(j) AS n") == [{"n": 0}]


def test_a_locked_store_is_left_alone(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "store.kglite"
    with open_store(path, create=True) as store:
        Writer(store).write(stories()[0].record())
        code, _, err = run("undo", "--store", path)
        assert code == 1 and "is being written by" in err and err.count("\n") == 1


def test_the_log_is_no_part_of_the_graph(filled: str, run: Run, tmp_path: Path) -> None:
    assert run("merge", "place:ikatrnbrg", "place:svrdlvsk", "--store", filled)[0] == 0
    with open_store(filled, read_only=True) as store:
        assert "Judgement" not in counts(store).nodes
        assert store.query("MATCH (j:Judgement) RETURN j.number AS number") == [{"number": 1}]
    assert run("export", tmp_path / "graph.json", "--store", filled)[0] == 0
    assert "judgement:" not in (tmp_path / "graph.json").read_text("utf-8")


def test_an_answer_on_the_terminal_judges(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.kglite"
    with open_store(path, create=True) as store:
        writer = Writer(store)
        for story in stories():
            writer.write(story.record())
    answers = iter(["x", "s"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(answers, "q"))
    assert run("review", "--store", path)[0] == 0
    assert len(json.loads(run("decisions", "--format", "json", "--store", path)[1])) == 1


def test_two_who_judge_at_once_lose_nothing(filled: str) -> None:
    """The second to judge has read the store before the first had judged."""
    from sutradhar.graph import judging

    with open_store(filled) as store:
        one, other = Writer(store), Writer(store)
        one.fold(), other.fold()
        one.judge(lambda fold, _: judging.merge(fold, "place:ikatrnbrg", "place:svrdlvsk", "one", "t1"))
        other.judge(lambda fold, _: judging.split(fold, "person:sargi-lvrv", (), "other", "t2"))
        assert [each.who for each in Writer(store).log()] == ["one", "other"]
        assert not Writer(store).rebuild()


def test_who_held_an_office_on_a_date(store_uri: str, run: Run) -> None:
    held = [
        ("2019-05-01", "येरमेक कोशेरबायेव", "विदेश मंत्री", "foreign minister", False),
        ("2021-03-01", "येरमेक कोशेरबायेव", "विदेश मंत्री", "foreign minister", False),
        ("2023-02", "दाउरेन कोसानोव", "नवनियुक्त विदेश मंत्री", "newly appointed foreign minister", False),
        ("2024-07-01", "येरमेक कोशेरबायेव", "विदेश मंत्री", "former foreign minister", True),
        ("2024-07-01", "दाउरेन कोसानोव", "विदेश मंत्री", "foreign minister", False),
        ("2025-01-10", "दाउरेन कोसानोव", "विदेश मंत्री", "then foreign minister", True),
        ("2022-01-01", "दाउरेन कोसानोव", "प्रवक्ता", "spokesperson", False),
    ]
    with open_store(store_uri, create=True) as store:
        writer = Writer(store)
        for number, (published, name, title, english, former) in enumerate(held):
            story = Story(f"पाठ {number}", published=published)
            story.office(story.person(name), "russia", title, english, former=former)
            writer.write(story.record())

    def asked(on: str, title: str) -> list[tuple[str, str]]:
        parameters = [f"body={'रूस'}", f"on={on}", f"title={title}"]
        options = [each for parameter in parameters for each in ("-p", parameter)]
        code, out, err = run("query", "office-on", *options, "--format", "json", "--store", store_uri)
        assert code == 0, err
        return [(row["person"].split()[0], row["basis"]) for row in json.loads(out)]

    assert asked("2018", "foreign minister") == []
    assert asked("2019-04-30", "foreign minister") == []
    assert asked("2019", "foreign minister") == asked("2020-06-01", "विदेश मंत्री") == [("येरमेक", "stated")]
    assert asked("2022-12-31", "विदेशमंत्री") == [("येरमेक", "assumed")]
    assert asked("2023-02-15", "Foreign Minister") == asked("2023-10", "foreign minister") == [("दाउरेन", "stated")]
    assert asked("2024-12-01", "foreign minister") == [("दाउरेन", "assumed")]
    assert asked("2025-01-10", "foreign minister") == []
    assert asked("2023-01-01", "spokesperson") == [("दाउरेन", "assumed")]
