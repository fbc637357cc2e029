"""The dossier: everything dated of one person and of nobody else, the boards' own numbers, and every opening written down."""

import json
import sqlite3
from itertools import combinations

import nbformat
import pytest
from pypdfium2 import PdfDocument

import hongmiao as hm
from hongmiao import access, reports
from hongmiao.boards.account_board import Account
from hongmiao.boards.conditions_board import Conditions
from hongmiao.boards.dossier_board import Dossier
from hongmiao.boards.hours_board import Hours
from hongmiao.boards.life import Life, last_day
from hongmiao.boards.stars_board import Stars
from hongmiao.boards.vacancies_board import Vacancies
from hongmiao.errors import BadValue, UnknownName
from hongmiao.locale import LANGUAGES, word
from hongmiao.records import RECORD_TYPES, Record
from hongmiao.records.base import day, ident, person
from hongmiao.reports.document import Document, as_pdf
from hongmiao.reports.parameters import checked
from hongmiao.reports.parts import MIME
from hongmiao.widgets import Card, ChartView, FilterBar, LinkState, Sheet, Table, Tiles
from report_notebooks import copy_store

CHAPTERS = ("summary", "history", "records", "outlook", "timeline", "notes")


def part(page, kind):
    return [w for child in page.children for w in (child, *getattr(child, "children", ())) if isinstance(w, kind)]  # fmt: skip


def shown(page) -> str:
    """All that a page was told, as text."""
    parts = [*part(page, (Sheet, Table, Tiles, ChartView, FilterBar, LinkState, Card)), page.head]
    told = [{n: v for n, v in one.get_state().items() if n not in ("_esm", "_css", "words", "units")} for one in parts]  # fmt: skip
    return json.dumps(told, ensure_ascii=False, default=str)


@pytest.fixture(scope="module")
def people(demo_store) -> list[str]:
    """Those of whom most kinds of records are known, and somebody of whom little is."""
    kinds = [f"SELECT person_id, '{t}' AS kind FROM [{t}] WHERE person_id NOT NULL" for t in RECORD_TYPES if "person_id" in RECORD_TYPES[t].fields()]  # fmt: skip
    found = demo_store.sql(f"SELECT person_id FROM ({' UNION ALL '.join(kinds)}) GROUP BY 1 ORDER BY count(DISTINCT kind) DESC, count(*) DESC, 1")  # fmt: skip
    return [*found["person_id"].head(8), found["person_id"].iloc[-1]]


def dated(store, person_id: str) -> dict[tuple[str, str], set[str]]:
    """Every row that refers to a person, read anew off the record types: (type, key) -> its days."""
    found = {}
    for table, kind in RECORD_TYPES.items():
        columns = [n for n, to in kind.references().items() if to == "person"] + ["person_id"] * (table == "person")  # fmt: skip
        for column in columns:
            rows = store.sql(f'SELECT * FROM "{table}" WHERE "{column}" = :who', who=person_id)
            for row in rows.astype(object).where(rows.notna(), None).to_dict("records"):
                days = {str(row[n]) for n, f in kind.fields().items() if f.kind == "date" and row[n]}  # fmt: skip
                days |= {last_day(row[n]) for n, f in kind.fields().items() if f.kind == "period" and row[n]}  # fmt: skip
                found["|".join([table, *(str(row[n]) for n in kind.primary_key())])] = days
    return found


def test_every_dated_record_of_a_person_stands_in_the_timeline(demo_store, people):
    seen = set()
    for one in people:
        told: dict[str, set[str]] = {}
        for event in Dossier(demo_store, person=one).somebody.events:
            told.setdefault(f"{event.table}|{event.key}", set()).add(event.day)
        rows = dated(demo_store, one)
        assert told.keys() == rows.keys(), "each row, and no other"
        assert all(told[row] == days or (not days and len(told[row]) == 1) for row, days in rows.items())  # fmt: skip
        seen |= {row.split("|")[0] for row in rows}
    about_people = {t for t, kind in RECORD_TYPES.items() if "person" in kind.references().values()}
    assert about_people - {"vacancy"} <= seen


class Medal(Record):
    """A record type of tomorrow."""

    zh, en = "奖章", "Medal"
    medal_id = ident("奖章编号", "Medal ID")
    person_id = person()
    given_date = day("授予日期", "Given on")


