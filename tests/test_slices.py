"""A CSV too large to be held is loaded in slices: what is stored and what comes back is as if it had been read at once."""

import hashlib
import os
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hongmiao as hm
from hongmiao.files.csv_file import Entire, slices_of
from hongmiao.load import rolled, slices, unchanged, write_returned
from small_district import PEOPLE, UNITS
from test_load_again import stored

COURSES = [["班次编号", "班次名称", "学时", "开始日期"], ["C1", "一", "24", "2018-03-01"], ["C2", "二", "", ""]]  # fmt: skip
CELLS = {
    "人员编号": ["P1", "P2", "P3", "P4"] * 3 + ["P9", "", "李四", "110101198001010010"],
    "姓名": ["", "张三", "李四", "李四"],
    "班次编号": ["C1", "C2", "C1", "C2", "一"],
    "参训次序": ["1", "2", "3", "4", "5"] * 3 + ["", "x"],
    "参训状态": ["已完成", "请假", "退学", "未开始"] * 3 + ["怪"],
    "完成学时": ["", "8", "12", "30"],
    "完成日期": ["", "2018-06-07", "2018-02-05", "2018-06", "2018/6/8"],
    "退出日期": ["", "", "2018-06-01"],
    "序号": ["1"],
    "备用": ["", "", "", "记"],
}
LEFT_OUT = st.sets(st.sampled_from(["姓名", "完成学时", "完成日期", "退出日期", "序号", "备用"]))
ROWS = st.lists(
    st.one_of(
        *[st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in CELLS.items()})] * 9,
        st.sampled_from([{}, {"人员编号": "合计"}, {"人员编号": "填表人：张三"}, {name: name for name in CELLS}]),
    ),
    min_size=4, max_size=24,
)  # fmt: skip


def text_of(left_out: set[str], rows: list[dict[str, str]], end: str = "\n") -> str:
    names = [name for name in CELLS if name not in left_out]
    lines = [names, *([row.get(name, "") for name in names] for row in rows)]
    return end.join(map(",".join, lines)) + end


@pytest.fixture
def in_slices(monkeypatch):
    """Has files read in slices of so many bytes, or at once; gives the numbers of ranges that were settled."""
    ranges = []
    monkeypatch.setattr(slices, "RANGE", 3)
    monkeypatch.setattr(slices, "SAMPLES", 1)
    monkeypatch.setattr(unchanged, "LARGE", 0)
    monkeypatch.setattr(
        slices.Slices, "_ranges", lambda self, of=slices.Slices._ranges: (ranges.append(len(r)) or r for r in of(self))
    )  # fmt: skip

    def run(size: int) -> list[int]:
        monkeypatch.setattr(slices, "SLICE", size)
        ranges.clear()
        return ranges

    return run


def begun(path) -> hm.Store:
    store = hm.open_store(path)
    store.clear()
    return store


def said(store, report, folder) -> dict:
    """All that a load says and leaves: findings in their order, figures, tables, and the rows given back."""
    known = {
        (row["form"], row["columns"], name, row[name][at : at + 8])
        for row in store.db.table("known_line").rows
        for name in ("lines", "keys")
        for at in range(0, len(row[name]), 8)
    }
    back = [path.read_bytes() for path in write_returned(report, folder) if path.suffix == ".csv"]
    figures = [source.as_dict() | {"sha256": source.sha256} for source in report.sources]
    findings = [*map(repr, report.findings())]
    return {"findings": findings, "figures": figures, "known": known, "back": back} | stored(store)


