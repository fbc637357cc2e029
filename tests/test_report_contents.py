"""What reports say: the boards' own numbers, sentences that the numbers carry, and words where there is nothing."""

import re
import sqlite3

import pytest

import hongmiao as hm
from hongmiao.boards.conditions_board import Conditions
from hongmiao.boards.hours_board import Hours
from hongmiao.boards.placements_board import Placements
from hongmiao.boards.stars_board import Stars
from hongmiao.boards.training_board import Training
from hongmiao.errors import BadValue, UnknownName
from hongmiao.locale import words
from hongmiao.reports.paper import period_days
from hongmiao.reports.pool_round import PoolRound
from hongmiao.reports.sentences import counted
from hongmiao.reports.training_year import TrainingYear
from hongmiao.reports.unit_quarter import UnitQuarter

CHAPTERS = {
    UnitQuarter: ("summary", "stars", "training", "placements", "attention", "notes"),
    TrainingYear: ("summary", "plan", "coverage", "courses", "hours", "notes"),
    PoolRound: ("summary", "conditions", "steps", "outcome", "left_out", "shortlist", "notes"),
}
HAN = re.compile("[㐀-鿿]")


def written(report) -> list[dict]:
    """Every chapter of a report as plain data."""
    return [getattr(report, name)().as_dict() for name in CHAPTERS[type(report)]]


def parts(chapters: list[dict], kind: str) -> list[dict]:
    return [part for chapter in chapters for part in chapter["parts"] if part["kind"] == kind]


def sentences(chapters: list[dict]) -> list[str]:
    return [one["text"] for part in parts(chapters, "findings") for one in part["sentences"]]


def values(tiles) -> dict[str, str]:
    return {
        one["label"] if isinstance(one, dict) else one.label: one["value"] if isinstance(one, dict) else one.value
        for one in tiles
    }  # fmt: skip


@pytest.fixture(scope="module")
def quarter(demo_store):
    return UnitQuarter(demo_store)


@pytest.fixture(scope="module")
def pages(quarter) -> list[dict]:
    """The chapters of the district's quarter."""
    return written(quarter)


def said(report) -> list[str]:
    """All sentences of a report, those of the cover and those of the chapters."""
    return [one.text for one in report.findings]


# Numbers.


def test_the_quarter_says_the_numbers_of_the_boards(demo_store, pages):
    shown = {}
    for part in parts(pages, "numbers"):
        shown |= values(part["tiles"])
    boards = values(Stars(demo_store, "zh").tiles()) | values(Training(demo_store, "zh").tiles())
    boards |= values(Placements(demo_store, "zh").tiles())
    known = shown.keys() & boards.keys()
    assert {
        "参评人数",
        "五星占比",
        "未评",
        "完成人次",
        "已开训人次",
        "逾期未完成",
        "已派驻",
    } <= known
    assert {name: shown[name] for name in known} == {name: boards[name] for name in known}
    assert shown["学时已达标"] == values(Hours(demo_store, "zh").tiles())["已达标"]


@pytest.mark.parametrize("kind", ["district", "town", "village", "branch"])
def test_hours_and_training_up_to_the_day_of_the_data_are_the_boards_for_any_unit(demo_store, kind):
    unit = demo_store.sql("SELECT min(unit_id) AS id FROM unit WHERE kind = :kind", kind=kind)
    unit = unit["id"].iloc[0]
    report, board = UnitQuarter(demo_store, unit), Hours(demo_store, "zh", unit=unit)
    keys = ["unit_id", "duty", "standing", "gap", "way"]
    mine = report.hours_state.people().groupby(keys)[["persons", "due", "credit", "missing"]].sum()
    theirs = board.people().groupby(keys)[["persons", "due", "credit", "missing"]].sum()
    assert mine.to_dict() == theirs.to_dict()
    now = Training(demo_store, "zh", unit=unit).ask("training_summary").iloc[0]
    mine = report.people[["started", "completed", "overdue", "overdue_mandatory"]].sum()
    assert mine.to_dict() == {name: now[name] for name in mine.index}
    assert report._reach() == (now["finished"], now["covered"], now["target"])


def test_an_earlier_quarter_knows_nothing_of_what_was_completed_later(demo_store):
    early, late = (UnitQuarter(demo_store, "", period) for period in ("2018Q1", "2018Q2"))
    asked = "SELECT count(*) AS n FROM best_attempt AS done JOIN course USING (course_id) WHERE status = 'completed' AND substr(start_date, 1, 4) = '2018' AND coalesce(completed_date, end_date, start_date) <= :day"
    for report in (early, late):
        expected = demo_store.sql(asked, day=report.day)["n"].iloc[0]
        assert report.people["completed"].sum() == expected
    gained = late.people["completed"].sum() - early.people["completed"].sum()
    assert late.people["lately"].sum() == gained > 0
    hours = [report.hours_state.everyone["credit"].sum() for report in (early, late)]
    assert hours[0] <= hours[1]


