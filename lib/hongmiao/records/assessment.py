"""Assessments: a person's weighted indicators, target and actual."""

from .base import Record, number, period, person, text


class Assessment(Record):
    """One indicator of a person in a period."""

    zh, en = "考核", "Assessment"

    person_id = person(key=True)
    period = period()
    indicator = text("考核指标", "Indicator", "指标", "考核内容", key=True, example="重点项目推进")
    weight = number("权重", "Weight", unit="percent", example="30")
    target = number("目标值", "Target", "目标", minimum=None, example="10")
    actual = number("完成值", "Actual", "实际值", "完成", minimum=None, example="9")
    score = number("得分", "Score", "考核得分", "分数", unit="points", example="90")
    rater = text("考核主体", "Rater", "评价主体", "考核人", example="单位党组")
