"""Loads: good rows go in, bad rows come back, each with its line; twice is once, and nothing goes by halves."""

import json
import sqlite3
import subprocess
import sys
import threading
from datetime import date

import pytest

import hongmiao as hm
from hongmiao.errors import StoreBusy, UnreadableFile
from small_district import PEOPLE, UNITS, national_id

ZHANG, LI = national_id(date(1985, 3, 12), 11), national_id(date(1990, 11, 2), 22)
RATINGS = [
    ["人员编号", "周期", "星级", "认领岗位"],
    ["P1", "2018Q1", "五星", "宣传岗"],
    ["P2", "2018Q1", "未评", ""],
    ["P3", "2018Q1", "三星", ""],
]


def found(report, *parts) -> list[tuple]:
    """The findings of a report as tuples of the parts named."""
    return [tuple(getattr(finding, part) for part in parts) for finding in report.findings()]


def columns(store, sql: str) -> list[tuple]:
    return list(store.db.execute(sql))


def test_the_twenty_people_of_the_brief_give_fourteen_rows_and_six_back(store, load, csv_file):
    load(csv_file("units.csv", UNITS))
    head = ["人员编号", "姓名", "性别", "出生日期", "所在组织"]
    rows = [
        [f"P{n:02}", f"甲{'一二三四五六七八九十'[n % 10]}", "男", f"1980-01-{n + 1:02}", "B1"]
        for n in range(20)
    ]
    rows[3][0] = "4.10108E+17"
    rows[6][2] = "男人"
    rows[9][0], rows[9][1] = rows[8][0], "另一个人"
    rows[12][4] = "没有的支部"
    rows[15][3] = "1980-02-30"
    path = csv_file("people.csv", [head, *rows], "gb18030")
    report = load(path)
    assert found(report, "line", "column", "value", "code", "severity") == [
        (5, "人员编号", "4.10108E+17", "damaged_id", "error"),
        (8, "性别", "男人", "unknown_label", "error"),
        (10, "姓名", rows[8][1], "contradiction", "error"),
        (11, "姓名", "另一个人", "contradiction", "error"),
        (14, "所在组织", "没有的支部", "missing_reference", "error"),
        (17, "出生日期", "1980-02-30", "no_such_day", "error"),
    ]
    assert {finding.file for finding in report.findings()} == {str(path)}
    assert (report.total("rows_new"), report.total("rows_back")) == (14, 6) and store.db.table(
        "person"
    ).count == 14


def test_an_exact_repeat_is_one_row(store, load, csv_file):
    load(csv_file("units.csv", [*UNITS, UNITS[-1]]))
    assert store.db.table("unit").count == len(UNITS) - 1
    assert columns(store, "SELECT rows_read, rows_new, rows_repeated FROM source") == [(7, 6, 1)]


def test_the_same_file_twice_changes_nothing(store, district, load, csv_file, dump):
    ratings = csv_file("ratings.csv", RATINGS)
    load(ratings)
    before = dump()
    again = load(ratings)
    assert dump() == before
    assert (again.total("rows_same"), again.total("rows_new"), again.total("rows_changed")) == (
        3,
        0,
        0,
    )


def test_a_changed_row_updates_and_the_others_stay(store, district, load, csv_file):
    changed = [PEOPLE[0], *PEOPLE[1:4], [*PEOPLE[4][:4], "中共党员", "2018-05-01", "B2"]]
    report = load(csv_file("people2.csv", changed))
    assert (report.total("rows_same"), report.total("rows_changed"), report.total("rows_new")) == (
        3,
        1,
        0,
    )
    assert columns(
        store, "SELECT political_status, party_date FROM person WHERE person_id = 'P4'"
    ) == [("member", "2018-05-01")]


def test_an_emptied_cell_empties_what_is_stored(store, district, load, csv_file):
    load(csv_file("people2.csv", [PEOPLE[0], [*PEOPLE[1][:5], "无", "B1"]]))
    assert columns(
        store, "SELECT political_status, party_date FROM person WHERE person_id = 'P1'"
    ) == [("member", None)]


