"""Selection steps: each dated step a candidate passed, failed or awaits."""

from .base import Record, day, label, person, text
from .pool_membership import POOLS

RESULTS = {
    "passed": ("通过", "Passed", "合格", "同意", "入选"),
    "failed": ("未通过", "Failed", "不合格", "不同意", "淘汰", "落选"),
    "pending": ("待定", "Pending", "进行中", "未开始"),
}


class SelectionStep(Record):
    """One step of a candidate on the way into a pool."""

    zh, en = "选拔环节", "Selection step"

    person_id = person(key=True)
    pool = label(
        "储备库",
        "Pool",
        "后备库",
        "库别",
        "选拔类别",
        labels=POOLS,
        open=True,
        key=True,
        example="科级后备干部",
    )
    step = text("环节", "Step", "选拔环节", "程序", "步骤", key=True, example="单位民主推荐")
    step_date = day(
        "环节日期", "Step date", "日期", "时间", "环节时间", nullable=True, example="2018-03-05"
    )
    result = label("结果", "Result", "环节结果", labels=RESULTS, nullable=False, example="通过")
    note = text("备注", "Note", "说明")
    exception_reason = text("破格原因", "Exception reason", "破格理由", "破格")
    exception_by = text("破格批准", "Exception allowed by", "破格批准人", "破格批准机构")
