"""Record cards: all that is known of one record, in words, and what no card may show."""

import json
from dataclasses import asdict

import pytest

from hongmiao.boards.record_card import ROWS, record_card
from hongmiao.records import RECORD_TYPES

COURSES = [
    ["班次编号", "班次名称", "开班日期"],
    *([f"C{i}", f"第{i}期", "2018-01-01"] for i in range(25)),
]
ENROLMENTS = [
    ["人员编号", "班次编号", "参训状态", "报名日期"],
    *(["P1", f"C{i}", "已完成", f"2018-02-{i + 1:02}"] for i in range(25)),
]
VACANCIES = [
    ["空缺编号", "所在组织", "空缺职位", "空缺日期", "补任人员", "补任日期"],
    ["V1", "B1", "书记", "2018-01-01", "P1", "2018-02-01"],
]


@pytest.fixture
def busy(district, load, csv_file):
    """The small district with courses that one of its people attended, and a post the same person filled."""
    files = {"courses": COURSES, "enrolments": ENROLMENTS, "vacancies": VACANCIES}
    report = load(*(csv_file(f"{name}.csv", rows) for name, rows in files.items()))
    assert not list(report.findings())


def sections(found) -> dict:
    return {section.title: section for section in found[2]}


def test_a_person_is_shown_with_words_for_codes_and_names_for_ids(store, busy):
    title, subtitle, _ = found = record_card(store, "person", "P1", "zh")
    facts = dict(sections(found)["人员信息"].facts)
    assert (title, subtitle) == ("张三", "人员 P1")
    assert (facts["性别"], facts["政治面貌"], facts["所在组织"]) == ("男", "中共党员", "第一党支部")
    assert (facts["出生日期"], facts["手机号"]) == ("1985-03-12", "")


def test_the_latest_rows_that_refer_to_it_come_first_and_all_are_counted(store, busy):
    section = sections(record_card(store, "person", "P1", "zh"))["参训"]
    assert (len(section.rows), section.total) == (ROWS, 25)
    first = dict(zip(section.heads, section.rows[0], strict=True))
    assert first == {
        "报名日期": "2018-02-25",
        "班次": "第24期",
        "参训次序": "1",
        "参训状态": "已完成",
    }
    assert sections(record_card(store, "person", "P1", "en"))["Enrolment"].heads[1] == "Course"


def test_a_case_that_is_only_counted_stands_on_no_card(store, busy, load, csv_file):
    kinds = {"K1": "表彰", "K2": "容错"}
    rows = [[key, "P1", "B1", kind, f"事项{key}", "2018-07-01"] for key, kind in kinds.items()]
    head = ["事项编号", "人员编号", "所在组织", "事项类型", "事项名称", "事项日期"]
    assert not list(load(csv_file("cases.csv", [head, *rows])).findings())
    for table, key in (("person", "P1"), ("unit", "B1")):
        text = json.dumps([asdict(s) for s in record_card(store, table, key, "zh")[2]], ensure_ascii=False)  # fmt: skip
        assert "事项K1" in text and "事项K2" not in text
    assert record_card(store, "case", "K1", "zh") and record_card(store, "case", "K2", "zh") is None


def test_a_record_that_refers_to_its_own_kind_says_by_which_column(store, busy):
    found = sections(record_card(store, "unit", "U1", "zh"))
    assert [row[1] for row in found["组织（上级组织）"].rows] == ["新城街道", "古渡镇"]


@pytest.mark.parametrize("table", [n for n, k in RECORD_TYPES.items() if len(k.primary_key()) == 1])
def test_every_kind_of_record_with_one_key_has_its_card(demo_store, table):
    key = next(demo_store.db.table(table).rows)[RECORD_TYPES[table].primary_key()[0]]
    title, subtitle, (own, *others) = record_card(demo_store, table, key, "en")
    assert title and key in subtitle
    assert len(own.facts) > 2
    for section in others:
        assert section.rows and section.total >= len(section.rows)
        assert {len(row) for row in section.rows} == {len(section.heads)}


def test_nobody_has_no_card(store, busy):
    assert record_card(store, "person", "P1' OR '1'='1", "zh") is None


def test_no_card_shows_an_identity_number_or_its_digest(store, busy):
    with store.writing() as db:
        db.execute(
            "UPDATE person SET national_id = '410108198503120015', identity_digest = 'abcdef'"
        )
    for table, key in (("person", "P1"), ("unit", "B1")):
        text = json.dumps([asdict(s) for s in record_card(store, table, key, "zh")[2]])
        assert "410108198503120015" not in text and "abcdef" not in text


def test_where_names_are_masked_no_card_holds_a_whole_one_or_a_telephone_number(store, busy):
    with store.writing() as db:
        db.execute("UPDATE person SET phone = '13800000000'")
    for table, key, kept in (
        ("person", "P1", "张**"),
        ("unit", "B1", "李**"),
        ("vacancy", "V1", "张**"),
    ):
        found = record_card(store, table, key, "zh", mask=True)
        text = json.dumps([found[0], *map(asdict, found[2])], ensure_ascii=False)
        assert kept in text
        assert not [name for name in ("张三", "李四", "13800000000") if name in text]
