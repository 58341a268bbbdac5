"""The repository's layout: packages and their data are declared, imports go one way, nothing points outside."""

from __future__ import annotations

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SETUPTOOLS = PROJECT["tool"]["setuptools"]
PARTS = ("sutradhar", "graph", "ingest", "queries")
NOT_OURS = {"__pycache__", "build", "dist", "demo", "node_modules"}
MINIFIED = {".safetensors", ".gz", ".png", ".kglite"}
# What each part may import of the others; all may import errors and settings.
ALLOWED = {"graph": {"graph"}, "ingest": {"graph", "ingest"}, "queries": {"graph", "queries"}}


def walk(folder: Path) -> Iterator[tuple[Path, list[Path]]]:
    """Folders below `folder` and their files, links not followed, hidden folders and what is generated left out."""
    for name, folders, names in os.walk(folder):
        here = Path(name)
        folders[:] = [
            each
            for each in folders
            if each not in NOT_OURS and not each.startswith(".") and not each.endswith(".egg-info")
            and not (here / each).is_symlink()
        ]  # fmt: skip
        yield here, [here / each for each in names if not (here / each).is_symlink()]


def package_of(folder: Path, root: Path = ROOT) -> str:
    """The import name of a folder: `graph/stores` is `sutradhar.graph.stores`."""
    parts = folder.relative_to(root).parts
    return ".".join(parts if parts[0] == "sutradhar" else ("sutradhar", *parts))


def packages(root: Path) -> set[str]:
    """The packages that lie in the folders of a repository."""
    return {
        package_of(folder, root)
        for part in PARTS
        for folder, files in walk(root / part)
        if any(file.name == "__init__.py" for file in files)
    }


# --- packages and their data ------------------------------------------------------------------------------------------


def test_every_package_is_declared() -> None:
    assert packages(ROOT) == set(SETUPTOOLS["packages"])


def test_a_new_package_would_be_seen(tmp_path: Path) -> None:
    for folder in ("sutradhar", "graph/new"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "__init__.py").touch()
    (tmp_path / "sutradhar" / "graph").symlink_to("../graph")
    assert packages(tmp_path) == {"sutradhar", "sutradhar.graph.new"}


def test_every_folder_with_code_is_a_package() -> None:
    for part in PARTS:
        for folder, files in walk(ROOT / part):
            if any(file.suffix == ".py" for file in files):
                assert (folder / "__init__.py").is_file(), f"{folder} holds code but no __init__.py"


def test_every_data_file_is_declared() -> None:
    patterns = SETUPTOOLS["package-data"]["*"]
    for part in PARTS:
        here = [(folder, files) for folder, files in walk(ROOT / part)]
        declared = {
            file
            for folder, files in here
            if any(each.name == "__init__.py" for each in files)
            for pattern in patterns
            for file in folder.glob(pattern)
        }
        data = {file for _, files in here for file in files if file.suffix not in {".py", ".pyc"}}
        assert data <= declared, f"not in package-data: {sorted(map(str, data - declared))}"


def test_parts_lie_at_the_top_and_are_linked() -> None:
    for part in PARTS[1:]:
        assert SETUPTOOLS["package-dir"][f"sutradhar.{part}"] == part
        assert (ROOT / "sutradhar" / part).readlink() == Path("..") / part


# --- imports ----------------------------------------------------------------------------------------------------------


def imports(file: Path) -> Iterator[tuple[int, str]]:
    """Lines and names of the modules that a file imports, also within functions; a relative import begins with dots."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield node.lineno, module
            if module == "sutradhar":
                yield from ((node.lineno, f"sutradhar.{alias.name}") for alias in node.names)


@pytest.mark.parametrize("part", list(ALLOWED))
def test_imports_go_one_way(part: str) -> None:
    for _, files in walk(ROOT / part):
        for file in files:
            if file.suffix != ".py":
                continue
            for line, module in imports(file):
                where = f"{file.relative_to(ROOT)}:{line} imports {module}"
                assert not module.startswith("."), f"{where}: imports are absolute"
                first, _, rest = module.partition(".")
                assert first not in PARTS[1:], f"{where}: write sutradhar.{module}"
                if first == "sutradhar" and rest:
                    other = rest.partition(".")[0]
                    assert other in {"errors", "settings", "__version__"} | ALLOWED[part], f"{where}: not this way"


# --- nothing points outside -------------------------------------------------------------------------------------------

UPWARDS = re.compile(r"(?<![\w./])(?:\.\./)+[\w.\-/]*")
ELSEWHERE = re.compile("|".join(("/" + "work/", "/" + "home/", "/" + "root/", r"\bsha" + "red/")))
LINK = re.compile(r"(?<!\\)\]\(([^)#\s]+)(?:#[^)\s]*)?\)")


def texts() -> Iterator[tuple[Path, str]]:
    """All files of the repository that people write."""
    for folder, files in walk(ROOT):
        for file in [*files, *(folder.glob(".ci/*") if folder == ROOT else ())]:
            if file.suffix not in MINIFIED and not file.name.endswith(".min.js") and file.stat().st_size < 1_000_000:
                yield file, file.read_text("utf-8", errors="replace")


def test_no_path_leads_out_of_the_repository() -> None:
    faults = []
    for file, text in texts():
        for number, line in enumerate(text.splitlines(), 1):
            for found in UPWARDS.findall(line):
                target = (file.parent / found.rstrip(".")).resolve()
                if not target.is_relative_to(ROOT) and file != Path(__file__):
                    faults.append(f"{file.relative_to(ROOT)}:{number}: {found}")
            if found := ELSEWHERE.search(line):
                faults.append(f"{file.relative_to(ROOT)}:{number}: {found[0]}")
    assert not faults, "\n".join(faults)


def test_links_in_the_documentation_lead_somewhere() -> None:
    for file, text in texts():
        if file.suffix != ".md":
            continue
        for target in LINK.findall(text):
            if not re.match(r"[a-z]+:", target):
                assert (file.parent / target).exists(), f"{file.relative_to(ROOT)}: no {target}"
