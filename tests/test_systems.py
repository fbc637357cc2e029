"""Every system of the programme is in README's table, and each link there opens rows of an invented district."""

import re
from pathlib import Path

import pytest

import hongmiao as hm
from test_overview import opened

ROOT = Path(__file__).parents[1]
READMES = {"README.md": "What it covers", "README.zh-CN.md": "覆盖范围"}
STAGES = {"S": 6, "T": 4, "D": 4, "U": 5, "P": 6}
SYSTEMS = [f"{stage}{n}" for stage, most in STAGES.items() for n in range(1, most + 1)]
SYSTEMS += ["项目化管理"]


def table(name: str) -> dict[str, list[str]]:
    """The links of each system in a README's table."""
    text = (ROOT / name).read_text("utf-8")
    section = text.split(f"## {READMES[name]}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return {row[0]: re.findall(r"\]\(([^)]+)\)", row[2]) for row in rows[2:]}


@pytest.mark.parametrize("name", READMES)
def test_every_system_of_the_programme_has_a_line_and_a_board(name):
    found = table(name)
    assert [*found] == SYSTEMS
    assert all(found.values())


def test_both_languages_lead_to_the_same_boards():
    first, second = map(table, READMES)
    assert first == second


@pytest.fixture(scope="module")
def district(new_district) -> hm.Store:
    """A district in which everything happens: a few hundred people elect nobody and send nobody to a hard post."""
    return new_district(2000)


LINKS = [(system, link) for system, links in table("README.md").items() for link in links]


@pytest.mark.parametrize(("system", "link"), LINKS)
def test_a_system_shows_its_rows_where_the_table_says(district, system, link):
    notebook = ROOT / link.partition("?")[0]
    assert notebook.exists()
    state = opened(district, link.removeprefix("dashboards/"))
    assert len(state.leaf(limit=5)) > 0