def test_a_new_record_type_with_a_person_is_found_by_itself(district, store, monkeypatch):
    with sqlite3.connect(store.path) as db:
        db.execute("CREATE TABLE medal (medal_id, person_id, given_date, source_id, source_line)")
        db.execute("INSERT INTO medal VALUES ('M1', 'P1', '2018-05-04', NULL, NULL)")
    monkeypatch.setitem(RECORD_TYPES, "medal", Medal)
    line = Dossier(store, person="P1").timeline().iloc[0]
    assert (line["day"], line["kind"], line["what"]) == ("2018-05-04", "奖章", "授予日期")


def test_the_timeline_runs_from_the_newest_to_the_oldest(demo_store, people):
    for one in people:
        days = Dossier(demo_store, person=one).timeline()["day"].tolist()
        assert days == sorted(days, reverse=True)


# Namesakes.


def test_namesakes_are_never_mixed(demo_store):
    same = demo_store.sql("SELECT name, group_concat(person_id) AS ids FROM person GROUP BY name HAVING count(*) > 1 LIMIT 12")  # fmt: skip
    assert len(same) > 3
    for ids in same["ids"].str.split(","):
        rows = [{(e.table, e.key) for e in Life(demo_store, one, "zh").events} for one in ids]
        assert not any(one & other for one, other in combinations(rows, 2))


def test_namesakes_are_told_apart_where_one_is_chosen(district, store):
    state = Dossier(store)
    found = state.leaf(0, 20, "", False, "张三")
    assert found[["person_id", "unit", "born"]].to_numpy().tolist() == [["P1", "第一党支部", "1985"], ["P4", "第一党支部", "1992"]]  # fmt: skip
    with pytest.raises(BadValue, match="P1 第一党支部 1985、P4"):
        reports.Dossier(store, "张三")
    assert reports.Dossier(store, "李四").person == "P2"


def test_a_search_lists_nobody_without_a_text_and_never_more_than_twenty(demo_store):
    state = Dossier(demo_store)
    assert state.leaf().empty
    assert len(state.leaf(search="P")) == 20 == state.leaf(0, 5, "", False, "P")["total"].iloc[0]


# Numbers.


def test_a_later_failing_attempt_does_not_hide_an_earlier_completion(
    load, district, store, csv_file
):
    courses = [
        ["班次编号", "班次名称", "培训层级", "学时", "开始日期", "培训方式"],
        ["C1", "示范班", "党员", "40", "2018-03-01", "线下"],
    ]
    taken = [["人员编号", "班次编号", "次序", "参训状态", "完成学时", "完成日期"], ["P1", "C1", "1", "已完成", "40", "2018-03-05"], ["P1", "C1", "2", "未通过", "3", "2018-06-05"]]  # fmt: skip
    report = load(csv_file("c.csv", courses), csv_file("e.csv", taken))
    assert not [one for one in report.findings() if one.severity == "error"], [one.reason() for one in report.findings()]  # fmt: skip
    state = Dossier(hm.open_store(), person="P1")
    assert state.hours()["credit"].tolist() == [40] and state.tiles()[1].value == "40"
    days = state.timeline().query("kind == '参训'")["day"].tolist()
    assert days == ["2018-06-05", "2018-03-05"]


def test_the_numbers_of_a_dossier_are_those_of_the_boards(demo_store, people):
    vacancies = Vacancies(demo_store).people().set_index("person_id")["fitting"]
    account, seen = Account(demo_store), 0
    for one in people:
        state = Dossier(demo_store, person=one)
        hours = Hours(demo_store)
        owed = hours.ask("hours_people", search=one).query("person_id == @one")
        own = state.hours().query("year == @hours.year")
        for name in ("due", "credit", "missing") if len(owed) else ():
            assert own[name].item() == pytest.approx(owed[name].item())
        for period in state.ratings().itertuples():
            row = Stars(demo_store, period=period.period).ask("star_people", search=one).query("person_id == @one")  # fmt: skip
            assert row["stars"].fillna(0).item() == (0 if period.stars != period.stars else period.stars)  # fmt: skip
        for quarter in state.points().itertuples():
            account.period = quarter.period
            row = account.ask("account_people", search=one).query("person_id == @one")
            assert row["balance"].tolist() in ([], [pytest.approx(quarter.balance)])
            seen += len(row)
        assert sum(fit[1] == "now" for fit in state.fits()) == vacancies.get(one, 0)
    assert seen


