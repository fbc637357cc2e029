"""A district small enough to be held in the head: six units, four people, two of them of one name; all invented."""

from datetime import date

UNITS = [
    ["组织编号", "组织名称", "组织类别", "上级组织"],
    ["U1", "示范区", "区", ""],
    ["U2", "古渡镇", "镇", "U1"],
    ["U3", "新城街道", "街道", "U1"],
    ["U4", "柳湾村", "行政村", "U2"],
    ["B1", "第一党支部", "党支部", "U2"],
    ["B2", "第一党支部", "党支部", "U3"],
]
PEOPLE = [
    ["人员编号", "姓名", "性别", "出生日期", "政治面貌", "入党日期", "所在组织"],
    ["P1", "张三", "男", "1985-03-12", "中共党员", "2008-07-01", "B1"],
    ["P2", "李四", "女", "1990-11-02", "中共党员", "2012-07-01", "B1"],
    ["P3", "王五", "男", "1979-01-20", "中共党员", "2001-07-01", "B2"],
    ["P4", "张三", "男", "1992-05-06", "中共预备党员", "2017-06-01", "B2"],
]


def national_id(birth: date, sequence: int) -> str:
    """An identity number with its check digit; an odd sequence is a man's."""
    first = f"410108{birth:%Y%m%d}{sequence:03}"
    return (
        first + "10X98765432"[sum(int(d) * (2 ** (17 - i) % 11) for i, d in enumerate(first)) % 11]
    )
