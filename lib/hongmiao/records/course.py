"""Courses: the classes of the year's training plan."""

import polars as pl

from .base import Record, day, dy, flag, ident, label, number, text, whole

# Five levels are named by the programme; the sixth is not, so other words are kept as they stand.
AUDIENCES = {
    "section_cadre": ("科级干部", "Section-level cadres"),
    "village_cadre": (
        "农村（社区）干部",
        "Village (community) cadres",
        "农村(社区)干部",
        "农村干部",
        "社区干部",
    ),
    "party_member": ("党员", "Party members"),
    "development_target": ("党员发展对象", "Development targets", "发展对象"),
    "applicant": ("入党积极分子", "Party applicants", "积极分子"),
    "other": ("其他", "Other"),
}
MODES = {
    "offline": ("线下", "In person", "面授", "脱产", "集中", "现场"),
    "online": ("网络", "Online", "线上", "网络培训", "在线"),
}


class Course(Record):
    """A class (班次) held once; held again it is another row."""

    zh, en = "班次", "Course"
    named_by = "title"

    course_id = ident(
        "班次编号", "Course ID", "课程编号", "培训编号", "班次代码", "编号", example="C0001"
    )
    title = text(
        "班次名称",
        "Course title",
        "课程名称",
        "培训名称",
        "培训班名称",
        "班次",
        "Title",
        nullable=False,
        example="科级干部能力提升班",
    )
    audience = label(
        "培训层级",
        "Audience",
        "培训对象",
        "层级",
        "对象",
        labels=AUDIENCES,
        open=True,
        example="科级干部",
    )
    theme = text("主题", "Theme", "培训主题", "专题", example="党性教育")
    kind = text("培训类别", "Kind", "类别", example="集中培训")
    mode = label("培训方式", "Mode", "方式", "形式", labels=MODES, example="线下")
    planned_persontimes = whole(
        "计划人次", "Planned person-times", "计划培训人次", unit="persontimes", example="60"
    )
    hours = number("学时", "Hours", "总学时", "课时", unit="hours", example="24")
    start_date = day(
        "开始日期",
        "Start date",
        "开班日期",
        "开班时间",
        "起始日期",
        "培训时间",
        example="2018-04-10",
    )
    end_date = day("结束日期", "End date", "结业日期", "结束时间", example="2018-04-12")
    mandatory = flag("是否必修", "Mandatory", "必修", "必训")

    @dy.rule()
    def ends_after_start(cls) -> pl.Expr:
        return (
            pl.col("end_date").is_null()
            | pl.col("start_date").is_null()
            | (pl.col("end_date") >= pl.col("start_date"))
        )