def test_whoever_the_vacancies_call_ready_is_so_in_the_dossier(demo_store):
    for line in Vacancies(demo_store).people().head(4).itertuples():
        fits = Dossier(demo_store, person=line.person_id).fits()
        assert {post.vacancy_id for post, ready, *_ in fits if ready == "now"} == {*line.posts.split()}  # fmt: skip


def test_the_conditions_of_any_pool_are_judged_as_the_board_judges(demo_store, people):
    board = Conditions(demo_store)
    for pool in board.policies:
        board.pool = pool
        known = dict(board.outcome.people.select("person_id", "verdict").iter_rows())
        for one in people[:4]:
            verdict, parts = Dossier(demo_store, person=one, pool=pool).judged()
            said = word(f"screen.{known[one]}") if one in known else word("dossier.not_looked_at")
            assert verdict.startswith(said) and all(part["reason"] for part in parts)


def test_what_the_checks_found_in_any_row_of_a_person_is_told(load, district, store, csv_file):
    posts = [["人员编号", "派驻单位", "开始日期", "岗位类别", "结束日期"], ["P1", "U4", "2018-01-01", "第一书记", "2018-12-31"], ["P1", "U2", "2018-03-01", "墩苗锻炼", "2018-09-30"], ["P2", "U4", "2017-01-01", "墩苗锻炼", "2017-06-30"]]  # fmt: skip
    load(csv_file("posts.csv", posts))
    state = Dossier(hm.open_store(), person="P1")
    stored = store.sql("SELECT count(*) AS n FROM open_finding WHERE row_key LIKE 'P1|%'")["n"][0]
    assert len(state.findings()) == stored == int(state.tiles()[5].value) >= 2
    assert Dossier(hm.open_store(), person="P2").findings().empty


# Who may see what, and who is told of it.


@pytest.fixture
def log(store):
    return lambda: [(line["person"], line["how"]) for line in access.entries(store.path.parent)]


def test_each_person_opened_is_written_down_once_for_a_page(district, store, log, monkeypatch):
    monkeypatch.setenv("QUERY_STRING", "person=P1")
    page = hm.boards.dossier(store)
    bar = part(page, FilterBar)[0]
    assert log() == [("P1", "dossier")] and word("dossier.recorded") in part(page, Sheet)[0].note
    for who in ("P2", "P1", None, "P1"):
        bar.values = {**bar.values, "person": who}
    assert log() == [("P1", "dossier"), ("P2", "dossier")]


def test_a_row_of_the_search_opens_the_dossier_and_no_card(district, store, log):
    page = hm.boards.dossier(store)
    table, link, card = (part(page, kind)[0] for kind in (Table, LinkState, Card))
    table.search = "张三"
    table._receive(table, {"want": "open", "key": table.rows[1][0]}, [])
    assert link.query == {"person": "P4"} and not card.shown and log() == [("P4", "dossier")]
    assert table.tab == "timeline" and table.search == ""


def test_a_meeting_shows_nobody_and_says_why(demo_store, people, tmp_path, monkeypatch):
    monkeypatch.setattr(access, "log", lambda *_: pytest.fail("nobody was shown"))
    life = Life(demo_store, people[0], "zh")
    monkeypatch.setenv("QUERY_STRING", f"person={people[0]}&mode=meeting&search=P")
    page = hm.boards.dossier(demo_store)
    text = shown(page)
    assert life.person["name"] not in text and not part(page, Table)[0].rows
    assert part(page, Sheet)[0].note == word("dossier.shut")


def test_an_unknown_person_of_a_link_is_told(district, store, log, monkeypatch):
    monkeypatch.setenv("QUERY_STRING", "person=P9")
    page = hm.boards.dossier(store)
    assert "P9" in page.head.notice and not part(page, Sheet)[0].sections and log() == []


def test_neither_telephone_nor_identity_is_shown(load, district, store, csv_file):
    load(
        csv_file(
            "phone.csv",
            [["人员编号", "姓名", "所在组织", "手机号"], ["P2", "李四", "B1", "13912345678"]],
        )
    )
    report = reports.Dossier(hm.open_store(), "P2")
    told = json.dumps([getattr(report, name)().as_dict() for name in CHAPTERS], ensure_ascii=False)
    assert "13912345678" not in told and "手机" not in told and "摘要" not in told


