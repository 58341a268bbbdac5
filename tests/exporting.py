"""A graph with everything an export can meet: all kinds of nodes and relationships, awkward texts, dates of all kinds."""

from __future__ import annotations

from pathlib import Path

from newsroom import Story, meeting

from sutradhar.graph.stores import open_store
from sutradhar.graph.writer import Writer

AWKWARD = 'उसने कहा, "हाँ; नहीं"\n\\u0041 \\ `tick` \' 😀 =\t<b>&amp;</b>'


def fill(path: Path) -> str:
    """An embedded store of five articles at `path`; gives the path as text."""
    first = meeting("क", "2025-07-12", published="2025-07-13", publisher="समाचार", shingles=tuple(range(64)))
    first.treaty(
        "partnership", "russia korea", "2024-06", "mutual_defence", signatories=(first.known("putin"),),
        signed_at=(first.known("moscow"),),
    )  # fmt: skip
    first.event("visit", "actor:lavrov", "wonsan", "2025-07-12/2025-07-13")
    second = meeting("ख", published="2025-07-14", shingles=(*range(62), 100, 101))
    second.event("accident", at="moscow", date="2025-07-10", killed=(2, 4), injured=(1, 1))
    third = Story("ग", published="XXXX-07-12", uri="https://example.org/समाचार?a=1&b=2")
    third.treaty("defence", "russia korea", "2024-06-19", "arms_transfer")
    third.event("meet", "actor:putin counterpart:choe", "moscow", "XXXX-09")
    third.claim("putin", AWKWARD)
    third.entity("team", "Organization", "team", "दल", aliases=("दल; समिति", 'the "team"'))
    third.office("kim", "korea", "नेता", "leader", former=True)
    fourth = Story("घ", published="2019-01", publisher="The Paper")
    fourth.event("attack", "actor:russia recipient:ukraine", "", "2019")
    fourth.event("warn", "actor:ukraine recipient:russia", "", "2019-01-02")
    fifth = Story("ङ", published="2025-07-13")
    fifth.event("meet", "actor:lavrov counterpart:kim", "wonsan", "2025-07-12")
    with open_store(path, create=True) as store:
        writer = Writer(store)
        for story in (first, second, third, fourth, fifth):
            writer.write(story.record())
    return str(path)
