"""Neo4j Browser in a real browser on a real Neo4j with the seeds: style, guides and favourites, as `store start` brings them.

SUTRADHAR_SCREENSHOTS names a folder for pictures; those of docs/images are made with it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import neo4j
import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from sutradhar.graph.export.columns import NODES
from sutradhar.graph.model import ArticleRecord
from sutradhar.graph.stores import open_store
from sutradhar.graph.stores.server import ServerInfo, content_address, status, stop
from sutradhar.graph.writer import Writer
from sutradhar.queries.neo4j_browser import (
    FAVOURITES,
    FINDER,
    LANGUAGES,
    STYLE,
    Favourite,
    browser_files,
    favourites,
    slides,
)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SHOTS = os.environ.get("SUTRADHAR_SCREENSHOTS")
WAIT = 30_000  # milliseconds, for a slow machine

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium fonts-noto-core")


def sutradhar(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sutradhar", *words], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A home of its own for the local Neo4j, without a store's address or password from outside."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("SUTRADHAR_STORE")}
    return {**inherited, "SUTRADHAR_HOME": str(tmp_path_factory.mktemp("home"))}


@pytest.fixture(scope="module")
def running(
    environment: dict[str, str], seeds_records: list[ArticleRecord], free_ports: Callable[[], tuple[int, int]]
) -> Iterator[ServerInfo]:
    """The local Neo4j as `sutradhar store start` starts it, with the graph of the seeds."""
    home = Path(environment["SUTRADHAR_HOME"]) / "neo4j"
    bolt, http = free_ports()
    ports = ("--bolt-port", str(bolt), "--http-port", str(http))
    started = sutradhar(environment, "store", "start", *ports)
    assert started.returncode == 0, started.stderr
    try:
        info = status(home)
        assert info is not None
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("SUTRADHAR_HOME", environment["SUTRADHAR_HOME"])
            patched.delenv("SUTRADHAR_STORE_USER", raising=False)
            patched.delenv("SUTRADHAR_STORE_PASSWORD", raising=False)
            with open_store(info.uri, create=True) as store:
                writer = Writer(store)
                for record in seeds_records:
                    writer.write(record)
        yield info
    finally:
        stop(home)


@pytest.fixture(scope="module")
def session(running: ServerInfo) -> Iterator[neo4j.Session]:
    auth = (running.user, running.password)
    with neo4j.GraphDatabase.driver(running.uri, auth=auth) as driver, driver.session() as opened:
        opened.run("CALL db.awaitIndexes()").consume()
        yield opened


def fetched(running: ServerInfo, name: str) -> bytes:
    with urllib.request.urlopen(f"{content_address(running.http_port)}{name}") as answer:
        data: bytes = answer.read()
        return data


# --- without a browser ------------------------------------------------------------------------------------------------


def test_the_command_prints_the_address_and_starts_nothing(environment: dict[str, str], running: ServerInfo) -> None:
    done = sutradhar(environment, "browser", "--print")
    assert (done.returncode, done.stdout) == (0, f"{running.browser}\n")
    nowhere = {**environment, "SUTRADHAR_HOME": f"{environment['SUTRADHAR_HOME']}-of-nobody"}
    done = sutradhar(nowhere, "browser", "--print")
    assert done.returncode == 1 and "sutradhar store start" in done.stderr
    assert not Path(nowhere["SUTRADHAR_HOME"]).exists()


def test_the_command_opens_the_address(environment: dict[str, str], running: ServerInfo, tmp_path: Path) -> None:
    """BROWSER names the program that Python's webbrowser starts; this one writes down what it is given."""
    program, seen = tmp_path / "program", tmp_path / "seen"
    program.write_text(f'#!/bin/sh\necho "$1" > {seen}\n')
    program.chmod(0o755)
    done = sutradhar({**environment, "BROWSER": str(program)}, "browser")
    assert done.returncode == 0 and running.password in done.stderr
    assert seen.read_text().strip() == running.browser


@pytest.mark.parametrize("favourite", favourites(), ids=lambda favourite: favourite.name.split(" · ")[0])
def test_every_favourite_runs(session: neo4j.Session, favourite: Favourite) -> None:
    summary = session.run(favourite.statement).consume()
    assert not summary.counters.contains_updates


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_statement_of_the_guides_finds_something(session: neo4j.Session, language: str) -> None:
    for slide in slides(language):
        for heading, statement in slide.statements:
            assert session.run(statement).peek() is not None, heading


def test_the_examples_are_in_the_graph(session: neo4j.Session) -> None:
    """An id of an entity in a favourite is one that the seeds' graph has."""
    ids = {
        found
        for each in favourites()
        for found in re.findall(r"'((?:person|place|organization):[^']+)'", each.statement)
    }
    known = set(
        session.run("MATCH (e:Entity) WHERE e.id IN $ids RETURN collect(e.id)", ids=list(ids)).single(strict=True)[0]
    )
    assert ids and ids == known


