"""Reports that are run: made once, redone where something changed, told where something failed, the same everywhere."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch
from urllib.parse import unquote

import nbformat
import pytest
from click.testing import CliRunner

import hongmiao as hm
from hongmiao.cli import main
from hongmiao.errors import BadValue, NoStore, UnknownName
from hongmiao.reports import run
from hongmiao.reports.catalogue import find
from hongmiao.reports.folder_page import index_page
from hongmiao.reports.ledger import Ledger
from hongmiao.reports.making import Made
from report_notebooks import put

ASKED = {"period": "2018Q2"}
FORMATS = ("html", "xlsx")


@pytest.fixture(scope="module")
def brief(own_home):
    return put(own_home / "reports", "brief")


@pytest.fixture(scope="module")
def made(brief, tmp_path_factory):
    """The towns' reports, as the first run made them, with the notebooks that were executed."""
    folder = tmp_path_factory.mktemp("reports")
    summary = run("brief", folder, ASKED, each=["town"], formats=FORMATS, keep_notebook=True)
    assert not summary.of("failed"), summary.of("failed")
    assert len(summary.of("made")) == 2
    return folder


def times(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def again(folder: Path) -> dict[str, list[str]]:
    """Which units' reports the next run makes, and which it leaves."""
    summary = run("brief", folder, ASKED, each=["town"], formats=FORMATS, keep_notebook=True)
    return {s: [one.unit for one in summary.of(s)] for s in ("made", "fresh", "failed")}


def towns() -> list[str]:
    return hm.open_store().sql("SELECT unit_id FROM unit JOIN unit_tree USING (unit_id) WHERE kind = 'town' ORDER BY rank")["unit_id"].tolist()  # fmt: skip


def rename_somebody(below: str) -> None:
    """Change one record: the name of one person of a unit's subtree."""
    with hm.open_store().writing() as db:
        db.execute(
            """UPDATE person SET name = name || '改' WHERE person_id = (SELECT min(person_id) FROM person
               JOIN unit_tree USING (unit_id) JOIN unit_tree AS top ON unit_tree.rank BETWEEN top.rank AND top.last_rank
               WHERE top.unit_id = ?)""",
            [below],
        )


def test_a_folder_made_twice_is_not_touched_the_second_time(made):
    before = times(made)
    assert again(made) == {"made": [], "fresh": towns(), "failed": []}
    assert times(made) == before


def test_one_changed_record_redoes_exactly_the_report_it_touches(made):
    first, second = towns()
    (elsewhere,) = hm.open_store().sql("SELECT min(unit_id) AS u FROM unit WHERE kind = 'organ'")["u"]  # fmt: skip
    rename_somebody(elsewhere)
    assert again(made) == {"made": [], "fresh": [first, second], "failed": []}
    rename_somebody(second)
    before = times(made)
    assert again(made) == {"made": [second], "fresh": [first], "failed": []}
    name = dict(hm.open_store().db.execute("SELECT unit_id, name FROM unit"))
    changed = {file for file, when in times(made).items() if before.get(file) != when}
    assert {f"{name[second]}-简报-2018Q2.{form}" for form in FORMATS} <= changed
    assert not [file for file in changed if file.startswith(name[first])]


def test_a_file_that_is_gone_or_altered_is_made_again_as_it_was(made):
    first, second = sorted(made.glob("*.html"))[:2]
    page = next(path for path in (first, second) if path.name != "index.html")
    text = page.read_bytes()
    page.write_bytes(text + b"<!-- altered -->")
    report = json.loads((made / "reports.json").read_text("utf-8"))["reports"][page.stem]
    assert again(made)["made"] == [report["unit"]]
    assert page.read_bytes() == text


@pytest.mark.parametrize("what", ["policy", "notebook", "file", "parameters", "form"])
def test_what_a_report_is_made_of_counts(made, own_home, what, monkeypatch, tmp_path):
    from hongmiao.reports import many

    template, store, formats, values = find("brief"), hm.open_store(), FORMATS, dict(ASKED)
    folder = shutil.copytree(made, tmp_path / "copy")
    if what == "policy":
        (own_home / "policy").mkdir()
        (own_home / "policy/stars.toml").write_text("", "utf-8")
    elif what == "notebook":
        template = find(put(tmp_path, "brief", "1 + 1"))
    elif what == "file":
        for page in folder.glob("*.xlsx"):
            page.unlink()
    elif what == "parameters":
        values["times"] = 2
    else:
        formats = ("html", "pdf")
    work = many._Work(template, store, Ledger(folder), formats, 60, False)
    plans = many.planned(template, values, ["town"], store)
    shutil.rmtree(own_home / "policy", ignore_errors=True)
    assert len(plans) == 2 and not [plan for plan in plans if work.is_fresh(plan)]


def test_papermill_by_itself_gives_the_same_chapters(made, brief, tmp_path):
    from hongmiao.reports.document import Document

    unit = towns()[0]
    name = dict(hm.open_store().db.execute("SELECT unit_id, name FROM unit"))[unit]
    command = [sys.executable, "-m", "papermill", str(brief), str(tmp_path / "o.ipynb"), "-p", "unit", unit, "-p", "period", "2018Q2"]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    by_hand = Document.of(nbformat.read(tmp_path / "o.ipynb", 4))
    kept = Document.of(nbformat.read(made / f"{name}-简报-2018Q2.executed.ipynb", 4))
    assert by_hand == kept and len(kept.chapters) == 2


def test_a_cluster_of_two_workers_makes_the_same_files(made, tmp_path):
    from distributed import LocalCluster

    # A cluster sets numbers of threads in this process's environment, and leaves them there.
    with (
        patch.dict(os.environ),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
    ):
        where = cluster.scheduler_address.replace("tcp://", "dask://")
        summary = run("brief", tmp_path, ASKED, each=["town"], formats=FORMATS, executor=where)
    assert len(summary.of("made")) == 2, summary.outcomes
    names = [file for one in summary.outcomes for file in one.files]
    assert len(names) == 4
    assert all((tmp_path / name).read_bytes() == (made / name).read_bytes() for name in names)


def test_one_that_fails_does_not_stop_the_rest_and_its_older_files_stay(made, own_home, tmp_path):
    folder = shutil.copytree(made, tmp_path / "copy")
    unit, other = towns()
    template = put(tmp_path, "brief", f'assert unit != "{unit}", "<img src=x onerror=alert(1)>"')
    command = ["report", str(template), "--each", "town", "-p", "period=2018Q2", "--out", str(folder), "--json"]  # fmt: skip
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 1, result.output
    states = {one["unit"]: one["state"] for one in json.loads(result.stdout)["reports"]}
    assert states == {unit: "failed", other: "made"}
    (failed,) = folder.glob("*.failed.ipynb")
    stem = failed.name.removesuffix(".failed.ipynb")
    assert (folder / f"{stem}.html").read_bytes() == (made / f"{stem}.html").read_bytes()
    page = (folder / "index.html").read_text("utf-8")
    assert "AssertionError: &lt;img" in page and "<img" not in page and "上次生成的文件" in page


def test_every_link_of_the_index_leads_to_a_file_and_units_stand_in_tree_order(made):
    page = (made / "index.html").read_text("utf-8")
    links = [unquote(link) for link in re.findall(r'<a href="([^"]+)"', page)]
    assert len(links) == 6 and all((made / link).is_file() for link in links)
    names = [dict(hm.open_store().db.execute("SELECT unit_id, name FROM unit"))[u] for u in towns()]
    assert page.index(f"<td>{names[0]}") < page.index(f"<td>{names[1]}")
    assert not re.search(r'(src|href)="(https?:|//)', page)


def test_the_index_says_what_is_in_the_folder_though_files_were_taken_away(made, tmp_path):
    folder = shutil.copytree(made, tmp_path / "copy")
    for path in folder.glob("*.xlsx"):
        path.unlink()
    page = index_page(Ledger(folder), hm.open_store()).decode()
    assert page.count("文件缺失") == 2 and "XLSX" not in page and "HTML" in page


def test_a_list_of_the_folder_that_is_damaged_means_that_all_is_made_again(made, tmp_path):
    folder = shutil.copytree(made, tmp_path / "copy")
    for text in (
        "",
        "[]",
        '{"form": 1}',
        '{"form": 1, "questions": {}, "reports": {"a": 3}}',
        "\0",
    ):
        (folder / "reports.json").write_text(text, "utf-8")
        assert Ledger(folder).entries == {}


def test_two_runs_into_one_folder_keep_each_others_entries(made, tmp_path):
    folder = shutil.copytree(made, tmp_path / "copy")
    one, two = Ledger(folder), Ledger(folder)
    about = {"report": "x", "title": "x", "unit": None, "unit_name": "", "made_of": {}}
    one.put("one", Made(files={"html": b"1"}), **about)
    two.put("two", Made(files={"html": b"2"}), **about)
    one.save()
    two.save()
    assert {"one", "two"} <= Ledger(folder).entries.keys() and len(Ledger(folder).entries) == 4


def test_bad_names_and_values_are_told_before_anything_is_made(brief, tmp_path):
    for how in ({"formats": ["doc"]}, {"parameters": {"unot": "x"}}, {"each": ["house"]}):
        with pytest.raises((UnknownName, BadValue)):
            run("brief", tmp_path / "none", **how)
    result = CliRunner().invoke(main, ["report", "brief", "-p", "perid=2018Q2", "--out", str(tmp_path / "none")])  # fmt: skip
    assert result.exit_code == 2 and "period" in result.stderr
    assert not (tmp_path / "none").exists()


def test_without_a_store_there_is_nothing_to_report_on(home, tmp_path):
    with pytest.raises(NoStore):
        run(put(tmp_path, "brief"), tmp_path / "none")


def test_the_command_lists_reports_with_their_parameters_in_words(brief):
    told = CliRunner().invoke(main, ["report"]).output
    assert "brief  简报" in told and "-p unit=…  组织：编号或全名" in told and "--each town | village" in told  # fmt: skip
    listed = json.loads(CliRunner().invoke(main, ["report", "--json"]).output)
    times = next(p for r in listed if r["name"] == "brief" for p in r["parameters"] if p["name"] == "times")  # fmt: skip
    assert times == {"name": "times", "kind": "int", "default": 1, "about": "how often"}
