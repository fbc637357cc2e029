"""Laws of the house: rooms import leftwards, every module says what it is, nothing heavy comes in by the door."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import hongmiao

HOUSE = Path(hongmiao.__file__).parent
ROOMS = [room for line in hongmiao.__doc__.split(":\n\n")[-1].splitlines() for room in line.split()]
MODULES = sorted(path for path in HOUSE.rglob("*.py"))


def name_of(path: Path) -> list[str]:
    return ["hongmiao", *path.relative_to(HOUSE).with_suffix("").parts]


def rooms_entered(path: Path) -> set[str]:
    """The rooms that a module imports from, wherever in it the import stands."""
    found, package = set(), name_of(path)[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = base + (node.module.split(".") if node.module else [])
            found |= {
                tuple([*base, alias.name][:2]) if len(base) == 1 else tuple(base[:2])
                for alias in node.names
            }
        elif isinstance(node, ast.Import):
            found |= {tuple(alias.name.split(".")[:2]) for alias in node.names}
    return {name[1] for name in found if name[0] == "hongmiao" and len(name) > 1} - {"__version__"}


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).with_suffix("").parts[0]


def test_the_plan_of_the_house_names_every_room_and_no_other():
    standing = {
        path.stem if path.suffix == ".py" else path.name
        for path in HOUSE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert standing - {"__init__"} <= set(ROOMS), (
        "name it in the docstring of hongmiao/__init__.py, left of those that use it"
    )
    assert len(ROOMS) == len(set(ROOMS))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: "/".join(name_of(path)[1:]))
def test_a_module_opens_with_a_sentence_and_imports_only_from_rooms_to_its_left(path):
    tree = ast.parse(path.read_text("utf-8"))
    assert (ast.get_docstring(tree) or "").strip(), "a module opens with one plain sentence"
    room = room_of(path)
    if room != "__init__":
        allowed = set(ROOMS[: ROOMS.index(room) + 1])
        assert rooms_entered(path) <= allowed, f"{room} may use {allowed}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: "/".join(name_of(path)[1:]))
def test_no_file_and_few_functions_are_too_long_to_be_held_in_the_head(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) < 300
    functions = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in functions
        if node.end_lineno - node.lineno + 1 > 45
    ]
    assert not long


def test_nobody_is_called_utils():
    assert not [
        path
        for path in MODULES
        if path.stem in {"utils", "util", "common", "helpers", "helper", "manager", "misc"}
    ]


def test_the_house_opens_without_charts_and_widgets():
    heavy = "{'altair', 'ipywidgets', 'anywidget', 'voila', 'IPython', 'jupyter_server', 'faker'}"
    code = f"import sys, hongmiao; print(*({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
