"""Make `graph/export/assets/outlines.json`, the world map of the HTML page, from Natural Earth's countries at 1:110m.

    python tools/outlines.py ne_110m_admin_0_countries.geojson > graph/export/assets/outlines.json

Input: the GeoJSON of https://www.naturalearthdata.com (public domain). Output: for each ISO 3166 code an SVG path whose
units are tenths of a degree, x to the east, y to the south; points that rounding makes equal are left out.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

NOTE = (
    "Made with Natural Earth (1:110m countries). Public domain. Disputed borders are drawn as Natural Earth draws them."
)
# Natural Earth gives these no code of their own; the others without one are drawn, but are not joined to a place.
CODES = {"France": "FR", "Norway": "NO"}


def path(rings: list[list[list[float]]]) -> str:
    """The rings of a polygon as an SVG path with relative moves."""
    parts = []
    for ring in rings:
        points = [(round(longitude * 10), round(-latitude * 10)) for longitude, latitude in ring]
        moves = [(x - u, y - v) for (u, v), (x, y) in zip(points, points[1:], strict=False) if (u, v) != (x, y)]
        if len(moves) > 2:
            steps = "".join(f"{x}" + (f"{y}" if y < 0 else f",{y}") + " " for x, y in moves[:-1]).strip()
            parts.append(f"M{points[0][0]},{points[0][1]}l{steps}z")
    return "".join(parts)


def outlines(collection: dict[str, Any]) -> dict[str, str]:
    """The outline of each country by its code (by its name where it has none)."""
    found: dict[str, str] = {}
    for feature in collection["features"]:
        name, code = feature["properties"]["NAME"], feature["properties"]["ISO_A2"]
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        key = CODES.get(name, name if code == "-99" else code)
        found[key] = found.get(key, "") + "".join(path(rings) for rings in polygons)
    return dict(sorted(found.items()))


if __name__ == "__main__":
    countries = outlines(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    json.dump({"note": NOTE, "countries": countries}, sys.stdout, ensure_ascii=False, indent=0)
    print()
