"""Maps: foreign tables become records, and nothing of them is lost without a word."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

import hongmiao as hm
from hongmiao.errors import BadValue, MapMismatch, UnreadableFile
from hongmiao.maps import ForeignMap, map_path
from hongmiao.maps.rules import problems, value
from hongmiao.maps.shape import Rule

PROJECT = Path(__file__).parents[1]
MAPS = sorted((PROJECT / "data/maps").glob("*.toml"))
PUBLIC = PROJECT.parent / "shared/data"

PEOPLE = """
[source.staff]
file = "staff*.csv"

[[record]]
type = "unit"
from = "staff"
one_per_key = "equal"
[record.fields]
unit_id = "dept"
name = "dept"
kind = { constant = "organ" }

[[record]]
type = "person"
from = "staff"
[record.fields]
person_id = "no"
name = "who"
unit_id = "dept"
"""


@pytest.fixture(autouse=True)
def in_english(home, monkeypatch):
    monkeypatch.setenv("HONGMIAO_LANG", "en")


@pytest.fixture
def files(tmp_path):
    """Writes files by name and content; gives the paths of all of them."""
    folder = tmp_path / "files"
    folder.mkdir()

    def write(**contents: str) -> list[Path]:
        for name, text in contents.items():
            (folder / f"{name}.csv").write_text(text, "utf-8")
        return sorted(folder.iterdir())

    return write


@pytest.fixture
def read_map(tmp_path):
    def read(text: str) -> ForeignMap:
        path = tmp_path / "my.toml"
        path.write_text(text, "utf-8")
        return ForeignMap.read(path)

    return read


def carry(mapping, paths):
    """The tables and the findings of a map."""
    readings = mapping.tables(paths)
    return [table for _, table, _ in readings if table], [
        finding for *_, found in readings for finding in found
    ]


def rows(tables, kind):
    """All rows of one record type, without their lines."""
    return [
        row[1:] for table in tables if table.kind.table() == kind for row in table.rows.iter_rows()
    ]


# --- the maps that are shipped ---------------------------------------------------------------------

STUDENT = """\
code_module,code_presentation,id_student,gender,region,highest_education,imd_band,age_band,num_of_prev_attempts,studied_credits,disability,final_result
XXX,2013J,901,M,North Shire,A Level or Equivalent,0-10%,0-35,0,60,False,Pass
XXX,2013J,902,F,North Shire,No Formal quals,,35-55,0,60,True,Withdrawn
YYY,2014B,901,M,North Shire,HE Qualification,0-10%,0-35,0,60,False,Distinction
YYY,2014B,903,F,South Shire,Post Graduate Qualification,10-20,0-35,1,30,False,Fail
YYY,2014B,904,F,South Shire,Lower Than A Level,10-20,55<=,0,30,False,Withdrawn
"""
REGISTRATION = """\
code_module,code_presentation,id_student,date_registration,date_unregistration
XXX,2013J,901,-30,
XXX,2013J,902,-1,12
YYY,2014B,901,0,
YYY,2014B,903,-5,200
YYY,2014B,904,,
"""
SCORE = "id_assessment,id_student,date_submitted,is_banked,score\n71,901,18,False,78\n71,902,22,False,\n72,901,5,True,0\n"
ASSESSMENT = """\
code_module,code_presentation,id_assessment,assessment_type,date,weight
XXX,2013J,71,TMA,19,10.0
YYY,2014B,72,CMA,54,20.0
YYY,2014B,73,Exam,,100.0
"""


@pytest.fixture
def oulad(files):
    return files(
        student=STUDENT,
        student_registration=REGISTRATION,
        student_assessment=SCORE,
        assessment=ASSESSMENT,
    )


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_every_map_that_is_shipped_fits_the_record_types(path):
    assert ForeignMap.read(path).shape.about


def test_oulad_gives_people_courses_and_enrolments_apart(store, load, oulad):
    load(*oulad, mapping=ForeignMap.read(map_path("oulad")))
    assert {t: n for t, n in store.info()["rows"].items() if n} == {
        "unit": 3, "person": 4, "course": 2, "enrolment": 5, "assessment": 3,
    }  # fmt: skip
    enrolments = store.sql(
        "SELECT person_id, course_id, status, grade, enrolled_date, withdrawn_date FROM enrolment ORDER BY source_line"
    )
    assert [
        tuple(row)
        for row in enrolments.astype(object).where(enrolments.notna(), None).itertuples(index=False)
    ] == [
        ("901", "XXX-2013J", "completed", "pass", "2013-09-01", None),
        ("902", "XXX-2013J", "withdrawn", None, "2013-09-30", "2013-10-13"),
        ("901", "YYY-2014B", "completed", "distinction", "2014-02-01", None),
        ("903", "YYY-2014B", "failed", "fail", "2014-01-27", "2014-08-20"),
        ("904", "YYY-2014B", "withdrawn", None, None, None),
    ]


def test_oulad_reports_what_conflicts_or_differs_and_loses_none_of_it(store, load, oulad):
    report = load(*oulad, mapping=ForeignMap.read(map_path("oulad")))
    assert sorted((f.code, f.line, f.column, f.severity) for f in report.findings()) == [
        ("date_without_withdrawal", 5, "date_unregistration", "warning"),
        ("differing_rows", 4, "highest_education", "warning"),
        ("withdrawn_without_date", 6, "date_unregistration", "warning"),
    ]
    assert store.sql("SELECT education FROM person WHERE person_id = '901'").squeeze() == "college"


def test_a_mapped_load_repeated_changes_nothing(store, load, oulad):
    mapping = ForeignMap.read(map_path("oulad"))
    first = load(*oulad, mapping=mapping)
    again = load(*oulad, mapping=mapping)
    assert (again.total("rows_new"), again.total("rows_changed")) == (0, 0)
    assert [f.as_dict() for f in again.findings()] == [f.as_dict() for f in first.findings()]


def test_the_order_of_the_lines_makes_no_difference_to_oulad(tmp_path, files):
    def stored(student, registration, name):
        paths = files(student=student, student_registration=registration)
        store = hm.open_store(tmp_path / name)
        hm.load(store, paths, mapping=ForeignMap.read(map_path("oulad")))
        tables = {
            "person": "person_id, sex, education, unit_id",
            "enrolment": "person_id, course_id, status, withdrawn_date",
        }
        return [
            store.sql(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fillna("").values.tolist()
            for table, columns in tables.items()
        ]

    def upside_down(text):
        head, *body = text.splitlines()
        return "\n".join([head, *reversed(body)])

    assert stored(STUDENT, REGISTRATION, "a.db") == stored(
        upside_down(STUDENT), upside_down(REGISTRATION), "b.db"
    )


@pytest.mark.skipif(
    not (PUBLIC / "oulad").is_dir(), reason="the public data do not stand beside the project"
)
def test_the_real_oulad_adds_up(store, load):
    report = load(PUBLIC / "oulad", mapping=ForeignMap.read(map_path("oulad")))
    counts = store.info()["rows"]
    assert (counts["person"], counts["enrolment"], counts["course"], counts["assessment"]) == (
        28_785,
        32_593,
        22,
        173_912,
    )
    outcomes = store.sql(
        "SELECT status, grade, count(*) AS n FROM enrolment GROUP BY status, grade"
    ).fillna("")
    assert set(outcomes.itertuples(index=False, name=None)) == {
        ("completed", "pass", 12_361), ("withdrawn", "", 10_156), ("failed", "fail", 7_052), ("completed", "distinction", 3_024),
    }  # fmt: skip
    codes = [finding.code for finding in report.findings()]
    assert (
        codes.count("withdrawn_without_date"),
        codes.count("date_without_withdrawal"),
        len(codes),
    ) == (93, 9, 102)


RECRUITING = '"gender","sat","gpa","apttest","int1","int2","int3","hired"\n"F",1230,3.5,70,4,3,4,0\n"M",990,NA,20,3,5,1,1\n'
LEARNING = '"idcode","rec","rel","fun","clar","home","class","fac"\n500001,0,3,5,3,4,4,4\n500001,1,NA,4,5,4,4,NA\n500002,0,3,4,4,NA,4,1\n'


def test_ratings_become_stars_and_a_missing_one_is_unrated(store, load, files):
    load(
        *files(recruiting=RECRUITING, learning=LEARNING),
        mapping=ForeignMap.read(map_path("peopleanalytics")),
    )
    stars = store.sql("SELECT person_id, status, stars FROM star_rating ORDER BY 1").fillna(-1)
    assert stars.values.tolist() == [
        ["learning-2", "rated", 4], ["learning-3", "unrated", -1], ["learning-4", "rated", 1],
        ["recruiting-2", "rated", 4], ["recruiting-3", "rated", 3],
    ]  # fmt: skip
    assert (
        store.sql("SELECT count(*) FROM rating_score WHERE person_id LIKE 'learning%'").squeeze()
        == 3 * 6 - 3
    )
    assert not list(hm.check_store(store))


def test_applicants_become_a_funnel_and_the_hired_a_pool(store, load, files):
    load(*files(recruiting=RECRUITING), mapping=ForeignMap.read(map_path("peopleanalytics")))
    funnel = store.sql(
        "SELECT step, sum(result = 'passed') FROM selection_step GROUP BY step ORDER BY step"
    )
    assert funnel.values.tolist() == [["1 申请", 2], ["2 面试", 2], ["3 录用", 1]]
    assert store.sql("SELECT person_id FROM pool_membership").squeeze() == "recruiting-3"


@pytest.mark.skipif(
    not (PUBLIC / "peopleanalyticsdata").is_dir(),
    reason="the public data do not stand beside the project",
)
def test_the_real_ratings_and_applicants_add_up(store, load):
    report = load(
        PUBLIC / "peopleanalyticsdata", mapping=ForeignMap.read(map_path("peopleanalytics"))
    )
    assert not list(report.findings())
    one = lambda sql: store.sql(sql).squeeze()  # noqa: E731
    assert one("SELECT count(*) FROM unit WHERE kind = 'branch'") == 326
    assert one("SELECT count(*) FROM pool_membership") == 186
    rating = "SELECT count(*) FROM star_rating WHERE person_id LIKE"
    assert (one(f"{rating} 'learning%'"), one(f"{rating} 'learning%' AND status = 'unrated'")) == (
        4974,
        200,
    )
    assert (one(f"{rating} 'recruiting%'"), one(f"{rating} 'recruiting%' AND stars IS NULL")) == (
        966,
        0,
    )
    assert one("SELECT count(*) FROM rating_score WHERE rater = '班级'") == 4974 - 638


# --- what a map can say ----------------------------------------------------------------------------


def test_rows_made_of_repeated_values_are_one_a_key_without_a_word(read_map, files):
    tables, findings = carry(read_map(PEOPLE), files(staff="no,who,dept\n1,甲,A\n2,乙,A\n3,丙,B\n"))
    assert (rows(tables, "unit"), findings) == ([("A", "A", "organ"), ("B", "B", "organ")], [])
    assert tables[0].rows["line"].to_list() == [2, 4]
    assert tables[0].headings == {"unit_id": "dept", "name": "dept", "kind": "组织类别"}


def test_a_word_that_no_value_table_names_comes_back_with_line_and_column(
    store, load, read_map, files
):
    mapping = read_map(
        PEOPLE + 'sex = { column = "g", values = { "1" = "male", "2" = "female" } }\n'
    )
    report = load(*files(staff="no,who,dept,g\n1,甲,A,1\n2,乙,A,9\n3,丙,A,\n"), mapping=mapping)
    (finding,) = report.findings()
    assert (finding.line, finding.column, finding.value, finding.code, finding.severity) == (
        3,
        "g",
        "9",
        "unknown_label",
        "error",
    )
    assert finding.remedy() == "use one of: 1、2"
    assert store.sql("SELECT person_id, sex FROM person").fillna("").values.tolist() == [
        ["1", "male"],
        ["3", ""],
    ]


def test_a_value_table_may_name_the_empty_cell_and_all_others(read_map, files):
    mapping = read_map(
        PEOPLE + 'post = { column = "p", values = { a = "A", "" = "none", "*" = "other" } }\n'
    )
    tables, _ = carry(mapping, files(staff="no,who,dept,p\n1,甲,A,a\n2,乙,A,无\n3,丙,A,z\n"))
    assert [row[-1] for row in rows(tables, "person")] == ["A", "none", "other"]


@pytest.mark.parametrize(("keep", "line", "name"), [("last", 4, "C"), ("first", 2, "A")])
def test_of_differing_rows_of_a_key_one_is_taken_and_the_others_are_told(
    read_map, files, keep, line, name
):
    mapping = read_map(
        PEOPLE.replace(
            'type = "person"', f'type = "person"\none_per_key = "{keep}"\norder_by = ["year"]'
        )
    )
    tables, findings = carry(
        mapping, files(staff="no,who,dept,year\n1,A,D,9\n2,Z,D,1\n1,C,D,11\n1,B,D,10\n2,Z,D,3\n")
    )
    assert ("1", name, "D") in rows(tables, "person") and len(rows(tables, "person")) == 2
    (finding,) = findings
    assert (finding.code, finding.severity, finding.line, finding.column, finding.value) == (
        "differing_rows",
        "warning",
        line,
        "who",
        name,
    )
    assert "line 5 who 'B'" in finding.reason()


STEPS = """
[source.staff]
file = "staff.csv"
[[record]]
type = "selection_step"
from = "staff"
melt = { columns = { "报名日期" = "报名", "考察日期" = "考察" }, name = "step", value = "day"%s }
[record.fields]
person_id = "no"
pool = { constant = "village_committee" }
step = "step"
step_date = "day"
result = { column = "day", values = { "" = "pending", "*" = "passed" } }
"""
WIDE = "no,报名日期,考察日期\n1,2018-03-01,2018.4.5\n2,2018-03-02,无\n"


def test_a_wide_row_of_dates_becomes_a_step_for_each_date_that_is_there(read_map, files):
    tables, _ = carry(read_map(STEPS % ""), files(staff=WIDE))
    assert [row[0:1] + row[2:] for row in rows(tables, "selection_step")] == [
        ("1", "报名", "2018-03-01", "passed"), ("2", "报名", "2018-03-02", "passed"), ("1", "考察", "2018.4.5", "passed"),
    ]  # fmt: skip


def test_empty_cells_of_a_wide_row_are_kept_where_the_map_says_so(read_map, files):
    tables, _ = carry(read_map(STEPS % ", keep_empty = true"), files(staff=WIDE))
    steps = [(row[0], row[2], row[4]) for row in rows(tables, "selection_step")]
    assert steps == [
        ("1", "报名", "passed"),
        ("2", "报名", "passed"),
        ("1", "考察", "passed"),
        ("2", "考察", "pending"),
    ]


def test_a_bad_date_of_a_wide_row_is_found_under_its_own_heading(store, load, read_map, files):
    load(*files(staff="no,who,dept\n1,甲,A\n"), mapping=read_map(PEOPLE))
    report = load(
        *files(staff="no,报名日期,考察日期\n1,2018-03-01,someday\n"), mapping=read_map(STEPS % "")
    )
    assert [(f.line, f.column, f.value, f.code) for f in report.findings()] == [
        (2, "考察日期", "someday", "bad_date")
    ]
    assert store.sql("SELECT step FROM selection_step").squeeze() == "报名"


def test_a_wide_row_given_again_with_one_more_date_adds_that_date(store, load, read_map, files):
    load(*files(staff="no,who,dept\n1,甲,A\n"), mapping=read_map(PEOPLE))
    wide = STEPS.replace("staff.csv", "month*.csv") % ""
    files(
        month3="no,报名日期,考察日期\n1,2018-03-01,\n",
        month4="no,报名日期,考察日期\n1,2018-03-01,2018-04-05\n",
    )
    report = load(*[p for p in files() if p.name.startswith("month")], mapping=read_map(wide))
    assert not list(report.findings())
    assert store.sql("SELECT step FROM selection_step ORDER BY step_date")["step"].tolist() == [
        "报名",
        "考察",
    ]


def test_only_rows_that_meet_the_conditions_are_carried(read_map, files):
    mapping = read_map(
        PEOPLE.replace(
            'type = "person"', 'type = "person"\nwhen = { state = ["in", ""] }\nunless = { no = 3 }'
        )
    )
    tables, findings = carry(
        mapping, files(staff="no,who,dept,state\n1,甲,A,in\n2,乙,A,out\n3,丙,A,in\n4,丁,A,\n")
    )
    assert ([row[0] for row in rows(tables, "person")], findings) == (["1", "4"], [])


JOINED = """
[source.staff]
file = "staff.csv"
[source.birth]
file = "birth.csv"
[[record]]
type = "person"
from = "staff"
join = [{ source = "birth", on = ["no"]%s }]
[record.fields]
person_id = "no"
name = "who"
unit_id = "dept"
birth_date = "born"
post = { text = "{note}/{birth.note}" }
"""
STAFF = "no,who,dept,note\n1,甲,A,x\n2,乙,A,y\n3,丙,A,z\n"


def test_two_files_are_joined_and_no_row_of_either_gets_lost_without_a_word(read_map, files):
    paths = files(
        staff=STAFF,
        birth="no,born,note\n1,1990-01-01,p\n1,1990-01-01,p\n3,1980-01-01,q\n3,1981-01-01,q\n8,1970-01-01,r\n",
    )
    tables, findings = carry(read_map(JOINED % ""), paths)
    assert rows(tables, "person") == [
        ("1", "甲", "A", "1990-01-01", "x/p"),
        ("2", "乙", "A", None, None),
    ]
    found = {(f.code, Path(f.file).name, f.line, f.value, f.severity) for f in findings}
    assert found == {
        ("no_partner", "staff.csv", 3, "2", "warning"),
        ("several_partners", "staff.csv", 4, "3", "error"),
        ("left_over", "birth.csv", 6, "8", "error"),
    }


def test_what_is_wrong_with_a_row_is_said_once(files):
    student = STUDENT.replace("XXX,2013J,902", "XXX,2015Z,902")
    readings = ForeignMap.read(map_path("oulad")).tables(
        files(student=student, student_registration=REGISTRATION)
    )
    (found,) = [
        findings
        for _, table, findings in readings
        if table and table.kind.table() == "enrolment" and len(table.rows)
    ]
    assert [(f.code, f.line, f.value) for f in found] == [("unknown_label", 3, "2015Z")]


def test_a_row_that_one_of_two_records_asked_for_is_not_left_over(read_map, files):
    second = '[[record]]\ntype = "rating_score"\nfrom = "late"\njoin = [{ source = "birth", on = ["no"] }]\n[record.fields]\nperson_id = "no"\nperiod = "born"\nrater = "no"\nscore = "no"\n'
    mapping = read_map(JOINED % "" + '[source.late]\nfile = "late.csv"\n' + second)
    _, findings = carry(
        mapping,
        files(
            staff="no,who,dept,note\n1,甲,A,x\n",
            late="no\n2\n",
            birth="no,born,note\n1,1990-01-01,p\n2,1980-01-01,q\n3,1970-01-01,r\n",
        ),
    )
    assert [(f.code, f.line) for f in findings] == [("left_over", 4)]


def test_rows_left_over_of_a_look_up_table_are_no_matter(read_map, files):
    _, findings = carry(
        read_map(JOINED % ', leftover = "drop"'),
        files(
            staff="no,who,dept,note\n1,甲,A,x\n",
            birth="no,born,note\n1,1990-01-01,p\n8,1970-01-01,r\n",
        ),
    )
    assert findings == []


def test_a_file_that_only_lends_columns_stands_in_the_log_too(store, load, oulad):
    load(*oulad, mapping=ForeignMap.read(map_path("oulad")))
    assert {Path(file).name for file in store.info()["files"]} == {path.name for path in oulad}


def test_headings_may_stand_below_titles_and_footers_are_no_data(read_map, tmp_path):
    path = tmp_path / "staff.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, lines in {
            "说明": [["本表"]],
            "2018": [
                ["名册"],
                [],
                ["no", "who", "dept"],
                ["1", "甲", "A"],
                [],
                ["合计", "1"],
                ["填表人：乙"],
            ],
        }.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
    mapping = read_map(PEOPLE.replace('"staff*.csv"', '"*.xlsx"\nsheet = "20*"'))
    tables, findings = carry(mapping, [path])
    assert tables[1].rows.rows() == [(4, "1", "甲", "A")]
    assert tables[1].skipped == {"blank": 1, "footer": 1, "summary": 1}
    assert [(f.code, f.sheet) for f in findings] == [("unmapped_file", "说明")]


def test_files_and_columns_that_a_map_says_nothing_of_are_told(read_map, files):
    paths = files(staff="no,who,dept,age,empty\n1,甲,A,30,\n", other="a\n1\n")
    _, findings = carry(read_map(PEOPLE), paths)
    assert [(f.code, f.value or f.column, f.severity) for f in findings] == [
        ("unmapped_column", "age", "warning"), ("unmapped_file", "other.csv", "warning"),
    ]  # fmt: skip
    excused = (
        PEOPLE.replace(
            'file = "staff*.csv"', 'file = "staff*.csv"\nignored = { age = "not asked" }'
        )
        + '[ignored_files]\n"OTHER*" = "not ours"\n'
    )
    assert carry(read_map(excused), paths)[1] == []


def test_a_look_up_file_without_the_file_that_asks_it_is_told(files):
    _, findings = carry(
        ForeignMap.read(map_path("oulad")),
        files(student=STUDENT, student_registration=REGISTRATION, assessment=ASSESSMENT),
    )
    assert ("unmapped_file", "assessment.csv") in {(f.code, f.value) for f in findings}


def test_a_reference_may_be_given_by_name(store, load, read_map, files):
    mapping = read_map(
        PEOPLE.replace(
            'unit_id = "dept"\nname = "dept"', 'unit_id = { text = "U-{dept}" }\nname = "dept"'
        ).replace('name = "who"\nunit_id', 'name = "who"\n"unit_id.name"')
    )
    load(*files(staff="no,who,dept\n1,甲,财政局\n"), mapping=mapping)
    assert store.sql("SELECT unit_id FROM person").squeeze() == "U-财政局"


# --- rules, against plain Python ---------------------------------------------------------------------

WORDS = st.sampled_from(["a", "b", "c", "", None, "无", "N/A"])


def cells(rule, tables=None, **columns):
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return frame.select(value(rule, tables or {}).alias("v"))["v"].to_list() if len(frame) else []


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1))
def test_a_composed_value_is_whole_or_missing(pairs):
    known = lambda word: word if word in ("a", "b", "c") else None  # noqa: E731
    rule = Rule(text="{x}-{y}")
    expected = [f"{x}-{y}" if known(x) and known(y) else None for x, y in pairs]
    assert cells(rule, x=[x for x, _ in pairs], y=[y for _, y in pairs]) == expected


@given(
    st.lists(
        st.tuples(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(-4000, 4000)),
        min_size=1,
    )
)
def test_days_are_counted_from_the_day_that_another_rule_gives(pairs):
    rule = Rule(column="n", days_after={"column": "start"})
    expected = [(day + timedelta(n)).isoformat() for day, n in pairs]
    assert (
        cells(rule, start=[day.isoformat() for day, _ in pairs], n=[str(n) for _, n in pairs])
        == expected
    )


@given(
    st.lists(
        st.lists(st.sampled_from(["1", "2", "3", "4", "5", "NA"]), min_size=3, max_size=3),
        min_size=1,
    )
)
def test_the_median_of_ratings_is_one_of_them_or_missing(triples):
    expected = [None if "NA" in triple else sorted(triple)[1] for triple in triples]
    assert (
        cells(
            Rule(median_of=["a", "b", "c"]),
            **{name: [t[i] for t in triples] for i, name in enumerate("abc")},
        )
        == expected
    )


@pytest.mark.parametrize("cell", ["ten", "1.5", "1e9", "2013-01-01"])
def test_what_is_no_number_of_days_is_found(cell):
    rule = Rule(column="n", days_after={"constant": "2018-01-01"})
    frame = pl.DataFrame({"n": [cell, "3", None, "无"]})
    wrong = [
        (p.column, p.code, frame.select(p.wrong.fill_null(False)).to_series().to_list())
        for p in problems(rule, {})
    ]
    assert wrong[0] == ("n", "bad_number", [True, False, False, False])


# --- maps that are wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('type = "person"', 'type = "persons"', ["persons", "person", "enrolment"]),
        ("person_id =", "persn_id =", ["[[record]] 2 person.fields", "persn_id", "person_id"]),
        ('name = "who"\n', "", ["[[record]] 2 person.fields", "where name comes from"]),
        ('from = "staff"', 'from = "stuff"', ["stuff", "staff"]),
        ('unit_id = "dept"', 'unit_id = { column = "dept", values = "depts" }', ["unit_id", "depts"]),
        ('name = "who"', '"name.scope" = "who"', ["name.scope"]),
        ('file = "staff*.csv"', 'flie = "staff*.csv"', ["source.staff", "file"]),
        ('name = "who"', 'name = { column = "who", text = "{who}" }', ["record.1.fields.name", "exactly one of"]),
        ('name = "who"', 'name = { text = "{who}", values = { a = "b" } }', ["need column"]),
        ('one_per_key = "equal"', 'one_per_key = "any"', ["one_per_key", "first"]),
        ("[source.staff]", '[source.spare]\nfile = "spare.csv"\n[source.staff]', ["source.spare"]),
        ("[source.staff]", "[source.staff", ["my.toml"]),
    ],
)  # fmt: skip
def test_a_wrong_map_is_refused_with_file_key_and_what_could_stand_there(read_map, old, new, told):
    with pytest.raises(BadValue) as error:
        read_map(PEOPLE.replace(old, new))
    for part in ["my.toml", *told]:
        assert part in str(error.value)


def test_a_map_that_is_not_there_is_no_mystery(tmp_path):
    with pytest.raises(UnreadableFile, match=r"no\.toml"):
        ForeignMap.read(tmp_path / "no.toml")


def test_a_column_that_the_file_lacks_stops_the_load_before_it_begins(store, load, read_map, files):
    with pytest.raises(MapMismatch, match=r"staff\.csv.*'who'.*no、name、dept"):
        load(*files(staff="no,name,dept\n1,甲,A\n"), mapping=read_map(PEOPLE))
    assert not store.info()["files"]


def test_a_column_to_join_on_must_stand_in_both_files(read_map, files):
    with pytest.raises(MapMismatch, match=r"birth\.csv.*'no'"):
        carry(read_map(JOINED % ""), files(staff=STAFF, birth="id,born,note\n1,1990-01-01,p\n"))


def test_a_file_that_the_map_needs_must_be_among_those_given(read_map, files):
    with pytest.raises(MapMismatch, match=r"birth\.csv.*given.*staff\.csv|birth\.csv.*staff\.csv"):
        carry(read_map(JOINED % ""), files(staff=STAFF))


def test_a_file_given_without_the_one_it_is_joined_to_is_not_passed_over(files):
    with pytest.raises(MapMismatch, match=r"assessment\.csv"):
        ForeignMap.read(map_path("oulad")).tables(
            files(student=STUDENT, student_registration=REGISTRATION, student_assessment=SCORE)
        )


def test_a_map_whose_files_are_all_optional_needs_one_of_them(files):
    with pytest.raises(MapMismatch, match=r"recruiting\.csv"):
        carry(ForeignMap.read(map_path("peopleanalytics")), files(other="a,b\n1,2\n"))


def test_a_bare_name_means_a_map_of_the_office_before_one_of_the_project(home):
    own = home / "maps"
    own.mkdir()
    (own / "oulad.toml").write_text("")
    assert map_path("oulad") == map_path("oulad.toml") == own / "oulad.toml"
    assert map_path("peopleanalytics").parent == PROJECT / "data/maps"
    assert map_path(str(own / "oulad.toml")) == own / "oulad.toml"
    with pytest.raises(BadValue, match="oulad"):
        map_path("oulat")