def test_the_year_and_the_round_say_the_numbers_of_the_boards(demo_store):
    year = TrainingYear(demo_store)
    shown = values(parts([year.summary().as_dict()], "numbers")[0]["tiles"])
    assert shown == values(Training(demo_store, "zh").tiles())
    courses = year.course_frame.set_index("course_id")[["enrolled", "completed"]].astype(int)
    board = Training(demo_store, "zh").ask("training_courses").set_index("course_id")
    assert courses.sort_index().equals(board[["enrolled", "completed"]].astype(int).sort_index())
    pool = PoolRound(demo_store, "section_reserve")
    shown = values(parts([pool.summary().as_dict()], "numbers")[0]["tiles"])
    assert shown == values(Conditions(demo_store, "zh", pool="section_reserve").tiles())
    tables = [pool.shortlist().as_dict(), pool.outcome().as_dict()]
    lists = {part["title"]: part for part in parts(tables, "rows")}
    assert lists["择优名单"]["total"] == pool.figures["chosen"]
    assert lists["只差一条的人员"]["total"] == pool.figures["near_misses"]


# Sentences.


def changed(store, tmp_path, sql: str):
    """A copy of a store with its records changed, its rollups made anew."""
    path = tmp_path / "changed.db"
    with sqlite3.connect(store.path) as source, sqlite3.connect(path) as copy:
        source.backup(copy)
    other = hm.open_store(path)
    with other.writing() as db:
        db.executescript(sql) if ";" in sql else db.execute(sql)
        from hongmiao.tables import rebuild

        rebuild(db)
    return hm.open_store(path)


def test_equal_shares_are_called_equal(demo_store, tmp_path):
    same = "UPDATE star_rating SET (status, stars) = (SELECT was.status, was.stars FROM star_rating AS was WHERE was.person_id = star_rating.person_id AND was.period = '2018Q1') WHERE period = '2018Q2' AND EXISTS (SELECT 1 FROM star_rating AS was WHERE was.person_id = star_rating.person_id AND was.period = '2018Q1')"
    gone = "DELETE FROM star_rating WHERE period IN ('2018Q1', '2018Q2') AND person_id IN (SELECT person_id FROM star_rating WHERE period IN ('2018Q1', '2018Q2') GROUP BY 1 HAVING count(*) = 1)"
    store = changed(demo_store, tmp_path, f"{same};{gone};")
    told = said(UnitQuarter(store))
    assert any("持平" in one for one in told) and not any("百分点" in one for one in told)


def test_too_many_five_stars_are_said_with_how_many_and_who_drives_them(demo_store, tmp_path):
    town = demo_store.sql(
        "SELECT group_id, group_name FROM star_count JOIN unit_group USING (unit_id) WHERE scope_id = '' AND status = 'rated' AND period = '2018Q2' AND group_id <> 'organ' GROUP BY 1 ORDER BY sum(persons) DESC LIMIT 1"
    ).iloc[0]
    sql = f"UPDATE star_rating SET stars = 5 WHERE status = 'rated' AND period = '2018Q2' AND person_id IN (SELECT person_id FROM person JOIN unit_group USING (unit_id) WHERE scope_id = '' AND group_id = '{town['group_id']}')"
    report = UnitQuarter(changed(demo_store, tmp_path, sql))
    told = " ".join(said(report))
    assert re.search(
        f"五星占比比上期（2018 年第一季度）提高 [0-9.]+ 个百分点，主要来自{town['group_name']}",
        told,
    )
    assert f"超出指导比例：{town['group_name']}（100.0%）" in told


def test_few_people_have_no_share_no_mean_and_no_verdict(demo_store, tmp_path):
    branch = demo_store.sql("SELECT unit_id, sum(persons) AS n FROM star_count JOIN unit USING (unit_id) WHERE kind = 'branch' AND status = 'rated' AND period = '2018Q2' GROUP BY 1 HAVING n BETWEEN 1 AND 4 LIMIT 1").iloc[0]  # fmt: skip
    report = UnitQuarter(demo_store, branch["unit_id"])
    chapters = written(report)
    tiles = values(parts([chapters[0]], "numbers")[0]["tiles"])
    assert tiles["五星占比"] == "—"
    told = " ".join(sentences(chapters))
    assert f"参评 {branch['n']} 人，不足 5 人，不计算占比和平均星级" in told
    assert not re.search("宽松|偏松|超出指导|平均 [0-9]", told)
    assert "星级构成" not in str([part["title"] for part in parts(chapters, "chart")])


