"""Rating scores: what each rater gave, before it became stars. Who the raters are is the office's choice."""

from .base import Record, number, period, person, text


class RatingScore(Record):
    """One rater's score of a person in a period."""

    zh, en = "评分", "Rating score"

    person_id = person(key=True)
    period = period()
    rater = text(
        "评分主体", "Rater", "评价主体", "评分人", "评委", "测评主体", key=True, example="党员互评"
    )
    score = number("得分", "Score", "评分", "分数", unit="points", nullable=False, example="92")
