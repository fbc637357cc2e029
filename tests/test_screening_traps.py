"""The traps of the domain that touch screening, each by name: what is known of a person on a day."""

from datetime import date

import pytest

from hongmiao import screening
from hongmiao.errors import UnknownName
from screening_people import DAY, hard, policy, settle, state, value, verdicts  # noqa: F401


def rating(period: str, stars: int | None, status: str = "rated") -> dict:
    return {"person_id": "P1", "period": period, "status": status, "stars": stars}


def test_an_unrated_person_is_unknown_and_never_0_stars(people):
    store = people({}, star_rating=[rating("2018Q1", None, "unrated"), rating("2017Q4", None, "exempt")])  # fmt: skip
    outcome = screening.screen(store, policy(hard("stars_mean", "at_least", 1)), DAY)
    assert state(outcome) == "unknown"


def test_only_the_last_periods_that_have_ended_count_for_the_stars(people):
    store = people({}, star_rating=[rating("2017Q3", 1), rating("2017Q4", 3), rating("2018Q1", 4), rating("2018H1", 5), rating("2018Q3", 1)])  # fmt: skip
    assert value(store, "stars_lowest", star_periods=3) == 3
    assert value(store, "stars_mean", star_periods=2) == 4.5
    assert value(store, "stars_mean", date(2018, 6, 29), star_periods=1) == 4


COURSE = {"course_id": "C1", "title": "党课", "start_date": "2018-03-01", "end_date": "2018-03-03", "hours": 24.0}  # fmt: skip


def attempt(number: int, status: str, **more) -> dict:
    return {"person_id": "P1", "course_id": "C1", "attempt": number, "status": status} | more


def test_a_later_unfinished_attempt_hides_no_earlier_completion(people):
    done = [attempt(1, "completed", completed_date="2018-03-03"), attempt(2, "failed")]
    store = people({}, course=[COURSE], enrolment=done)
    assert value(store, "training_hours_year") == 24 and value(store, "completion_year") == 100


def test_on_leave_is_not_absent_and_withdrawn_not_failed_to_attend(people):
    for status, absences in (("leave", 0), ("withdrawn", 0), ("absent", 1)):
        store = people({}, course=[COURSE], enrolment=[attempt(1, status)])
        assert value(store, "absences_12m") == absences, status
    leave = people({}, course=[COURSE], enrolment=[attempt(1, "leave")])
    assert value(leave, "completion_year") is None


def test_hours_count_inside_the_calendar_year_or_the_twelve_months(people):
    done = [attempt(1, "completed", completed_date="2017-12-31", hours_done=10.0)]
    store = people({}, course=[COURSE], enrolment=done)
    assert value(store, "training_hours_year") == 0 and value(store, "training_hours_12m") == 10
    assert value(store, "training_hours_12m", date(2018, 12, 30)) == 10
    assert value(store, "training_hours_12m", date(2018, 12, 31)) == 0


def test_hours_that_nobody_wrote_down_are_unknown(people):
    bare = COURSE | {"hours": None}
    store = people({}, course=[bare], enrolment=[attempt(1, "completed", completed_date="2018-03-03")])  # fmt: skip
    assert value(store, "training_hours_year") is None


def test_records_that_were_never_loaded_are_unknown_and_not_nought(people):
    store = people({})
    for field in ("training_hours_year", "points_year", "placement_months", "pools", "absences_12m"):  # fmt: skip
        assert value(store, field) is None, field


def test_someone_in_several_pools_is_in_each_and_a_stay_that_ended_is_history(people):
    stays = [
        {"person_id": "P1", "pool": "talent", "entry_date": "2017-01-31", "exit_date": None},
        {"person_id": "P1", "pool": "party_worker", "entry_date": "2017-05-01", "exit_date": "2018-06-30"},
        {"person_id": "P1", "pool": "section_reserve", "entry_date": "2018-05-01", "exit_date": "2018-08-01"},
    ]  # fmt: skip
    store = people({}, pool_membership=stays)
    assert set(value(store, "pools").split(",")) == {"talent", "section_reserve"}
    assert (
        value(store, "months_in_pool") == 16
    )  # since 31 January 2017: the 17th month is full on 1 July


def test_namesakes_are_two_people(people):
    store = people({"name": "张三", "sex": "male"}, {"name": "张三", "sex": "female"})
    outcome = screening.screen(store, policy(hard("sex", "is_in", "女")), DAY)
    assert verdicts(outcome) == {"P1": "not_eligible", "P2": "eligible"}


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("2000-02-29", "2018-02-28", 17), ("2000-02-29", "2018-03-01", 18), ("2000-02-29", "2020-02-28", 19),
        ("2000-02-29", "2020-02-29", 20), ("2000-06-30", "2018-06-30", 18), ("2000-07-01", "2018-06-30", 17),
    ],
)  # fmt: skip
def test_age_is_in_whole_years_on_the_day_also_for_those_born_on_29_february(people, born, day, age):  # fmt: skip
    assert value(people({"birth_date": born}), "age", date.fromisoformat(day)) == age


def test_nothing_that_happened_after_the_day_counts(people):
    store = people(
        {"party_date": "2018-07-01", "political_status": "member", "settled_date": "2018-07-01"},
        points_entry=[
            {"entry_id": "1", "person_id": "P1", "activity_date": "2018-06-30", "activity": "植树", "points": 4.0},
            {"entry_id": "2", "person_id": "P1", "activity_date": "2018-07-01", "activity": "植树", "points": 9.0},
        ],
        placement=[{"person_id": "P1", "unit_id": "U4", "start_date": "2018-01-01", "end_date": "2019-01-01", "kind": "secondment"}],
    )  # fmt: skip
    assert value(store, "points_year") == 4 and value(store, "placement_months") == 6
    assert value(store, "political_status") is None and value(store, "settled") is False


def test_the_day_of_the_data_is_that_of_its_latest_record(people):
    steps = [{"person_id": "P1", "pool": "talent", "step": s, "step_date": d, "result": "passed"} for s, d in (("a", "2018-03-01"), ("b", "2999-01-01"))]  # fmt: skip
    assert screening.data_date(people({}, selection_step=steps)) == date(2018, 3, 1)
    assert screening.data_date(people({})) == date.today()


def test_an_unknown_unit_names_its_neighbours(people):
    with pytest.raises(UnknownName, match="柳湾村"):
        screening.screen(people({}), policy(), DAY, "柳湾")
