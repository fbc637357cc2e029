"""Projects: each piece of the programme with its target, progress, due date and owner."""

from .base import Record, day, ident, label, number, text, unit

STAGES = {
    "select": ("选苗", "Select"),
    "train": ("育苗", "Train"),
    "temper": ("墩苗", "Temper"),
    "use": ("用苗", "Use"),
    "protect": ("护苗", "Protect"),
}


class Project(Record):
    """A task with a number to reach by a day."""

    zh, en = "项目", "Project"

    project_id = ident("项目编号", "Project ID", "编号", example="X0001")
    stage = label("阶段", "Stage", "所属阶段", labels=STAGES, nullable=False, example="护苗")
    name = text(
        "项目名称",
        "Project name",
        "项目",
        "名称",
        "Name",
        nullable=False,
        example="新建党群服务中心",
    )
    owner_unit_id = unit("责任单位", "牵头单位", zh="责任单位编号", en="Owner unit", nullable=True)
    target = number("目标", "Target", "目标值", "目标数", nullable=False, example="7")
    done = number("完成", "Done", "已完成", "完成数", "完成值", example="3")
    unit_of_measure = text("计量单位", "Unit of measure", example="个")
    due_date = day("完成期限", "Due date", "截止日期", "期限", "完成时限", example="2018-12-31")
