"""The notebook of the documentation runs from its first cell to its last on the seeds, and shows what it promises."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "notebook.ipynb"


def test_the_notebook_runs_on_the_seeds(seeds_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUTRADHAR_STORE", seeds_store)
    notebook = nbformat.read(PAGE, as_version=4)
    nbformat.validate(notebook)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}).execute(
        env=os.environ | {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    )
    shown = [
        "".join(output.get("text", "") or output["data"]["text/plain"] for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]
    assert any("सर्गेई लावरोव" in each for each in shown)
    assert any("LIMIT 100" in each and "$" not in each for each in shown)
    assert any("«" in each for each in shown), "the search marks nothing"


def test_the_notebook_is_kept_without_output() -> None:
    """What it shows depends on the store; a stale answer is worse than none."""
    cells = nbformat.read(PAGE, as_version=4).cells
    assert all(not cell.outputs and cell.execution_count is None for cell in cells if cell.cell_type == "code")
