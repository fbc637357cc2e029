"""Cases: awards, fault tolerance, benefits of those who leave office, and what else looks after people."""

import polars as pl

from .base import Record, day, dy, ident, label, person, text, unit

KINDS = {
    "award": ("表彰", "Award", "表彰奖励", "奖励"),
    "fault_tolerance": ("容错", "Fault tolerance", "容错免责", "容错纠错"),
    "correction": ("纠错", "Correction", "纠错整改"),
    "leaving_benefit": ("离任待遇", "Leaving benefit", "离任补助", "离任干部待遇"),
    "care": ("关怀帮扶", "Care", "谈心谈话", "帮扶"),
}


class Case(Record):
    """One dated act towards a person or a unit."""

    zh, en = "激励保障", "Case"

    case_id = ident("事项编号", "Case ID", example="K0001")
    person_id = person(nullable=True)
    unit_id = unit(nullable=True)
    kind = label(
        "事项类型", "Kind", "类型", "类别", labels=KINDS, open=True, nullable=False, example="表彰"
    )
    case_date = day("事项日期", "Case date", "日期", "时间", nullable=False, example="2018-07-01")
    title = text(
        "事项名称", "Title", "名称", "事由", "内容", nullable=False, example="优秀共产党员"
    )

    @dy.rule()
    def of_someone(cls) -> pl.Expr:
        return pl.col("person_id").is_not_null() | pl.col("unit_id").is_not_null()
