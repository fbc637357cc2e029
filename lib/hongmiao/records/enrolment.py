"""Enrolments: a person on a course, one row per attempt."""

from .base import Record, day, label, number, person, reference, whole

# Enrolled is not started, on leave is not absent, withdrawn is not failed: they stay apart everywhere.
STATUSES = {
    "enrolled": ("未开始", "Not started", "已报名", "报名", "未开班"),
    "in_progress": ("学习中", "In progress", "在训", "进行中", "在学", "在读"),
    "completed": ("已完成", "Completed", "完成", "结业", "已结业", "合格", "毕业", "完成培训"),
    "leave": ("请假", "On leave", "事假", "病假", "公假"),
    "absent": ("缺勤", "Absent", "缺席", "旷课", "未参加"),
    "withdrawn": ("退学", "Withdrawn", "退出", "中途退出", "退班"),
    "failed": ("未通过", "Failed", "不合格", "未结业", "考核不合格"),
}
GRADES = {
    "distinction": ("优秀", "Distinction", "优秀学员"),
    "pass": ("合格", "Pass", "良好"),
    "fail": ("不合格", "Fail"),
}


class Enrolment(Record):
    """One attempt of a person at a course; a later unfinished attempt hides no earlier completion."""

    zh, en = "参训", "Enrolment"

    person_id = person(key=True)
    course_id = reference(
        "course",
        "班次编号",
        "Course ID",
        "课程编号",
        "培训编号",
        "班次代码",
        key=True,
        names=(
            "班次名称",
            "课程名称",
            "培训名称",
            "培训班名称",
            "班次",
            "课程",
            "培训班",
            "Course",
        ),
        example="C0001",
    )
    attempt = whole(
        "参训次序", "Attempt", "第几次", "次序", key=True, minimum=1, default=1, example="1"
    )
    status = label(
        "参训状态",
        "Status",
        "状态",
        "培训状态",
        "完成情况",
        "结果",
        labels=STATUSES,
        nullable=False,
        example="已完成",
    )
    grade = label("成绩等次", "Grade", "等次", "等级", labels=GRADES, open=True, example="合格")
    hours_done = number(
        "完成学时", "Hours done", "实际学时", "获得学时", "学时", unit="hours", example="24"
    )
    score = number("成绩", "Score", "得分", "分数", "考试成绩", unit="points", example="88")
    enrolled_date = day("报名日期", "Enrolled date", "报名时间", example="2018-03-20")
    completed_date = day(
        "完成日期", "Completed date", "结业日期", "完成时间", "结业时间", example="2018-04-12"
    )
    withdrawn_date = day("退出日期", "Withdrawn date", "退学日期", "退出时间", example="")