def test_a_sheet_that_lacks_a_column_keeps_what_is_stored(store, district, load, csv_file):
    load(
        csv_file(
            "phones.csv",
            [["人员编号", "姓名", "所在组织", "手机号"], ["P1", "张三", "B1", "13800000000"]],
        )
    )
    assert columns(store, "SELECT phone, sex, party_date FROM person WHERE person_id = 'P1'") == [
        ("13800000000", "male", "2008-07-01")
    ]


def test_a_derived_column_follows_its_own_and_is_kept_where_that_is_lacking(
    store, district, load, csv_file
):
    load(csv_file("ratings.csv", RATINGS))
    load(
        csv_file(
            "duties.csv",
            [
                ["人员编号", "周期", "岗位责任"],
                ["P1", "2018Q1", "宣讲政策"],
                ["P4", "2018Q1", "巡河"],
            ],
        )
    )
    load(csv_file("later.csv", [["人员编号", "周期", "星级"], ["P2", "2018Q1", "四星"]]))
    assert columns(store, "SELECT person_id, status, stars, duty FROM star_rating ORDER BY 1") == [
        ("P1", "rated", 5, "宣讲政策"), ("P2", "rated", 4, None), ("P3", "rated", 3, None), ("P4", "unrated", None, "巡河"),
    ]  # fmt: skip


def test_a_column_that_is_wholly_empty_does_no_harm(store, district, load, csv_file):
    rows = [
        ["人员编号", "储备库", "入库日期", "出库日期", "去向", "备用"],
        ["P1", "科级后备", "2017-06-01", "", "", ""],
        ["P2", "科级后备", "2017-06-01", "", "", ""],
    ]
    assert not found(load(csv_file("pool.csv", rows)), "code")
    assert store.db.table("pool_membership").count == 2


def test_a_header_alone_and_an_empty_file_store_nothing_and_the_latter_is_named(
    store, load, csv_file, workbook
):
    report = load(
        csv_file("head.csv", PEOPLE[:1]),
        csv_file("empty.csv", ""),
        workbook("empty.xlsx", {"Sheet1": [], "Sheet2": []}),
    )
    assert [(f.file.rpartition("/")[2], f.code, f.severity) for f in report.findings()] == [
        ("empty.csv", "empty_file", "warning"), ("empty.xlsx", "empty_file", "warning"),
    ]  # fmt: skip
    assert report.total("rows_read") == 0


def test_an_unknown_sheet_is_a_finding_and_the_others_go_in(store, load, csv_file, workbook):
    report = load(
        workbook("book.xlsx", {"组织": UNITS, "附件": [["事项", "要求"], ["一", "按时报送"]]})
    )
    assert found(report, "sheet", "code", "severity") == [("附件", "unknown_sheet", "error")]
    assert store.db.table("unit").count == 6
    assert found(load(csv_file("only.csv", "甲,乙\n丙,丁\n")), "code") == [("unknown_sheet",)]


def test_a_row_too_long_for_its_headings_comes_back(store, load, csv_file):
    load(csv_file("units.csv", UNITS))
    report = load(csv_file("people.csv", [PEOPLE[0], PEOPLE[1], [*PEOPLE[2], "多出"]]))
    assert (
        found(report, "line", "code") == [(3, "more_cells")] and store.db.table("person").count == 1
    )


def test_every_row_of_a_messy_workbook_is_accounted_for(store, load, workbook):
    people = [
        ["古渡镇党员花名册"], ["填报单位：第一党支部"], ["序号", *PEOPLE[0], "备用", "年度考评"],
        [1, *PEOPLE[1], None, "优"], [2, *PEOPLE[2]], [2, *PEOPLE[2]], [], [None, "小计", "2人"], ["序号", *PEOPLE[0], "备用", "年度考评"],
        [3, *PEOPLE[3]], [4, "4.1E+17", *PEOPLE[4][1:]], [5], ["合计", None, 4], ["填表人：张三"],
    ]  # fmt: skip
    report = load(workbook("全部.xlsx", {"人员": people, "组织": UNITS}, {"人员": ["A1:H1"]}))
    person = next(source for source in report.sources if source.record_type == "person")
    figures = {name: value for name, value in person.as_dict().items() if name.startswith("rows_")}
    assert figures == {
        "rows_read": 5,
        "rows_new": 3,
        "rows_changed": 0,
        "rows_same": 0,
        "rows_back": 1,
        "rows_repeated": 1,
    }
    assert person.table.skipped == {"blank": 2, "footer": 1, "heading": 1, "summary": 2}
    assert sum(person.table.skipped.values()) + person.rows_read + 3 == len(people)
    assert found(report, "line", "column", "code", "severity") == [
        (11, "人员编号", "damaged_id", "error"),
        (3, "年度考评", "unknown_column", "warning"),
    ]


