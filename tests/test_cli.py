"""The command line: what it prints for people and for programs, and how it leaves."""

import csv
import io
import json
from datetime import date

import click
import pytest
from click.testing import CliRunner

import hongmiao as hm
from hongmiao import screening
from hongmiao.cli import main
from hongmiao.policy import FIELDS, policy_paths, pool_policy
from hongmiao.queries import QUERIES
from small_district import PEOPLE, UNITS
from test_repository import ROOT

BAD = [
    *PEOPLE,
    ["P5", "赵六", "男", "1980-02-30", "中共党员", "", "B1"],
    ["P6", "钱七", "未明", "", "", "", "B9"],
]


@pytest.fixture
def run(home):
    """Runs one command on this test's data folder."""

    def invoke(*args, code: int = 0) -> str:
        result = CliRunner().invoke(main, [str(arg) for arg in args])
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result.output

    return invoke


@pytest.fixture
def loaded(run, csv_file):
    run("load", csv_file("units.csv", UNITS), csv_file("people.csv", PEOPLE))


@pytest.mark.parametrize("command", main.commands.values(), ids=lambda command: command.name)
def test_every_command_has_help_with_an_example(command):
    assert "hongmiao " + command.name in command.help


def test_a_clean_load_leaves_with_0_and_one_with_findings_with_1(run, csv_file):
    run("load", csv_file("units.csv", UNITS))
    assert "退回 2" in run("load", csv_file("people.csv", BAD), code=1)


def test_the_rows_that_came_back_load_once_they_are_mended(run, csv_file, home):
    run("load", csv_file("units.csv", UNITS))
    run("load", csv_file("people.csv", BAD), code=1)
    (copy,) = (home / "returned").glob("*.csv")
    head, *rows = csv.reader(io.StringIO(copy.read_text("utf-8-sig")))
    assert [row[head.index("人员编号")] for row in rows] == ["P5", "P6"]
    assert rows[0][0] == "6" and "1980-02-30" in rows[0][1]
    mended = (
        copy.read_text("utf-8-sig")
        .replace("1980-02-30", "1980-02-28")
        .replace("未明", "女")
        .replace("B9", "B1")
    )
    run("load", csv_file("mended.csv", mended))
    assert json.loads(run("info", "--json"))["rows"]["person"] == 6


def test_the_workbook_of_returned_rows_is_told_like_any_other(run, csv_file, home):
    run("load", csv_file("units.csv", UNITS))
    run("load", csv_file("people.csv", BAD), code=1)
    (book,) = (home / "returned").glob("*.xlsx")
    told = json.loads(run("check", book, "--json", code=1))
    assert [(f["line"], f["column"]) for f in told["findings"]] == [
        (2, "出生日期"),
        (3, "性别"),
        (3, "所在组织"),
    ]


def test_check_of_files_tells_all_and_stores_nothing(run, csv_file):
    told = json.loads(
        run("check", csv_file("units.csv", UNITS), csv_file("people.csv", BAD), "--json", code=1)
    )
    assert not told["stored"] and {f["line"] for f in told["findings"]} == {6, 7}
    assert json.loads(run("info", "--json"))["rows"]["unit"] == 0


def test_check_without_files_tells_of_contradictions_in_the_store(run, loaded, csv_file):
    assert "没有发现问题" in run("check")
    head = ["人员编号", "派驻单位编号", "岗位类别", "开始日期", "结束日期"]
    run("load", csv_file("posts.csv", [head, ["P1", "U4", "第一书记", "2018-01-01", ""]]))
    run("load", csv_file("more.csv", [head, ["P2", "U4", "第一书记", "2018-03-01", ""]]), code=1)
    assert "两名第一书记" in run("check", code=1)


def test_strict_is_all_or_nothing(run, csv_file):
    run("load", csv_file("units.csv", UNITS))
    assert "没有写入任何数据" in run("load", "--strict", csv_file("people.csv", BAD), code=1)
    assert json.loads(run("info", "--json"))["rows"]["person"] == 0


def test_info_for_programs_gives_path_last_load_and_rows_per_type(run, loaded, home):
    info = json.loads(run("info", "--json"))
    assert info["store"] == str(home / "hongmiao.db")
    assert info["rows"]["person"] == 4 and info["last_load"]["rows_in"] == 10


@pytest.mark.parametrize("style", ["table", "csv", "json", "xlsx"])
def test_query_answers_in_every_format(run, loaded, tmp_path, style):
    out = tmp_path / f"answer.{style}"
    run("query", "units", "--format", style, "--out", out)
    assert out.stat().st_size > 0
    if style == "json":
        assert [row["unit_id"] for row in json.loads(out.read_text())] == [
            "U1",
            "U2",
            "B1",
            "U4",
            "U3",
            "B2",
        ]


