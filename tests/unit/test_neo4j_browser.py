"""The files for Neo4j Browser are whole and made of the recipes; tests/e2e/test_browser.py runs and loads them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from io import BytesIO

import pytest

from sutradhar.queries.fill import parameters_in
from sutradhar.queries.neo4j_browser import (
    LANGUAGES,
    browser_files,
    favourites,
    favourites_archive,
    guide,
    slides,
    start_commands,
)
from sutradhar.queries.recipes import load_recipes

BASE = "http://127.0.0.1:1/"


def test_every_recipe_is_a_favourite_without_open_parameters() -> None:
    made = favourites()
    assert {each.title for each in load_recipes().values()} <= {each.name for each in made}
    assert len({each.name for each in made}) == len(made)
    for each in made:
        assert not parameters_in(each.statement), each.name


def test_the_archive_is_the_same_every_time() -> None:
    assert favourites_archive() == favourites_archive()
    with zipfile.ZipFile(BytesIO(favourites_archive())) as archive:
        assert len(archive.namelist()) == len(favourites())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guide_is_well_formed_and_its_addresses_lead_to_files(language: str) -> None:
    written = guide(language, BASE).replace(" download>", ' download="">')
    root = ET.fromstring(written)
    shown = [element.text for element in root.iter("pre")]
    assert shown == [statement for slide in slides(language) for _, statement in slide.statements]
    addresses = re.findall(rf"{BASE}([\w.-]+)", written + " ".join(start_commands(BASE)))
    assert len(addresses) >= 4 and set(addresses) <= browser_files(BASE).keys()


def test_the_hindi_guide_speaks_hindi() -> None:
    for slide in slides("hi"):
        for text in (slide.title, *slide.paragraphs, *(heading for heading, _ in slide.statements)):
            assert re.search("[\u0900-\u097f]{2}", text), text