# The report.


def pdf(report) -> bytes:
    cells = [nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", data={MIME: getattr(report, name)().as_dict()})]) for name in CHAPTERS]  # fmt: skip
    return as_pdf(Document.of(nbformat.v4.new_notebook(cells=cells)))


def test_the_report_says_what_the_page_says_and_is_written_down_once(load, district, store, log):
    report, state = reports.Dossier(store, "P1"), Dossier(store, person="P1")
    chapters = [getattr(report, name)().as_dict() for name in CHAPTERS]
    assert log() == [("P1", "report")]
    numbers = next(p for p in chapters[0]["parts"] if p["kind"] == "numbers")["tiles"]
    assert [tile["value"] for tile in numbers] == [tile.value for tile in state.tiles()]
    tables = {p["title"]: p for c in chapters for p in c["parts"] if p["kind"] == "rows"}
    for section in state.sections().values():
        assert tables[section.title]["rows"] == [[*row] for row in section.rows]
    assert tables[""]["total"] == len(state.timeline())


def test_whom_a_report_is_about_is_found_out_before_a_kernel_starts(district, store, log):
    template = reports.find("dossier")
    assert checked(template, {"person": "李四"}, store) == {"person": "P2"}
    with pytest.raises(UnknownName, match="P1 张三"):
        checked(template, {"person": "张三丰"}, store)
    for nobody in ("P77", "无名"):
        with pytest.raises(UnknownName, match="P1"):
            reports.Dossier(store, nobody)
    with pytest.raises(BadValue):
        reports.Dossier(store)
    assert log() == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_long_history_goes_on_two_pages(load, district, store, csv_file, lang):
    stays = [
        ["人员编号", "储备库", "入库日期", "入库渠道", "出库日期", "去向", "出库原因", "决定机构"]
    ]
    stays += [["P1", "科级后备干部", f"20{n:02}-01-05", "单位推荐", f"20{n:02}-11-05", "退出", "实绩不突出，群众意见较大，经研究退出", "区委组织部"] for n in range(5, 17)]  # fmt: skip
    marks = [["人员编号", "考核周期", "考核指标", "权重", "目标值", "完成值", "得分", "考核主体"]]
    marks += [["P1", f"20{y}", f"重点项目推进与信访事项办结第{n}项", "20", "10", "9", "90", "单位党组和群众测评"] for y in (15, 16, 17) for n in range(6)]  # fmt: skip
    posts = [["人员编号", "派驻单位", "开始日期", "岗位类别", "结束日期"]]
    posts += [["P1", "U4", f"20{n:02}-02-01", "墩苗锻炼", f"20{n + 1:02}-03-01"] for n in range(5, 17)]  # fmt: skip
    booked = [["流水号", "人员编号", "活动日期", "活动内容", "积分"]]
    booked += [[f"R{n}", "P1", f"2017-{1 + n % 12:02}-11", "河道清洁志愿服务和文明交通劝导", "3"] for n in range(60)]  # fmt: skip
    load(*(csv_file(f"{n}.csv", rows) for n, rows in enumerate((stays, marks, posts, booked))))
    report = reports.Dossier(hm.open_store(), "P1", "", lang)
    assert len(report.state.timeline()) > 100 and len(report.state.findings()) > 5
    assert len(PdfDocument(pdf(report))) == 2


def test_the_notebook_runs_for_a_person_and_opening_it_is_written_down_once(
    people, demo_store, tmp_path, monkeypatch
):
    copy_store(demo_store, tmp_path)
    monkeypatch.setenv("HONGMIAO_HOME", str(tmp_path))
    done = reports.run("dossier", tmp_path / "out", {"person": people[0]}, formats=("html", "pdf"))
    assert [(one.state, one.error) for one in done.outcomes] == [("made", "")]
    page = next((tmp_path / "out").glob("*.html")).read_text("utf-8")
    assert people[0] in page
    assert len(PdfDocument(next((tmp_path / "out").glob("*.pdf")))) <= 2
    assert [one["person"] for one in access.entries(tmp_path)] == [people[0]]