def test_the_log_says_what_each_load_did(store, load, csv_file):
    units, people = (
        csv_file("units.csv", UNITS),
        csv_file(
            "people.csv", [*PEOPLE, ["P5", "赵六", "男", "1980-13-01", "", "", "B1"], ["合计"]]
        ),
    )
    load(units, people)
    load(people)
    assert columns(
        store, "SELECT load_id, strict, rows_in, rows_back, started <= finished FROM load"
    ) == [(1, 0, 10, 1, 1), (2, 0, 4, 1, 1)]
    sources = columns(
        store,
        "SELECT load_id, file, record_type, rows_read, rows_new, rows_same, rows_back, skipped, length(sha256) FROM source ORDER BY source_id",
    )
    assert [(*row[:7], json.loads(row[7]), row[8]) for row in sources] == [
        (1, str(units), "unit", 6, 6, 0, 0, {}, 64), (1, str(people), "person", 5, 4, 0, 1, {"summary": 1}, 64), (2, str(people), "person", 5, 0, 4, 1, {"summary": 1}, 64),
    ]  # fmt: skip
    assert columns(store, "SELECT load_id, source_id, line, [column], value, code, severity FROM finding") == [
        (1, 2, 6, "出生日期", "1980-13-01", "no_such_day", "error"), (2, 3, 6, "出生日期", "1980-13-01", "no_such_day", "error"),
    ]  # fmt: skip
    assert columns(
        store,
        "SELECT DISTINCT file, source_line FROM person JOIN source USING (source_id) ORDER BY 2",
    ) == [(str(people), n) for n in (2, 3, 4, 5)]


def test_dry_run_says_everything_and_stores_nothing(store, load, csv_file, dump):
    before = dump()
    report = load(
        csv_file("units.csv", UNITS),
        csv_file("people.csv", [*PEOPLE, ["P5", "赵六", "男", "x", "", "", "B1"]]),
        dry_run=True,
    )
    assert not report.stored and (report.total("rows_new"), report.total("rows_back")) == (10, 1)
    assert dump() == before and columns(store, "SELECT count(*) FROM load") == [(0,)]


def test_strict_is_all_or_nothing(store, load, csv_file, dump):
    before = dump()
    bad = csv_file("people.csv", [*PEOPLE, ["P5", "赵六", "男", "x", "", "", "B1"]])
    assert not load(csv_file("units.csv", UNITS), bad, strict=True).stored
    assert dump() == before and columns(store, "SELECT count(*) FROM load") == [(0,)]
    warned = csv_file("people.csv", [PEOPLE[0], ["P5", "赵六", "男", "1980.3", "", "", "B1"]])
    assert (
        load(csv_file("units.csv", UNITS), warned, strict=True).stored
        and store.db.table("person").count == 1
    )


def test_one_file_that_cannot_be_read_stores_nothing_of_the_others(store, load, csv_file, dump):
    before = dump()
    with pytest.raises(UnreadableFile):
        load(csv_file("units.csv", UNITS), csv_file("people.csv", "id,name\nP1,José\n", "latin-1"))
    assert dump() == before


def test_a_ring_of_units_comes_back_and_so_does_all_that_hangs_on_it(store, load, csv_file):
    ring = [
        ["R1", "环一", "党支部", "R2"],
        ["R2", "环二", "党支部", "R1"],
        ["R3", "环下", "党支部", "R1"],
    ]
    people = [*PEOPLE, ["P9", "钱七", "男", "1980-01-01", "", "", "R3"]]
    report = load(
        csv_file("units.csv", [*UNITS, *ring]),
        csv_file("people.csv", people),
        csv_file("ratings.csv", [RATINGS[0], ["P9", "2018Q1", "五星", ""]]),
    )
    assert found(report, "line", "code") == [
        (8, "own_ancestor"), (9, "own_ancestor"), (10, "missing_reference"), (6, "missing_reference"), (2, "missing_reference"),
    ]  # fmt: skip
    assert (
        store.db.table("unit").count,
        store.db.table("person").count,
        store.db.table("star_rating").count,
    ) == (6, 4, 0)


