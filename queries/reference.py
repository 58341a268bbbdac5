"""The recipe reference, `docs/recipes.md`, made of the recipes' headers: `python -m sutradhar.queries.reference`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from sutradhar.queries.recipes import OTHER, Recipe, load_recipes

PAGE = Path("docs/recipes.md")
TOPICS = {
    "entities": "Entities",
    "relations": "Relations and paths",
    "meetings": "Meetings and visits",
    "timelines": "Timelines",
    "treaties": "Treaties",
    "claims": "Claims",
    "conflict": "Conflict and aid",
    "offices": "Offices",
    "sources": "Sources",
    "network": "Networks",
    "quality": "Quality of the data",
    OTHER: "Other",
}
HEAD = """\
# Recipes

A recipe is a named question in Cypher with parameters. `sutradhar query` lists them; `sutradhar query NAME` runs one,
with `-p key=value` for each parameter; `sutradhar query NAME --explain` prints its Cypher. How to ask in general is told
in [asking.md](asking.md). This page is made of the recipes' headers by `python -m sutradhar.queries.reference`; do not
edit it.

| kind of parameter | what to give |
| --- | --- |
| `name` | a name or alias of an entity, in Hindi or English, whole or only some of its words, or an entity's id |
| `text` | a text as it is |
| `int` | a whole number |
| `float` | a number such as `0.8` |
| `date` | a date such as `2024-06-19`, `2024-06` or `2024` |

A parameter with `?` may be left out; one with `=` has that value when it is left out. Every recipe takes `--store` and
`--format table|json|csv`; `--min-confidence 0.9` is short for `-p min_confidence=0.9` where a recipe has that.
"""


def by_topic(recipes: Iterable[Recipe]) -> dict[str, list[Recipe]]:
    """Recipes by topic, topics in the order of `TOPICS` and unknown ones before the last, recipes by name."""
    order = list(TOPICS)
    found: dict[str, list[Recipe]] = {}
    for recipe in recipes:
        found.setdefault(recipe.topic, []).append(recipe)
    ranked = sorted(found, key=lambda topic: (order.index(topic) if topic in order else len(order) - 1.5, topic))
    return {topic: sorted(found[topic], key=lambda recipe: recipe.name) for topic in ranked}


def render(recipes: Iterable[Recipe]) -> str:
    """The page as Markdown: a list of contents, then one part for each topic and in it one section for each recipe."""
    parts = by_topic(recipes)
    contents = [
        f"- {TOPICS.get(topic, topic)}: " + ", ".join(f"[{each.name}](#{each.name})" for each in found)
        for topic, found in parts.items()
    ]
    sections = []
    for topic, found in parts.items():
        sections += [f"## {TOPICS.get(topic, topic)}\n", *(_section(recipe) for recipe in found)]
    return "\n".join([HEAD, *contents, "", *sections])


def _section(recipe: Recipe) -> str:
    parameters = ", ".join(f"`{each.usage}`" for each in recipe.parameters) or "none"
    needed = "".join(f" -p {each.name}=…" for each in recipe.parameters if each.needed)
    told = f"{recipe.title}." + (f" {recipe.note}" if recipe.note else "")
    computed = f"\n- Computed in Python from the statement's rows: `{recipe.compute}`" if recipe.compute else ""
    return f"""\
### {recipe.name}

{told}

- Parameters: {parameters}
- Columns: {", ".join(f"`{column}`" for column in recipe.returns)}
- Run: `sutradhar query {recipe.name}{needed}`{computed}
- Cypher: [queries/recipes/{recipe.name}.cypher](../queries/recipes/{recipe.name}.cypher)
"""


def main() -> None:
    """Write the page; to be run in the repository's folder."""
    if not PAGE.parent.is_dir():
        sys.exit(f"no folder {PAGE.parent} here: run this in the repository's folder")
    PAGE.write_text(render(load_recipes().values()), encoding="utf-8")


if __name__ == "__main__":
    main()