@settings(max_examples=20)
@given(
    first=ROWS,
    again=ROWS,
    left_out=LEFT_OUT,
    many=st.sampled_from([0, 10**9]),
    few=st.sampled_from([8, 0.1]),
    end=st.sampled_from(["\n", "\r\n"]),
    beside=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
    size=st.sampled_from([150, 400]),
)
def test_in_slices_is_as_at_once(
    home, tmp_path, csv_file, monkeypatch, in_slices, first, again, left_out, many, few, end, beside, encoding, size
):  # fmt: skip
    monkeypatch.setattr(rolled, "MANY", many)
    monkeypatch.setattr(rolled, "FEW", few)
    told = {}
    for size_ in (size, 10**9):
        in_slices(size_)
        store = begun(home / f"{size_ > 10**6}.db")
        told[size_] = []
        tables = {"1.csv": UNITS, "2.csv": PEOPLE, "3.csv": COURSES}
        files = [csv_file(name, table) for name, table in tables.items()]
        if not beside:
            in_slices(10**9)
            hm.load(store, files)
            in_slices(size_)
            files = []
        for rows in (first, again):
            path = csv_file("a.csv", text_of(left_out, rows, end), encoding)
            told[size_].append(said(store, hm.load(store, [*files, path]), tmp_path / "back"))
            files = []
        assert not list(home.glob("*-aside"))
    for parted, at_once in zip(told[size], told[10**9], strict=True):
        assert parted.keys() == at_once.keys()
        for name in parted:
            assert parted[name] == at_once[name], name


def enrolments(count: int) -> str:
    rows = [f"P{n % 4 + 1},C{n // 4 % 2 + 1},{n // 8 + 1},已完成,8,2018-06-07" for n in range(count)]  # fmt: skip
    return "\n".join(["人员编号,班次编号,参训次序,参训状态,完成学时,完成日期", *rows]) + "\n"


@pytest.fixture
def trained(store, district, load, csv_file):
    load(csv_file("courses.csv", COURSES))
    return store


def test_rows_go_in_range_by_range(trained, csv_file, load, in_slices):
    ranges = in_slices(200)
    assert load(csv_file("a.csv", enrolments(40), "utf-8")).total("rows_new") == 40
    assert len(ranges) >= 4 and sum(ranges) == 40


def test_what_waits_is_its_keepers_alone_and_goes_with_the_load(
    trained, csv_file, in_slices, monkeypatch
):
    in_slices(200)
    seen = []

    def fails(self, intake, count):
        seen.extend(stat.S_IMODE(os.stat(path).st_mode) for path in (self.folder, *self.runs))
        raise KeyboardInterrupt

    monkeypatch.setattr(slices.Slices, "settled", fails)
    with pytest.raises(KeyboardInterrupt):
        hm.load(trained, [csv_file("a.csv", enrolments(40), "utf-8")])
    assert seen[0] == 0o700 and len(seen) > 3 and set(seen[1:]) == {0o600}
    assert not list(trained.path.parent.glob("*-aside"))


def test_what_a_killed_load_left_goes_when_the_store_is_opened(trained):
    left = trained.path.with_name(trained.path.name + "-aside")
    left.mkdir()
    (left / "enrolment-run-0.arrow").write_bytes(b"people")
    with trained.writing():
        left.mkdir()
        hm.open_store(trained.path)
        assert left.exists()  # it may be that of the load that goes on
    hm.open_store(trained.path)
    assert not left.exists()


def test_a_file_that_is_changed_while_it_is_read_is_read_anew(
    trained, csv_file, load, in_slices, monkeypatch
):
    in_slices(200)
    path = csv_file("a.csv", enrolments(40).replace("P1,C1,1,已完成", "P1,C1,1,怪"), "utf-8")
    settled = slices.Slices.settled

    def changed(self, intake, count):
        path.write_bytes(enrolments(44).encode())
        return settled(self, intake, count)

    monkeypatch.setattr(slices.Slices, "settled", changed)
    report = load(path)
    assert report.total("rows_new") == 44 and not report.count("error")
    assert report.sources[0].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("mark", ['"', "\0", "\r"])
def test_lines_that_do_not_stand_by_themselves_are_not_parted(tmp_path, mark):
    path = tmp_path / "a.csv"
    path.write_text("a,b\nc,d\n".replace("\n" if mark == "\r" else "d", mark), newline="")
    with pytest.raises(Entire):
        list(slices_of(path, 3))