def test_a_unit_whose_parent_came_back_comes_back_too(store, load, csv_file):
    more = [
        ["V1", "甲村", "不知", "U2"],
        ["V2", "乙组", "党支部", "V1"],
        ["V3", "丙组", "党支部", "乙组"],
    ]
    report = load(csv_file("units.csv", [*UNITS, *more]))
    assert sorted(found(report, "line", "code")) == [
        (8, "unknown_label"),
        (9, "missing_reference"),
        (10, "missing_reference"),
    ]


def test_files_may_be_given_in_any_order(store, load, csv_file):
    report = load(
        csv_file("1 ratings.csv", RATINGS),
        csv_file("2 people.csv", PEOPLE),
        csv_file("3 units.csv", UNITS),
    )
    assert not found(report, "code") and store.db.table("star_rating").count == 3


def test_a_warning_stays_listed_while_its_row_stands(store, district, load, csv_file):
    path = csv_file(
        "pool.csv",
        [
            ["人员编号", "储备库", "入库日期", "出库日期"],
            ["P1", "科级后备", "2017-06-01", "2018-01-01"],
        ],
    )
    assert found(load(path), "code") == [("exit_without_reason",)] == found(load(path), "code")
    assert [(f.code, f.line, f.file, f.table) for f in hm.check_store(store)] == [
        ("exit_without_reason", 2, str(path), "pool_membership")
    ]


def test_a_warning_names_the_line_where_its_row_stands_now(store, district, load, csv_file):
    head, row, other = (
        ["人员编号", "储备库", "入库日期", "出库日期"],
        ["P1", "科级后备", "2017-06-01", "2018-01-01"],
        ["P2", "科级后备", "2017-06-01", ""],
    )
    load(csv_file("pool.csv", [head, row]))
    report = load(csv_file("pool.csv", [head, other, row]))
    assert found(report, "line", "code") == [(3, "exit_without_reason")]
    assert (report.total("rows_new"), report.total("rows_changed"), report.total("rows_same")) == (
        1,
        0,
        1,
    )
    elsewhere = load(csv_file("pool of 2018.csv", [head, row]))
    assert [(f.file.rpartition("/")[2], f.line) for f in elsewhere.findings()] == [
        ("pool of 2018.csv", 2)
    ]
    assert elsewhere.total("rows_same") == 1


def test_files_that_contradict_one_another_say_where_the_other_row_stands(
    store, district, load, csv_file
):
    head, files = ["人员编号", "姓名", "单位"], []
    for name, extra in (("a", None), ("b", "汉族"), ("c", "回族")):
        rows = (
            [head, ["P7", "孙八", "B1"], ["P8", "周九", "B1"]]
            if extra is None
            else [[*head, "民族"], ["P8", "周九", "B1", extra]]
        )
        files.append(csv_file(f"{name}.csv", rows))
    report = load(*files)
    assert found(report, "line", "column", "value", "code", "detail")[1:] == [
        (2, "民族", "汉族", "contradiction", "2 (c.csv)"), (2, "民族", "回族", "contradiction", "2 (b.csv)"),
    ]  # fmt: skip
    assert found(report, "line", "code")[0] == (3, "contradiction")
    assert columns(store, "SELECT person_id FROM person WHERE person_id > 'P4'") == [("P7",)]


def test_files_that_know_different_things_of_a_row_add_up(store, district, load, csv_file):
    head = ["人员编号", "姓名", "单位"]
    more = (
        csv_file("a.csv", [[*head, "民族"], ["P8", "周九", "B1", "汉族"]]),
        csv_file("b.csv", [[*head, "职务"], ["P8", "周九", "B1", "会计"]]),
    )
    assert not found(load(*more), "code")
    assert columns(store, "SELECT ethnicity, post FROM person WHERE person_id = 'P8'") == [
        ("汉族", "会计")
    ]


# references


