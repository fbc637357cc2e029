"""Placements: postings that temper people, first secretaries among them."""

import polars as pl

from .base import Record, day, dy, label, person, unit

KINDS = {
    "first_secretary": ("第一书记", "First secretary", "驻村第一书记"),
    "secondment": ("墩苗锻炼", "Secondment", "挂职", "挂职锻炼", "墩苗"),
}
THEMES = {
    "urbanisation": ("新型城镇化", "New urbanisation"),
    "four_areas": ("四个片区建设", "Four development areas", "片区建设"),
    "air": ("大气污染防治", "Air pollution control", "污染防治"),
    "petitions": ("信访稳定", "Petitions and stability", "信访"),
}
GRADES = {
    "excellent": ("优秀", "Excellent"),
    "competent": ("称职", "Competent", "合格"),
    "basic": ("基本称职", "Basically competent", "基本合格"),
    "incompetent": ("不称职", "Not competent", "不合格"),
}


class Placement(Record):
    """A posting of a person to a unit for a time."""

    zh, en = "墩苗岗位", "Placement"

    person_id = person(key=True, scopes=("原单位", "原所在单位", "Home unit"))
    unit_id = unit(
        "派驻单位",
        "派驻村",
        "挂职单位",
        "任职村",
        "接收单位",
        zh="派驻单位编号",
        en="Placed unit",
        key=True,
        example="U0003",
    )
    start_date = day(
        "开始日期",
        "Start date",
        "任职日期",
        "任职时间",
        "起始日期",
        "派驻日期",
        key=True,
        example="2018-01-10",
    )
    kind = label(
        "岗位类别",
        "Kind",
        "类别",
        "派驻类别",
        "锻炼类别",
        labels=KINDS,
        nullable=False,
        example="第一书记",
    )
    theme = label("锻炼主题", "Theme", "主题", labels=THEMES, open=True)
    end_date = day("结束日期", "End date", "离任日期", "结束时间", "期满日期", example="2019-12-31")
    grade = label("考核等次", "Grade", "等次", "考核结果", labels=GRADES, example="称职")

    @dy.rule()
    def ends_after_start(cls) -> pl.Expr:
        return pl.col("end_date").is_null() | (pl.col("end_date") >= pl.col("start_date"))