def test_query_alone_lists_every_question(run):
    listed = run("query")
    assert all(name in listed for name in QUERIES)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["query", "star_distrbution"], "star_distribution"),
        (["query", "units", "-p", "perod=1"], "perod"),
        (["query", "units", "-p", "novalue"], "名称=值"),
        (["query", "star_summary", "-p", "unit=柳湾"], "U4 柳湾村"),
        (["frobnicate"], "--help"),
        (["query", "units", "--format", "xlsx"], "--out"),
        (["load", "nowhere.csv"], "没有这个文件"),
        (["load", "--map", "nowhere", "units.csv"], "nowhere"),
        (["template", "perso"], "person"),
        (["serve", "--host", "0.0.0.0"], "口令"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_input_is_told_in_a_sentence_with_code_2(run, loaded, args, told):
    assert told in run(*args, code=2)


def test_asking_a_store_that_is_not_there_names_the_next_step(run):
    assert "hongmiao load" in run("info", code=2)


def test_demo_people_never_mix_with_real_ones(run, loaded):
    assert "不能混入" in run("demo", "--people", "60", code=2)


def test_demo_fills_an_empty_folder_and_can_be_made_again_at_another_size(run):
    run("demo", "--people", "80")
    run("demo", "--people", "60")
    assert json.loads(run("info", "--json"))["rows"]["person"] == 60


def test_the_words_are_english_where_english_is_asked_for(run, loaded, monkeypatch):
    monkeypatch.setenv("HONGMIAO_LANG", "en")
    assert "last load" in run("info")


def test_an_unforeseen_failure_shows_no_traceback_but_keeps_it(run, loaded, monkeypatch):
    monkeypatch.setattr(hm.Store, "info", lambda store: 1 / 0)
    (path,) = [
        word for word in run("info", code=2).replace("，", " ").split() if "hongmiao-" in word
    ]
    log = click.format_filename(path.removeprefix("详情写在"))
    with open(log, encoding="utf-8") as text:
        assert "ZeroDivisionError" in text.read()


def test_the_session_in_the_readme_is_what_the_command_prints(run, monkeypatch):
    monkeypatch.setenv("HONGMIAO_LANG", "en")
    monkeypatch.chdir(ROOT)
    said = run("load", "data/sample", code=1)
    text = (ROOT / "README.md").read_text("utf-8")
    shown = text.partition("$ hongmiao load data/sample\n")[2].partition("$ hongmiao info")[0]
    assert [line for line in said.splitlines() if "/returned/" not in line] == [
        line for line in shown.splitlines() if "/returned/" not in line
    ]


@pytest.fixture
def demo(demo_store, monkeypatch):
    """Runs one command on the 400 invented people."""
    monkeypatch.setenv("HONGMIAO_HOME", str(demo_store.path.parent))

    def invoke(*args, code: int = 0) -> str:
        result = CliRunner().invoke(main, ["screen", *args])
        assert result.exit_code == code and "Traceback" not in result.output, result.output
        return result.output

    return invoke


def test_screen_for_programs_gives_the_outcome_that_the_board_has(demo, demo_store):
    told = json.loads(demo("科级后备干部", "--as-of", "2018-06-30", "--set", "age=45", "--json"))
    outcome = screening.screen(
        demo_store, pool_policy("section_reserve"), date(2018, 6, 30), changed={"age": 45}
    )
    assert told == json.loads(json.dumps(screening.as_dict(outcome)))
    assert len(told["people"]) == told["summary"]["population"] > 0


def test_screen_alone_lists_every_pool_and_every_field(demo):
    said = demo()
    assert all(name in said for name in [*policy_paths(), *FIELDS])


def test_screen_for_people_says_the_day_the_example_the_change_and_the_figures(demo):
    said = demo("section_reserve", "--set", "age=45", "--set", "schooling=大专")
    for part in ("2018-06-30（库中最近", "示例", "年龄不超过 45 岁（政策规定不超过 35 岁）", "不低于 大专", "有据", "未通过"):  # fmt: skip
        assert part in said


@pytest.mark.parametrize("style", ["csv", "xlsx"])
def test_screen_files_every_person_with_the_reasons(demo, tmp_path, style):
    out = tmp_path / f"list.{style}"
    demo("section_reserve", "--format", style, "--out", str(out))
    if style == "csv":
        rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
        assert any("岁，要求不超过 35 岁" in row["未通过和不明的硬性条件"] for row in rows)
    assert out.stat().st_size > 0


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["sectoin_reserve"], "section_reserve"),
        (["section_reserve", "--set", "aeg=40"], "age"),
        (["section_reserve", "--set", "age"], "条件=值"),
        (["section_reserve", "--set", "age=forty"], "数字"),
        (["section_reserve", "--set", "schooling=大转"], "大专"),
        (["village_committee", "--set", "three_haves=1"], "age_from"),
        (["section_reserve", "--unit", "北河"], "北河镇"),
        (["section_reserve", "--as-of", "2018"], "--help"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_pool_condition_value_or_unit_of_screen_is_told_with_its_neighbours(demo, args, told):  # fmt: skip
    assert told in demo(*args, code=2)
