"""Activities: themed Party days, the three meetings and one class, and others, due and held."""

from .base import Record, day, ident, label, text, unit, whole

KINDS = {
    "theme_day": ("主题党日", "Themed Party day"),
    "member_meeting": ("党员大会", "Members' meeting", "支部党员大会"),
    "committee_meeting": ("支委会", "Committee meeting", "支部委员会"),
    "group_meeting": ("党小组会", "Group meeting"),
    "party_class": ("党课", "Party class"),
    "three_meetings": ("三会一课", "Three meetings and one class"),
    "democratic_life": ("民主生活会", "Democratic life meeting"),
    "organisational_life": ("组织生活会", "Organisational life meeting"),
    "volunteer": ("志愿服务", "Volunteer service"),
}


class Activity(Record):
    """One activity of a unit: when it was due, whether it was held, who came."""

    zh, en = "活动", "Activity"

    activity_id = ident("活动编号", "Activity ID", "编号", example="A0001")
    unit_id = unit("主办支部", "组织单位")
    kind = label(
        "活动类型",
        "Kind",
        "活动类别",
        "类型",
        "类别",
        labels=KINDS,
        open=True,
        nullable=False,
        example="主题党日",
    )
    title = text("活动主题", "Title", "活动名称", "主题", example="重温入党誓词")
    due_date = day(
        "应开展日期",
        "Due date",
        "计划日期",
        "应开日期",
        "截止日期",
        nullable=False,
        example="2018-03-10",
    )
    held_date = day(
        "开展日期", "Held date", "实际日期", "召开日期", "开展时间", example="2018-03-09"
    )
    expected = whole("应到人数", "Expected", "应到", "应参加人数", unit="persons", example="30")
    attended = whole("实到人数", "Attended", "实到", "参加人数", unit="persons", example="28")