@pytest.mark.parametrize(("unit", "meant"), [
    ("B1", "B1"), ("柳湾村", "U4"), ("古渡镇第一党支部", "B1"), ("新城街道/第一党支部", "B2"), ("示范区 / 新城街道 / 第一党支部", "B2"), ("柳 湾 村", "U4"),
])  # fmt: skip
def test_a_unit_is_found_by_id_by_name_and_by_path(store, district, load, csv_file, unit, meant):
    assert not found(
        load(csv_file("more.csv", [["人员编号", "姓名", "单位"], ["P8", "孙八", unit]])), "code"
    )
    assert columns(store, "SELECT unit_id FROM person WHERE person_id = 'P8'") == [(meant,)]


def test_a_unit_name_is_looked_for_within_its_town(store, district, load, csv_file):
    rows = [
        ["人员编号", "姓名", "镇街", "支部"],
        ["P8", "孙八", "新城街道", "第一党支部"],
        ["P9", "周九", "古渡镇", "第一党支部"],
    ]
    assert not found(load(csv_file("more.csv", rows)), "code")
    assert columns(
        store, "SELECT unit_id FROM person WHERE person_id IN ('P8', 'P9') ORDER BY person_id"
    ) == [("B2",), ("B1",)]


def test_an_ambiguous_name_comes_back_with_its_candidates(store, district, load, csv_file):
    report = load(
        csv_file(
            "more.csv",
            [
                ["人员编号", "姓名", "支部"],
                ["P8", "孙八", "第一党支部"],
                ["P9", "周九", "第九党支部"],
            ],
        )
    )
    assert found(report, "line", "column", "value", "code", "detail") == [
        (2, "支部", "第一党支部", "ambiguous_name", "B1、B2"), (3, "支部", "第九党支部", "missing_reference", ""),
    ]  # fmt: skip


def test_a_person_is_found_by_a_name_that_is_unique_alone_or_in_the_unit(
    store, district, load, csv_file
):
    rows = [
        ["姓名", "单位", "周期", "星级"],
        ["李四", "", "2018Q1", "五星"],
        ["张三", "古渡镇第一党支部", "2018Q1", "四星"],
        ["张三", "B2", "2018Q1", "三星"],
        ["张三", "", "2018Q1", "一星"],
    ]
    report = load(csv_file("ratings.csv", rows))
    assert found(report, "line", "column", "code", "detail") == [
        (5, "姓名", "ambiguous_name", "P1、P4")
    ]
    assert columns(store, "SELECT person_id, stars FROM star_rating ORDER BY 1") == [
        ("P1", 4),
        ("P2", 5),
        ("P4", 3),
    ]


def test_an_id_decides_and_a_name_that_disagrees_is_marked(store, district, load, csv_file):
    rows = [
        ["人员编号", "姓名", "周期", "星级"],
        ["P1", "张 三", "2018Q1", "五星"],
        ["P2", "张三", "2018Q1", "四星"],
        ["P7", "李四", "2018Q1", "三星"],
        ["", "李四", "2018Q2", "二星"],
    ]
    report = load(csv_file("ratings.csv", rows))
    assert found(report, "line", "column", "value", "code", "detail", "severity") == [
        (4, "人员编号", "P7", "missing_reference", "", "error"), (3, "姓名", "张三", "name_disagrees", "李四", "warning"),
    ]  # fmt: skip
    assert columns(store, "SELECT person_id, period, stars FROM star_rating ORDER BY 1, 2") == [
        ("P1", "2018Q1", 5),
        ("P2", "2018Q1", 4),
        ("P2", "2018Q2", 2),
    ]


def test_a_name_with_the_names_above_it_does_not_disagree(store, district, load, csv_file):
    rows = [
        ["组织编号", "支部名称", "活动编号", "活动类型", "应开展日期"],
        ["B1", "古渡镇第一党支部", "A1", "主题党日", "2018-03-05"],
        ["", "新城街道第一党支部", "A2", "主题党日", "2018-03-05"],
    ]
    head = ["组织编号", "支部", *rows[0][2:]]
    assert not found(load(csv_file("activity.csv", [head, *rows[1:]])), "code")


def test_names_are_found_in_sheets_of_the_same_load_that_lack_columns(
    store, district, load, csv_file
):
    units = csv_file(
        "units2.csv", [["组织编号", "组织名称", "组织类别"], ["B1", "第一党支部", "党支部"]]
    )
    assert not found(
        load(
            units,
            csv_file(
                "more.csv", [["人员编号", "姓名", "单位"], ["P8", "孙八", "古渡镇第一党支部"]]
            ),
        ),
        "code",
    )


