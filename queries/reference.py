"""The recipe reference, `docs/recipes.md`, made of the recipes' headers: `python -m sutradhar.queries.reference`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from sutradhar.queries.recipes import Recipe, load_recipes

PAGE = Path("docs/recipes.md")
HEAD = """\
# Recipes

A recipe is a named question in Cypher with parameters. `sutradhar query` lists them; `sutradhar query NAME` runs one,
with `-p key=value` for each parameter. This page is made of the recipes' headers by
`python -m sutradhar.queries.reference`; do not edit it.

| kind of parameter | what to give |
| --- | --- |
| `name` | a name or alias of an entity, in Hindi or English, whole or only some of its words, or an entity's id |
| `text` | a text as it is |
| `int` | a whole number |
| `date` | a date such as `2024-06-19`, `2024-06` or `2024` |

A parameter with `?` may be left out; one with `=` has that value when it is left out. Every recipe takes `--store` and
`--format table|json|csv`.
"""


def render(recipes: Iterable[Recipe]) -> str:
    """The page as Markdown, one section for each recipe."""
    return "\n".join([HEAD, *(_section(recipe) for recipe in recipes)])


def _section(recipe: Recipe) -> str:
    parameters = ", ".join(f"`{each.usage}`" for each in recipe.parameters) or "none"
    needed = "".join(f" -p {each.name}=…" for each in recipe.parameters if not each.optional and each.default is None)
    return f"""\
## {recipe.name}

{recipe.title}.

- Parameters: {parameters}
- Columns: {", ".join(f"`{column}`" for column in recipe.returns)}
- Run: `sutradhar query {recipe.name}{needed}`
- Cypher: [queries/recipes/{recipe.name}.cypher](../queries/recipes/{recipe.name}.cypher)
"""


def main() -> None:
    """Write the page; to be run in the repository's folder."""
    if not PAGE.parent.is_dir():
        sys.exit(f"no folder {PAGE.parent} here: run this in the repository's folder")
    PAGE.write_text(render(load_recipes().values()), encoding="utf-8")


if __name__ == "__main__":
    main()
