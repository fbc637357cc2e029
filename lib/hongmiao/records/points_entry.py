"""Points entries: the red account's bookings."""

from .base import Record, day, ident, label, number, person, text, whole

EFFECTS = {
    "good": ("好", "Good", "优", "优秀", "突出"),
    "fair": ("较好", "Fair", "良", "良好"),
    "plain": ("一般", "Plain", "中", "合格"),
    "poor": ("差", "Poor", "较差", "不合格"),
}


class PointsEntry(Record):
    """One booking of volunteer points to a person's account."""

    zh, en = "红色账户", "Points entry"

    entry_id = ident("流水号", "Entry ID", "记录编号", "积分编号", "流水编号", example="R0001")
    person_id = person()
    activity_date = day(
        "活动日期",
        "Activity date",
        "日期",
        "时间",
        "活动时间",
        nullable=False,
        example="2018-05-06",
    )
    activity = text("活动内容", "Activity", "活动", "活动名称", "事项", example="河道清洁志愿服务")
    times = whole("次数", "Times", "频次", "参与次数", unit="times", example="1")
    effect = label("效果", "Effect", "活动效果", "成效", labels=EFFECTS, open=True, example="好")
    points = number(
        "积分", "Points", "得分", "分值", unit="points", minimum=None, nullable=False, example="5"
    )