def test_the_style_has_a_rule_for_every_label_and_the_general_one_first(session: neo4j.Session) -> None:
    style = (files("sutradhar.queries") / "browser" / STYLE).read_text("utf-8")
    ruled = re.findall(r"^node\.(\w+) \{$", style, re.MULTILINE)
    labels = {
        *NODES,
        *session.run("MATCH (n) UNWIND labels(n) AS label RETURN collect(DISTINCT label)").single(strict=True)[0],
    }
    assert labels <= set(ruled)
    assert all(ruled.index("Entity") < ruled.index(kind) for kind in ("Person", "Place", "Organization", "Treaty"))
    types = re.findall(r"^relationship\.(\w+) \{$", style, re.MULTILINE)
    assert set(types) <= set(session.run("MATCH ()-[r]->() RETURN collect(DISTINCT type(r))").single(strict=True)[0])
    assert "//" not in style and "/*" not in style  # GraSS has no comments


def test_the_server_serves_what_was_made(running: ServerInfo) -> None:
    for name, content in browser_files(content_address(running.http_port)).items():
        assert fetched(running, name) == content, name
    with zipfile.ZipFile(BytesIO(fetched(running, FAVOURITES))) as archive:
        first_lines = {archive.read(name).decode().splitlines()[0] for name in archive.namelist()}
    assert first_lines == {f"// {each.name}" for each in favourites()}
    assert any(each.name.startswith(FINDER) for each in favourites())


# --- in Browser -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(running: ServerInfo) -> Iterator[Page]:
    """Neo4j Browser, connected; what `store start` has told it to do is done."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = launched.new_page(viewport={"width": 1600, "height": 900})
        page.set_default_timeout(WAIT)
        page.goto(running.browser)
        page.locator("[data-testid=username]").fill(running.user)
        page.locator("input[type=password]").first.fill(running.password)
        page.locator("[data-testid=connect]").click()
        expect(page.locator("[data-testid=guidesDrawer]")).to_contain_text(slides("hi")[0].title, timeout=WAIT)
        expect(page.locator("[data-testid=frameCommand]", has_text=":style")).to_be_visible(timeout=WAIT)
        yield page
        launched.close()


def run(page: Page) -> Locator:
    """Run what stands in the editor; the nodes that are drawn."""
    page.locator("[data-testid=editor-Run]").click()
    nodes = page.locator("[data-testid=frame]").first.locator("g.node")
    expect(nodes.first).to_be_visible(timeout=WAIT)
    return nodes


def captions(nodes: Locator) -> set[str]:
    """The words in the nodes without spaces, since Browser breaks lines there."""
    return {"".join(text.split()) for text in nodes.all_text_contents()}


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.wait_for_timeout(3000)  # until the drawing has come to rest
        page.screenshot(path=Path(SHOTS) / f"browser-{name}.png", clip={"x": 0, "y": 0, "width": 1600, "height": 620})


@needs_chromium
def test_the_guide_draws_the_treaty_with_hindi_captions_in_our_colours(page: Page) -> None:
    guide = page.locator("[data-testid=guidesDrawer]")
    page.locator("[data-testid=guideNextSlide]").click()
    guide.locator("pre.runnable").first.click()
    nodes = run(page)
    assert {"व्यापकरणनीतिकसाझेदारीसमझौता", "रूस", "उत्तरकोरिया", "किमजोंगउन"} <= captions(nodes)
    colours = {node.locator("circle.b-outline").get_attribute("fill") for node in nodes.filter(has_text="रूस").all()}
    assert colours == {"#2f8057"}
    shot(page, "guide")


@needs_chromium
def test_the_guide_is_there_in_english(page: Page) -> None:
    guide = page.locator("[data-testid=guidesDrawer]")
    page.locator("[data-testid=guidePreviousSlide]").click()
    guide.get_by_text("This guide in English").click()
    expect(guide).to_contain_text(slides("en")[0].title, timeout=WAIT)


@needs_chromium
def test_favourites_are_dropped_in_and_run(page: Page, running: ServerInfo) -> None:
    page.locator("[data-testid=navigationFavorites]").click()
    dropped = page.evaluate_handle(
        """data => {
            const transfer = new DataTransfer();
            const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
            transfer.items.add(new File([bytes], "favourites.zip"));
            return transfer;
        }""",
        b64encode(fetched(running, FAVOURITES)).decode(),
    )
    for event in ("dragenter", "dragover", "drop"):
        page.locator("[data-testid=main]").dispatch_event(event, {"dataTransfer": dropped})
    for folder in {each.folder for each in favourites()}:
        expect(page.get_by_test_id(f"savedScriptsFolder-{folder}")).to_be_visible(timeout=WAIT)
    page.get_by_test_id("expandFolder-Pictures").click()
    page.get_by_text("Meetings with participants and places").click()
    assert {"सर्गेईलावरोव", "meet2024-06"} <= captions(run(page))
    shot(page, "favourites")
