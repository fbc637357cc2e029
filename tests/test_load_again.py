"""A large file loaded again: lines known from the last time are not read, and all is as if they had been."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hongmiao as hm
from hongmiao.load import unchanged
from small_district import PEOPLE, UNITS

HEAD = "人员编号,班次编号,参训次序,参训状态,完成学时,完成日期"
COURSE = ["班次编号", "班次名称", "学时", "开始日期"]
LINE = st.builds(
    ",".join,
    st.tuples(
        st.sampled_from(["P1", "P2", "P3", "P4"] * 4 + ["P9"]), st.sampled_from(["C1", "C2"]), st.sampled_from(["1", "2", "3", "4"] * 4 + ["x"]),
        st.sampled_from(["已完成", "请假", "退学"] * 4 + ["怪"]), st.sampled_from(["", "8", "12", "24"] * 2 + ["30"]), st.sampled_from(["", "2018-06-07", "2018-06-08"] * 2 + ["2018-02-05"]),
    ),
)  # fmt: skip
MORE = st.lists(LINE, max_size=2)
FIRST = st.lists(LINE, min_size=6, max_size=16, unique_by=lambda line: line[:7])
IDLE = st.lists(st.sampled_from(["", "合计,,,,,", "填表人：张三,,,,,"]), max_size=2)
# Each step loads the file again without a line, with more lines and perhaps one with the key of another; or only the
# new lines as a file of another name; or courses that begin on another day.
STEP = st.tuples(
    st.sampled_from(["a.csv"] * 4 + ["b.csv", "course"]), st.integers(0, 9), MORE, st.sampled_from([0, 0, 1]), st.sampled_from(["2018-01-01", "2018-06-08"])
)  # fmt: skip


def files_of(first: list[str], steps: list[tuple]) -> list[tuple[str, str]]:
    """Names and texts of the files that the steps load."""
    lines, files = first, [("a.csv", first)]
    for name, left_out, more, twin, begins in steps:
        if name == "course":
            files.append((name, [f"C1,一,24,{begins}"]))
        elif name == "b.csv":
            files.append((name, more))
        else:
            twins = [
                ",".join([*line.split(",")[:3], "请假", "", ""]) for line in lines[:twin] if line
            ]
            lines = [*lines[:left_out], *lines[left_out + 1 :], *more, *twins]
            files.append((name, lines))
    heads = {"course": ",".join(COURSE)}
    return [(name, "\n".join([heads.get(name, HEAD), *lines]) + "\n") for name, lines in files]


def stored(store) -> dict[str, list]:
    """All that a store holds but times of day, the numbers of findings, and the digests themselves."""
    tables = (name for name in store.db.table_names() if name != "known_line")
    left_out = {
        "load": {"started", "finished"},
        "source": {"path", "file"},
        "finding": {"finding_id"},
    }
    return {
        name: sorted(
            (tuple(v for k, v in row.items() if k not in left_out.get(name, ())) for row in store.db.table(name).rows),
            key=repr,
        )
        for name in tables
    }  # fmt: skip


@settings(max_examples=40)
@given(first=FIRST, idle=IDLE, steps=st.lists(STEP, min_size=1, max_size=4))
def test_what_is_not_read_again_is_as_if_it_had_been(
    home, csv_file, monkeypatch, first, idle, steps
):
    reports = {}
    for large in (0, 10**9):
        monkeypatch.setattr(unchanged, "LARGE", large)
        store = hm.open_store(home / f"{large}.db")
        store.clear()
        begun = [COURSE, ["C1", "一", "24", "2018-03-01"], ["C2", "二", "", ""]]
        tables = {"1.csv": UNITS, "2.csv": PEOPLE, "3.csv": begun}
        hm.load(store, [csv_file(name, table) for name, table in tables.items()])
        said = reports[large] = []
        for name, text in files_of([*first, *idle], steps):
            report = hm.load(store, [csv_file(name.replace("course", "3.csv"), text, "utf-8")])
            said.append(
                (sorted(map(repr, report.findings())), [s.as_dict() for s in report.sources])
            )
        said.append(stored(store))
    assert reports[0] == reports[10**9]


@pytest.fixture
def again(store, district, load, csv_file, monkeypatch):
    """Loads lines as a file of the same name, and says how many of them were not read."""
    monkeypatch.setattr(unchanged, "LARGE", 0)
    load(csv_file("courses.csv", [COURSE, ["C1", "一", "24", "2018-03-01"]]))

    def run(*lines: str, name: str = "a.csv") -> int:
        report = load(csv_file(name, "\n".join([HEAD, *lines]) + "\n", "utf-8"))
        return sum(source.rows_known for source in report.sources)

    return run


LINES = [f"P{n},C1,{attempt},已完成,8,2018-06-07" for n in (1, 2, 3) for attempt in (1, 2)]


def test_only_the_lines_that_differ_are_read(again, store):
    assert again(*LINES) == 0 and again(*LINES) == 6
    assert again(*LINES[:5], "P3,C1,2,请假,8,") == 5
    assert store.db.execute("SELECT count(*) FROM enrolment WHERE status = 'leave'").fetchone() == (
        1,
    )
    assert again(*LINES[:5]) == 5


def test_a_line_that_has_the_key_of_a_known_one_is_found(again, store):
    again(*LINES)
    assert again(*LINES, "P3,C1,2,请假,8,") == 0
    assert store.db.execute(
        "SELECT count(*) FROM finding WHERE code = 'contradiction'"
    ).fetchone() == (2,)


def test_a_check_that_finds_a_known_row_has_all_lines_read(again, load, csv_file, store):
    again(*LINES)
    load(csv_file("courses.csv", [COURSE, ["C1", "一", "24", "2018-07-01"]]))
    assert again(*LINES) == 0
    assert store.db.execute(
        "SELECT count(*) FROM open_finding WHERE code = 'completed_before_start'"
    ).fetchone() == (6,)


def test_another_file_of_the_same_records_has_all_lines_read(again):
    again(*LINES)
    assert again(LINES[0].replace("8,", "9,"), name="b.csv") == 0
    assert again(*LINES) == 0


def test_lines_that_name_people_are_read_each_time(store, district, load, csv_file, monkeypatch):
    monkeypatch.setattr(unchanged, "LARGE", 0)
    path = csv_file("r.csv", "姓名,周期,星级\n李四,2018Q1,五星\n王五,2018Q1,四星\n", "utf-8")
    assert [sum(s.rows_known for s in load(path).sources) for _ in range(2)] == [0, 0]
