"""The files in data/sample show what offices send, and give what the README says they give."""

import hongmiao as hm
from test_repository import ROOT


def test_of_twenty_people_fourteen_go_in_and_six_come_back_each_with_its_reason(store):
    report = hm.load(store, [ROOT / "data/sample"])
    told = {(finding.line, finding.column, finding.code) for finding in report.findings()}
    assert told == {
        (8, "编号", "damaged_id"),
        (17, "学历", "unknown_label"),
        (18, "出生日期", "no_such_day"),
        (19, "出生日期", "contradiction"),
        (20, "出生日期", "contradiction"),
        (22, "所在党支部", "missing_reference"),
    }
    assert store.info()["rows"]["person"] == 14
    people = report.sources[1]
    assert (people.rows_new, people.rows_back) == (14, 6)
    assert people.table.skipped == {"blank": 1, "footer": 1, "summary": 2}
