"""Vacancies: posts that stand empty, and who filled them."""

from .base import Record, day, ident, label, person, text, unit
from .person import POST_LEVELS


class Vacancy(Record):
    """A post open from a day on, filled or not."""

    zh, en = "空缺", "Vacancy"

    vacancy_id = ident("空缺编号", "Vacancy ID", "职位编号", "编号", example="V0001")
    unit_id = unit("用人单位")
    post = text("空缺职位", "Post", "职位", "职务", "岗位", nullable=False, example="党政办主任")
    post_level = label(
        "职位层次", "Post level", "职级", "级别", labels=POST_LEVELS, open=True, example="副科级"
    )
    open_date = day(
        "空缺日期", "Open date", "出缺日期", "空缺时间", nullable=False, example="2018-02-01"
    )
    filled_by = person(
        nullable=True,
        zh="补任人员编号",
        en="Filled by",
        names=("补任人员", "任职人员", "补任人"),
        scopes=(),
        example="",
    )
    filled_date = day("补任日期", "Filled date", "任职日期", "补缺日期", example="")
