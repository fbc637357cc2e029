"""Star ratings: one to five stars, and the three states that are no stars at all."""

import polars as pl

from .base import Record, dy, label, period, person, text, whole

# Not eligible, exempt, not yet rated and one star are four different things: never 0 stars.
STATUSES = {
    "rated": ("参评", "Rated", "已评"),
    "unrated": ("未评", "Not yet rated", "待评", "未参评"),
    "exempt": ("免评", "Exempt", "免于评定"),
    "not_eligible": ("不参评", "Not eligible", "不具备资格", "不纳入"),
}
STAR_WORDS = {
    word: stars
    for stars, digit in enumerate("一二三四五", 1)
    for word in (
        f"{digit}星",
        f"{digit}星级",
        f"{stars}星",
        f"{stars}星级",
        f"{digit}星级党员",
        "★" * stars,
        "★" * stars + "☆" * (5 - stars),
    )
}


class StarRating(Record):
    """The stars of a person in a period, or why there are none."""

    zh, en = "星级评定", "Star rating"

    person_id = person(key=True)
    period = period()
    post = text("认领岗位", "Post", "岗位", "定岗", "设岗", example="政策宣传岗")
    duty = text("岗位责任", "Duty", "责任", "定责", example="宣讲惠民政策")
    status = label(
        "评定状态",
        "Status",
        "参评状态",
        "状态",
        labels=STATUSES,
        nullable=False,
        derived=True,
        example="参评",
    )
    stars = whole(
        "星级",
        "Stars",
        "评定星级",
        "评定结果",
        "星级评定",
        minimum=1,
        maximum=5,
        numbers=STAR_WORDS,
        overflow="status",
        unit="stars",
        example="五星",
    )
    reward = text("奖惩", "Reward", "奖惩措施", "定奖惩", example="通报表扬")

    @classmethod
    def complete(cls, frame: pl.DataFrame) -> pl.DataFrame:
        """A row with stars is rated; one with neither stars nor a status is not yet rated."""
        derived = (
            pl.when(pl.col("stars").is_not_null())
            .then(pl.lit("rated"))
            .otherwise(pl.lit("unrated"))
        )
        return frame.with_columns(pl.coalesce("status", derived).alias("status"))

    @dy.rule()
    def stars_if_and_only_if_rated(cls) -> pl.Expr:
        return pl.col("stars").is_not_null() == (pl.col("status") == "rated")
