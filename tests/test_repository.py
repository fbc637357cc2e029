"""Laws of the tree: one set of dependencies told three times alike, nothing astray, nothing private."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import hongmiao

ROOT = Path(__file__).parents[1]
AGREED = {
    "notebooks", "docs", "lib", "data", "dashboards", "tests", "environment.yml", "README.md", "README.zh-CN.md",
    "CHANGELOG.md", "LICENSE", "Makefile", "pyproject.toml", "requirements.lock",
}  # fmt: skip
CONDA_NAMES = {
    "jupyter-server": "jupyter_server",
    "playwright": "playwright-python",
    "typst": "typst-py",
}
OUTSIDE = re.compile(
    r"cdn\.jsdelivr|unpkg\.com|esm\.sh|cdnjs|fonts\.(googleapis|gstatic)|googletagmanager"
)


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def wanted() -> dict[str, Requirement]:
    """Every requirement of the package and of its tests, by name."""
    lines = [*project()["dependencies"], *project()["optional-dependencies"]["test"]]
    return {canonicalize_name(found.name): found for found in map(Requirement, lines)}


def lock_lines() -> list[str]:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def conda() -> dict:
    return yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))


def test_every_requirement_is_locked_to_a_version_in_its_range():
    locked = {canonicalize_name(found.name): found for found in map(Requirement, lock_lines())}
    for name, requirement in wanted().items():
        version = next(iter(locked[name].specifier)).version
        assert requirement.specifier.contains(version), f"{name} {version}: run `make lock`"


def test_a_lock_line_is_a_name_and_a_version_and_nothing_else():
    plain = re.compile(r"[a-z0-9.-]+==[0-9][0-9A-Za-z.]*( ; [a-z_]+ [<>=!]+ \S+)?")
    assert not [line for line in lock_lines() if not plain.fullmatch(line)]
    assert lock_lines() == sorted(lock_lines(), key=lambda line: line.split("==")[0])


def test_conda_gets_the_same_packages_in_the_same_ranges():
    listed = [item for item in conda()["dependencies"] if isinstance(item, str) and item != "pip"]
    listed += conda()["dependencies"][-1]["pip"][1:]
    expected = {
        CONDA_NAMES.get(name, name): str(found.specifier) for name, found in wanted().items()
    }
    expected["python"] = project()["requires-python"]
    assert {found.name: str(found.specifier) for found in map(Requirement, listed)} == expected


def test_conda_takes_its_packages_from_conda_forge_only_and_the_project_in_place():
    assert conda()["channels"] == ["conda-forge", "nodefaults"]
    assert conda()["dependencies"][-1]["pip"][0] == "-e ."


@pytest.mark.parametrize(
    "name", ["requirements.lock", "environment.yml", "pyproject.toml", "Makefile", ".ci/run"]
)
def test_no_address_and_no_path_of_a_machine_stands_in_what_installs(name):
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(
        r"https?://|file://|--(extra-)?index-url|--find-links|/(root|home|opt|work|Users)/", text
    )


def test_the_top_level_holds_what_was_agreed():
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found <= AGREED, f"not of the agreed layout: {found - AGREED}"


def test_a_notebook_keeps_no_outputs_but_those_to_be_compared():
    for path in (
        path for folder in ("notebooks", "dashboards") for path in (ROOT / folder).rglob("*.ipynb")
    ):
        cells = (
            []
            if ".ipynb_checkpoints" in path.parts
            else json.loads(path.read_text("utf-8"))["cells"]
        )
        kept = [
            cell
            for cell in cells
            if cell.get("outputs") and "NBVAL_CHECK_OUTPUT" not in "".join(cell["source"])
        ]
        assert not kept, f"clear the outputs of {path.name}: records leak through them"


def test_the_readmes_recipe_is_the_notebook_that_runs_it_in_thirty_lines():
    book = json.loads((ROOT / "notebooks/06_a_dashboard_of_your_own.ipynb").read_text("utf-8"))
    cell = next("".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code")
    readme = (ROOT / "README.md").read_text("utf-8")
    recipe = readme.partition("### Add a dashboard")[2].partition("```python\n")[2]
    assert recipe.partition("\n```")[0] == cell
    assert len([line for line in cell.splitlines() if line.strip()]) < 30


def test_what_is_served_comes_from_no_outside_host():
    pages = [
        p for folder in ("lib", "dashboards") for p in (ROOT / folder).rglob("*") if p.is_file()
    ]
    found = [
        p.name
        for p in pages
        if "__pycache__" not in p.parts and OUTSIDE.search(p.read_text("utf-8", "ignore"))
    ]
    assert not found


def test_the_changelog_opens_with_the_version_of_the_package():
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == hongmiao.__version__