# identity numbers


def test_people_known_only_by_identity_number_get_a_digest_for_an_id(store, load, csv_file):
    people = csv_file(
        "people.csv",
        [["身份证号", "姓名", "单位"], [ZHANG, "张三", "B1"], [LI.lower(), "张三", "B1"]],
    )
    scores = csv_file(
        "scores.csv",
        [
            ["身份证号", "姓名", "周期", "星级"],
            [LI, "张三", "2018Q1", "五星"],
            [ZHANG, "李四", "2018Q1", "四星"],
        ],
    )
    report = load(csv_file("units.csv", UNITS), people, scores)
    assert found(report, "line", "value", "code", "detail") == [
        (3, "李四", "name_disagrees", "张三")
    ]
    stored = columns(
        store,
        "SELECT person_id, person.source_line, stars FROM star_rating JOIN person USING (person_id) ORDER BY 2",
    )
    assert [row[1:] for row in stored] == [(2, 4), (3, 5)]
    assert all(row[0].startswith("H") and len(row[0]) == 17 for row in stored)
    assert load(people).total("rows_same") == 2


def bytes_of(store) -> bytes:
    return b"".join(
        path.read_bytes() for path in sorted(store.path.parent.glob(store.path.name + "*"))
    )


def test_an_identity_number_written_as_the_id_is_taken_for_what_it_is(store, load, csv_file):
    people = csv_file(
        "people.csv", [["编号", "姓名", "单位"], [ZHANG, "张三", "B1"], ["P9", "李四", "B1"]]
    )
    scores = csv_file(
        "scores.csv",
        [["编号", "周期", "星级"], [ZHANG, "2018Q1", "五星"], ["P9", "2018Q1", "四星"]],
    )
    assert not found(load(csv_file("units.csv", UNITS), people, scores), "code")
    assert ZHANG.encode() not in b"".join(
        path.read_bytes() for path in store.path.parent.glob("hongmiao.db*")
    )
    assert columns(
        store, "SELECT name, stars FROM person JOIN star_rating USING (person_id) ORDER BY stars"
    ) == [("李四", 4), ("张三", 5)]


def test_an_identity_number_is_nowhere_in_the_store(store, load, csv_file):
    wrong = ZHANG[:-1] + ("1" if ZHANG[-1] != "1" else "2")
    head = ["人员编号", "姓名", "单位", "身份证号"]
    report = load(
        csv_file("units.csv", UNITS),
        csv_file(
            "people.csv",
            [
                head,
                ["P1", "张三", "B1", ZHANG],
                ["P2", "李四", "B1", wrong],
                ["P3", "李四", "B1", LI[:17]],
                ["P1", "张三", "B1", LI],
            ],
        ),
        csv_file(
            "scores.csv",
            [["身份证号", "周期", "星级"], [LI, "2018Q1", "五星"], [wrong, "2018Q1", "五星"]],
        ),
    )
    assert sorted(found(report, "code")) == [
        ("bad_checksum",),
        ("bad_checksum",),
        ("bad_national_id",),
        ("contradiction",),
        ("contradiction",),
        ("missing_reference",),
    ]
    data = bytes_of(store)
    assert "张三".encode() in data or "李四".encode() in data or b"U1" in data
    assert not [number for number in (ZHANG, LI, wrong, LI[:17]) if number.encode() in data]
    assert not [number for number in (ZHANG, LI) if number in str(list(report.findings()))]


def test_an_identity_number_is_stored_where_the_policy_says_so(store, home, load, csv_file):
    (home / "policy/privacy.toml").write_text("store_national_id = true\n", "utf-8")
    load(
        csv_file("units.csv", UNITS),
        csv_file(
            "people.csv", [["人员编号", "姓名", "单位", "身份证号"], ["P1", "张三", "B1", ZHANG]]
        ),
    )
    assert columns(store, "SELECT national_id FROM person") == [(ZHANG,)]


