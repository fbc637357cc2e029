"""The fields that a policy's condition may be about: each declared once, with its words, its kind and how it is computed.

A field is a column of queries/person_facts.sql. Whole years and months are complete on the day of the same number;
where a month lacks that day (29 February, 31 April), on the first of the next. The candidates' rollup counts so, too.
"""

from dataclasses import dataclass, field

from ..locale import language
from ..records.person import EDUCATION, POLITICAL_STATUS, POST_LEVELS, SEX, TRAITS
from ..records.pool_membership import POOLS
from ..records.unit import KINDS

# What may be asked of a field, by its kind.
COMPARISONS = {
    "number": ("at_least", "at_most", "above", "below"),
    "scale": ("at_least", "at_most", "is_in", "not_in"),
    "label": ("is_in", "not_in"),
    "tags": ("has_any", "has_all", "has_none"),
    "flag": ("is",),
}
ONE_VALUE = ("at_least", "at_most", "above", "below", "is")


@dataclass(frozen=True, eq=False)
class Fact:
    """One field: a number, a place on a scale, one label, several (tags), or yes or no (flag)."""

    kind: str
    words: tuple[str, str]  # zh, en
    about: tuple[str, str] = ("", "")  # how it is computed, where the name does not say it all
    unit: tuple[str, str] = ("", "")
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)  # code -> (zh, en, *accepted)
    open: bool = False  # other words than the labels are kept as they stand

    def called(self, lang: str | None = None) -> str:
        """The field's name in `lang`; without it, in the language spoken."""
        return self.words[_place(lang)]

    def explained(self, lang: str | None = None) -> str:
        """How the field is computed, in `lang`; without it, in the language spoken."""
        return self.about[_place(lang)]

    def label(self, code: str, lang: str | None = None) -> str:
        """The word of `lang` for a `code`; a code without a label is its own word."""
        return self.labels[code][_place(lang)] if code in self.labels else code

    def measured(self, number: float, lang: str | None = None) -> str:
        """A `number` with its unit, in `lang`."""
        unit = self.unit[_place(lang)]
        if number == 1:
            unit = unit.removesuffix("s")
        return f"{number:,.10g} {unit}".strip()


def _place(lang: str | None) -> int:
    return int((lang or language()) == "en")


_YEARS, _MONTHS, _HOURS = ("年", "years"), ("个月", "months"), ("学时", "hours")
_POINTS, _STARS, _TIMES = ("分", "points"), ("星", "stars"), ("次", "times")

FIELDS = {
    "age": Fact("number", ("年龄", "Age"), ("截至当日的周岁；2 月 29 日出生的，平年 3 月 1 日满岁。", "Whole years on the day; born on 29 February, a year is complete on 1 March where there is no such day."), ("岁", "years")),
    "party_years": Fact("number", ("党龄", "Years in the Party"), ("从入党日期到当日的整年数。", "Whole years from the Party date to the day."), _YEARS),
    "sex": Fact("label", ("性别", "Sex"), labels=SEX),
    "ethnicity": Fact("label", ("民族", "Ethnicity"), open=True),
    "education": Fact("scale", ("学历", "Education"), labels=EDUCATION),
    "full_time_degree": Fact("scale", ("全日制学历", "Full-time degree"), labels=EDUCATION),
    "political_status": Fact("label", ("政治面貌", "Political status"), ("入党日期晚于当日的，当日的政治面貌不明。", "Unknown on a day before the Party date."), labels=POLITICAL_STATUS),
    "post_level": Fact("label", ("职级", "Post level"), labels=POST_LEVELS, open=True),
    "traits": Fact("tags", ("身份特征", "Traits"), ("没有填写的视为不明。", "Unknown where nothing is filled in."), labels=TRAITS, open=True),
    "place_kind": Fact("label", ("所在地类别", "Kind of place"), ("所在组织的类别；在党支部的，取支部所属组织的类别。", "The kind of the person's unit; of a branch, that of the unit it belongs to."), labels=KINDS),
    "settled": Fact("flag", ("已落户", "Settled"), ("落户日期不晚于当日；没有落户日期的视为不明。", "The settled date is not after the day; unknown without one."), labels={}),
    "pools": Fact("tags", ("所在储备库", "Pools now"), ("当日所在的储备库。", "The pools the person is in on the day."), labels=POOLS, open=True),
    "months_since_applying": Fact("number", ("参选时间", "Time since applying"), ("从本库第一个选拔环节到当日的整月数。", "Whole months from the first dated step of this pool to the day."), _MONTHS),
    "months_in_pool": Fact("number", ("在库时间", "Time in the pool"), ("从当前一次进入本库到当日的整月数；不在库的视为不明。", "Whole months of the present stay in this pool; unknown for those outside."), _MONTHS),
    "stars_mean": Fact("number", ("平均星级", "Mean stars"), ("最近几个已结束的评定周期（期数见政策）中已评星级的平均；一期也没有评的视为不明，不算 0。", "Mean of the stars given in the last rating periods that have ended (the policy says how many); unknown, not 0, where none were."), _STARS),
    "stars_lowest": Fact("number", ("最低星级", "Lowest stars"), ("最近几个已结束的评定周期（期数见政策）中已评的最低星级；一期也没有评的视为不明，不算 0。", "The fewest stars given in the last rating periods that have ended (the policy says how many); unknown, not 0, where none were."), _STARS),
    "training_hours_year": Fact("number", ("本年培训学时", "Training hours this year"), ("当年 1 月 1 日至当日完成的学时；同一班次只算最多的一次。", "Hours completed from 1 January to the day; of one course only the attempt with most hours."), _HOURS),
    "training_hours_12m": Fact("number", ("近 12 个月培训学时", "Training hours in 12 months"), ("当日及之前 12 个月内完成的学时；同一班次只算最多的一次。", "Hours completed in the 12 months up to the day; of one course only the attempt with most hours."), _HOURS),
    "completion_year": Fact("number", ("本年培训完成率", "Completion this year"), ("当年已开的班次中，完成的占已有结果（完成、未通过、退学、缺勤）的百分比；未开始、学习中、请假不计；有一次完成即为完成。", "Of the year's courses with a result (completed, failed, withdrawn, absent), the per cent completed; not started, in progress and on leave do not count; one completion is enough."), ("%", "%")),
    "absences_12m": Fact("number", ("近 12 个月缺勤", "Absences in 12 months"), ("12 个月内开班而缺勤的次数；请假不算缺勤。", "Courses begun in the 12 months and missed without leave; leave is not absence."), _TIMES),
    "points_year": Fact("number", ("本年红色账户积分", "Red account points this year"), ("当年 1 月 1 日至当日的积分合计。", "Points booked from 1 January to the day."), _POINTS),
    "placement_months": Fact("number", ("墩苗时间", "Time in placements"), ("各段墩苗岗位到当日为止的整月数之和。", "Whole months of each placement up to the day, added up."), _MONTHS),
    "assessment_score": Fact("number", ("最近考核得分", "Latest assessment"), ("最近一个已结束周期各项指标的加权平均；缺任何一项得分的视为不明，权重不全的按简单平均。", "Weighted mean of the indicators of the latest period that has ended; unknown where a score is missing, a plain mean where a weight is."), _POINTS),
}  # fmt: skip