@pytest.mark.parametrize("report", CHAPTERS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_unit_with_nothing_recorded_says_so_in_words(demo_store, tmp_path, report, lang):
    sql = "INSERT INTO unit (unit_id, name, kind, parent_id) SELECT 'ZZ1', '空白村', 'village', unit_id FROM unit WHERE kind = 'town' LIMIT 1"
    store = changed(demo_store, tmp_path, sql)
    chapters = written(report(store, unit="ZZ1", lang=lang))
    text = " ".join(sentences(chapters))
    assert ("没有" if lang == "zh" else "no") in text
    assert not re.search(r"nan|NaT|None|\b0\.0%|—%", str(parts(chapters, "findings")))
    assert not parts(chapters, "chart") or report is UnitQuarter


@pytest.mark.parametrize("report", CHAPTERS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_store_with_nothing_in_it_makes_a_report_that_says_so(store, report, lang):
    chapters = written(report(store, lang=lang))
    assert sentences(chapters) and not parts(chapters, "chart")
    assert not re.search(r"nan|NaT|\bNone\b|\{\w+\}", str(chapters))


@pytest.mark.parametrize("report", CHAPTERS)
def test_an_english_report_has_no_chinese_but_data(demo_store, report):
    chapters = written(report(demo_store, lang="en"))
    text = str([
        [chapter["title"], chapter["subtitle"], *(part.get("title", "") for part in chapter["parts"]), *(part.get("subtitle", "") for part in chapter["parts"])]
        for chapter in chapters
    ]) + " ".join(sentences(chapters))  # fmt: skip
    data = {*demo_store.sql("SELECT name FROM unit")["name"], *demo_store.sql("SELECT DISTINCT step FROM selection_step")["step"]}  # fmt: skip
    for name in sorted(data, key=len, reverse=True):
        text = text.replace(name, "").replace(name.replace("“", "‘").replace("”", "’"), "")
    assert not HAN.search(text)


def test_one_of_something_is_said_as_one():
    assert counted("persons", 1, "en") == "1 person" and counted("persons", 2, "en") == "2 people"
    assert counted("hours", 1234.4, "zh") == "1,234 学时"
    nouns = {key.split(".")[2] for key in words("en") if key.startswith("report_paper.count.")}
    assert all(counted(noun, 1, "en") != counted(noun, 2, "en").replace("2", "1") for noun in nouns)


def test_every_word_of_the_reports_is_used():
    import hongmiao.reports

    folder = hongmiao.reports.__path__[0]
    from pathlib import Path

    code = "\n".join(path.read_text("utf-8") for path in Path(folder).glob("*.py"))
    keys = [key for key in words("zh") if re.match(r"report_(paper|hours|quarter|year|pool)\.", key)]  # fmt: skip
    built = r"\.count\.|_(head|term|term_about|posts)$|\.scored_|\.quota_|\.done_|\.coming_"
    assert not [key for key in keys if key.rpartition(".")[2] not in code and not re.search(built, key)]  # fmt: skip


# Whom a report asks.


def test_the_cover_tells_the_weightiest_and_the_chapters_the_rest(quarter, pages):
    found = sorted(quarter.findings, key=lambda one: -one.weight)
    assert sentences(pages[:1]) == [one.text for one in found[:6]]
    rest = sentences(pages[1:])
    assert set(rest) >= {one.text for one in found[6:]}


def test_people_are_named_in_the_tables_alone_and_no_number_of_theirs_is_there(demo_store, pages):
    names = {*demo_store.sql("SELECT name FROM person")["name"]}
    told = " ".join(sentences(pages))
    assert not [name for name in names if len(name) > 2 and name in told]
    people, text = demo_store.sql("SELECT person_id FROM person")["person_id"], str(pages)
    assert not [one for one in people if one in text]


def test_a_record_elsewhere_leaves_a_units_quarter_as_it_was(demo_store, tmp_path):
    town, other = demo_store.sql("SELECT unit_id FROM unit WHERE kind IN ('town', 'street') ORDER BY 1 LIMIT 2")["unit_id"]  # fmt: skip
    sql = f"UPDATE enrolment SET hours_done = 1 WHERE person_id IN (SELECT person_id FROM person JOIN unit_tree USING (unit_id) WHERE town_id = '{other}')"
    store = changed(demo_store, tmp_path, sql)
    for unit, same in ((town, True), (other, False)):
        now, was = UnitQuarter(store, unit), UnitQuarter(demo_store, unit)
        assert (said(now) == said(was)) is same
        assert (now.attention().as_dict() == was.attention().as_dict()) is same


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2018Q1", ("2018-01-01", "2018-03-31")),
        ("2018H2", ("2018-07-01", "2018-12-31")),
        ("2020-02", ("2020-02-01", "2020-02-29")),
        ("2018", ("2018-01-01", "2018-12-31")),
    ],
)
def test_a_period_has_a_first_and_a_last_day(period, days):
    assert period_days(period) == days


def test_a_period_that_is_none_and_a_unit_that_is_nowhere_are_told(demo_store):
    with pytest.raises(BadValue):
        UnitQuarter(demo_store, "", "2018Q5")
    with pytest.raises(UnknownName):
        UnitQuarter(demo_store, "没有这个村")
