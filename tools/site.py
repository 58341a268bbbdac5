"""A hook of mkdocs: links from docs/ to files outside it lead nowhere on the site, so there only their words stay.

In the repository these links work, and a test follows them; within docs/ mkdocs itself checks them.
"""

from __future__ import annotations

import re
from typing import Any

OUTWARDS = re.compile(r"(?<!!)\[([^\]]+)\]\(\.\./[^)\s]+\)")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """The page's Markdown without links that leave docs/."""
    return OUTWARDS.sub(r"\1", markdown)
