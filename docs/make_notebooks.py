"""Make each notebook from its script: `python docs/make_notebooks.py`.

The bytes depend on what a notebook shows, not on when or where it was made.
"""

from __future__ import annotations

from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]


def make(script: Path) -> Path:
    """Execute a script in percent format and write it, with what it showed, beside it."""
    notebook = jupytext.read(script)
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    NotebookClient(notebook, timeout=300, record_timing=False, resources={"metadata": {"path": str(ROOT)}}).execute()
    notebook.metadata.pop("language_info", None)
    for cell in notebook.cells:
        if "outputs" in cell:  # what libraries grumble about is of this machine
            cell["outputs"] = [output for output in cell["outputs"] if output.get("name") != "stderr"]
    target = script.with_suffix(".ipynb")
    nbformat.write(notebook, target)
    return target


if __name__ == "__main__":
    for found in sorted((ROOT / "notebooks").glob("*.py")):
        print(make(found).relative_to(ROOT))