def test_an_identity_number_must_agree_with_birth_date_and_sex(store, load, csv_file):
    head = ["人员编号", "姓名", "单位", "身份证号", "出生日期", "性别"]
    rows = [
        ["P1", "张三", "B1", ZHANG, "1985-03-12", "男"],
        ["P2", "李四", "B1", LI, "1990-11-03", "女"],
        ["P3", "王五", "B1", LI, "1990-11-02", "男"],
    ]
    report = load(csv_file("units.csv", UNITS), csv_file("people.csv", [head, *rows]))
    assert found(report, "line", "column", "code") == [
        (3, "出生日期", "identity_birth_date"),
        (4, "性别", "identity_sex"),
    ]


def test_a_number_finds_the_person_who_was_loaded_with_an_id(store, load, csv_file):
    people = csv_file(
        "people.csv",
        [
            ["人员编号", "姓名", "单位", "身份证号"],
            ["P1", "张三", "B1", ZHANG],
            ["P2", "张三", "B1", LI],
        ],
    )
    more = csv_file(
        "more.csv", [["身份证号", "姓名", "单位", "民族"], [ZHANG, "张三", "B1", "汉族"]]
    )
    assert not found(load(csv_file("units.csv", UNITS), people, more), "code")
    assert columns(store, "SELECT person_id, ethnicity FROM person ORDER BY 1") == [
        ("P1", "汉族"),
        ("P2", None),
    ]
    plain = csv_file("plain.csv", [["人员编号", "姓名", "单位"], ["P1", "张三", "B1"]])
    scores = csv_file(
        "scores.csv",
        [["编号", "身份证号", "姓名", "周期", "星级"], ["", ZHANG, "张三", "2018Q1", "五星"]],
    )
    assert not found(load(plain, scores), "code")
    assert columns(store, "SELECT person_id FROM star_rating") == [("P1",)]


def test_a_namesake_with_another_number_is_another_person(store, load, csv_file):
    load(
        csv_file("units.csv", UNITS),
        csv_file(
            "people.csv", [["人员编号", "姓名", "单位", "身份证号"], ["P1", "张三", "B1", ZHANG]]
        ),
    )
    report = load(
        csv_file(
            "scores.csv", [["身份证号", "姓名", "周期", "星级"], [LI, "张三", "2018Q1", "五星"]]
        )
    )
    assert found(report, "code") == [("missing_reference",)]


# two at once


def test_a_load_waits_for_another_or_is_told_to(store, district, csv_file):
    path = csv_file("ratings.csv", RATINGS)
    with store.writing(), pytest.raises(StoreBusy):
        hm.load(store, [path], wait=0.05)
    with store.writing():
        waiting = threading.Thread(target=hm.load, args=(store, [path]))
        waiting.start()
    waiting.join(30)
    assert not waiting.is_alive() and store.db.table("star_rating").count == 3


def test_loads_of_several_processes_all_go_in(home, tmp_path, csv_file):
    code = "import sys, hongmiao as hm; hm.load(hm.open_store(), sys.argv[1:])"
    files = [
        csv_file(f"u{n}.csv", [UNITS[0], UNITS[1], [f"N{n}", f"单位{n}", "镇", "U1"]])
        for n in range(3)
    ]
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(path)], stderr=subprocess.PIPE)
        for path in files
    ]
    assert [(process.communicate()[1].decode(), process.returncode) for process in running] == [
        ("", 0)
    ] * 3
    assert columns(hm.open_store(), "SELECT unit_id FROM unit ORDER BY 1") == [
        ("N0",),
        ("N1",),
        ("N2",),
        ("U1",),
    ]
    with sqlite3.connect(home / "hongmiao.db") as db:
        assert db.execute("SELECT count(*) FROM load").fetchone() == (3,)


def test_what_is_still_wrong_stays_listed_and_leads_to_the_row_that_went_in_marked(
    store, district, load, csv_file
):
    head = ["人员编号", "姓名", "单位", "出生日期"]
    load(csv_file("more.csv", [head, ["P8", "孙八", "B1", "1980.3"], ["P9", "周九", "B1", "没有"]]))
    listed = columns(store, "SELECT line, code, row_key FROM open_finding ORDER BY severity")
    assert listed == [(3, "bad_date", None), (2, "month_only", "P8")]
    assert len(store.frame("open_findings", severity="warning")) == 1
    load(
        csv_file(
            "more.csv",
            [head, ["P8", "孙八", "B1", "1980-03-05"], ["P9", "周九", "B1", "1981-01-01"]],
        )
    )
    assert store.frame("open_findings").empty
