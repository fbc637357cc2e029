"""The fast engine and the plain reference agree on random policies and people."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongmiao import screening
from hongmiao.policy import FIELDS, Policy, policy_text, pool_policy, read_text
from hongmiao.policy.fields import COMPARISONS, ONE_VALUE
from hongmiao.screening import judging, narrow
from screening_people import DAY, OURS, PERSON, UNITS, put
from screening_reference import Known, screened

DAYS = [date(2016, 2, 29), date(2018, 2, 28), date(2018, 3, 1), date(2018, 6, 30), date(2018, 12, 31), date(2020, 2, 29)]  # fmt: skip
dated = st.one_of(
    st.sampled_from(["1976-02-29", "2000-02-29", "2016-02-29", "2018-01-31", "2018-02-28", "2018-03-31", "2018-06-30", "2018-07-01"]),
    st.builds(lambda day, gap: (day + timedelta(days=gap)).isoformat(), st.sampled_from(DAYS), st.integers(-400, 40)),
)  # fmt: skip
maybe_dated = st.none() | dated
LABELS = {name: list(fact.labels) or ["汉族", "回族"] for name, fact in FIELDS.items()}
amounts = st.integers(0, 80).map(lambda n: n / 4)


def some(name: str):
    return st.none() | st.sampled_from(LABELS[name])


def criteria(*names: str, **more):
    """Conditions on any field (else one of the names) with any comparison that fits it."""

    def of(name: str):
        fact = FIELDS[name]
        word = st.sampled_from(LABELS[name])
        word_or_more = {True: word, False: st.lists(word, min_size=1, max_size=3)}
        return st.sampled_from(COMPARISONS[fact.kind]).flatmap(
            lambda compare: st.fixed_dictionaries(
                {"field": st.just(name), "compare": st.just(compare), "words": st.just("条件")}
                | {"value": values[fact.kind] if fact.kind in values else word_or_more[compare in ONE_VALUE]}
                | {key: st.just(said) for key, said in OURS.items()}
                | more
            )
        )  # fmt: skip

    return st.sampled_from(names or list(FIELDS)).flatmap(of)


values = {"number": st.integers(0, 40) | amounts, "flag": st.booleans()}


def keyed(parts: list[dict], mark: str) -> list[dict]:
    return [part | {"key": f"{mark}{n}"} for n, part in enumerate(parts)]


ratios = st.sampled_from([0, 0.1, 0.25, 0.3, 0.5, 1])
quotas = criteria(
    "sex",
    "education",
    "full_time_degree",
    bound=st.tuples(st.sampled_from(["at_least", "at_most"]), ratios),
).map(lambda q: {k: v for k, v in q.items() if k != "bound"} | {q["bound"][0]: q["bound"][1]})
ties = st.fixed_dictionaries(
    {
        "field": st.sampled_from([n for n, f in FIELDS.items() if f.kind in ("number", "scale")]),
        "first": st.sampled_from(["high", "low"]),
    }
)
STEPS = [{"key": "审核", "words": "审核", "decided_by": "区", **OURS}]
lists = st.fixed_dictionaries(
    {
        "words": st.just("清单"), "note": st.just("未说明"), "step": st.just("审核"),
        "items": st.sampled_from([["", "有"], ["有"]]), **{k: st.just(v) for k, v in OURS.items()},
    }
)  # fmt: skip
policies = st.builds(
    lambda people, must, scored, listed, quota, places, tie, way, periods: Policy.model_validate(
        {
            "pool": "talent", "words": "库", "unknown_score": way, "star_periods": periods, "step": STEPS,
            "population": keyed(people, "p"), "condition": keyed(must, "h") + keyed(scored, "s"),
            "checklist": keyed(listed, "l"), "quota": keyed(quota, "q"),
            "choice": {"tie_break": tie, **OURS} | ({"places": places} if places else {}),
        }
    ),
    st.lists(criteria(), max_size=1), st.lists(criteria(hard=st.just(True)), max_size=2),
    st.lists(criteria(weight=st.sampled_from([1, 2.5, 10])), max_size=3), st.lists(lists, max_size=1),
    st.lists(quotas, max_size=3), st.none() | st.integers(1, 5), st.lists(ties, max_size=2),
    st.sampled_from(["nothing", "left_out"]), st.integers(1, 3),
)  # fmt: skip
IDS = [f"P{n}" for n in range(6)]
who = st.sampled_from(IDS)
tags = st.none() | st.lists(st.sampled_from(LABELS["traits"]), min_size=1, unique=True).map(
    ",".join
)


def table(key: tuple[str, ...], **columns):
    """Up to eight rows, no two of one key."""
    rows = st.fixed_dictionaries(columns)
    return st.lists(rows, max_size=8, unique_by=lambda row: tuple(row[k] for k in key))


PERIODS = ["2017", "2017Q4", "2018-02", "2018H1", "2018H2", "2018Q1", "2018Q2", "2019Q4"]
persons = st.fixed_dictionaries(
    {
        "birth_date": st.none() | dated | st.sampled_from(["1983-06-30", "1983-07-01", "1978-02-29"[:8] + "28"]),
        "party_date": maybe_dated, "settled_date": maybe_dated, "traits": tags,
        "unit_id": st.sampled_from([unit["unit_id"] for unit in UNITS]),
        **{name: some(name) for name in ("sex", "ethnicity", "education", "full_time_degree", "political_status", "post_level")},
    }
)  # fmt: skip
ratings = table(
    ("person_id", "period"), person_id=who, period=st.sampled_from(PERIODS),
    stars=st.none() | st.integers(1, 5), status=st.sampled_from(["unrated", "exempt", "not_eligible"]),
).map(lambda rows: [row | ({"status": "rated"} if row["stars"] else {}) for row in rows])  # fmt: skip
records = st.fixed_dictionaries(
    {
        "person": st.lists(persons, min_size=6, max_size=6).map(
            lambda said: [PERSON | one | {"person_id": key} for key, one in zip(IDS, said, strict=True)]
        ),
        "course": st.tuples(*(st.fixed_dictionaries({"course_id": st.just(c), "title": st.just(c), "hours": st.none() | amounts, "start_date": maybe_dated, "end_date": st.none() | dated}) for c in ("C1", "C2", "C3"))).map(list),
        "enrolment": table(("person_id", "course_id", "attempt"), person_id=who, course_id=st.sampled_from(["C1", "C2", "C3"]), attempt=st.integers(1, 2), status=st.sampled_from(["enrolled", "in_progress", "completed", "completed", "leave", "absent", "withdrawn", "failed"]), hours_done=st.none() | amounts, completed_date=maybe_dated, withdrawn_date=maybe_dated),
        "star_rating": ratings,
        "points_entry": table(("entry_id",), entry_id=st.integers(0, 99).map(str), person_id=who, activity_date=dated, activity=st.just("植树"), points=amounts),
        "placement": table(("person_id", "start_date"), person_id=who, unit_id=st.just("U4"), start_date=dated, end_date=maybe_dated, kind=st.just("secondment")).map(lambda rows: [r for r in rows if not r["end_date"] or r["end_date"] >= r["start_date"]]),
        "assessment": table(("person_id", "period", "indicator"), person_id=who, period=st.sampled_from(PERIODS), indicator=st.sampled_from("ab"), weight=st.none() | st.integers(0, 60).map(float), score=st.none() | amounts),
        "pool_membership": table(("person_id", "pool", "entry_date"), person_id=who, pool=st.sampled_from(LABELS["pools"]), entry_date=dated, exit_date=maybe_dated),
        "selection_step": table(("person_id", "pool", "step"), person_id=who, pool=st.sampled_from(["talent", "party_worker"]), step=st.sampled_from(["审核", "登记"]), step_date=maybe_dated, result=st.sampled_from(["passed", "failed", "pending"]), exception_reason=st.none() | st.sampled_from(["甲", "乙"]), exception_by=st.none() | st.just("区")),
    }
)  # fmt: skip


@settings(max_examples=150)
@given(rows=records, asked=policies, day=st.sampled_from(DAYS))
def test_the_fast_engine_agrees_with_the_plain_reference_on_any_policy_and_people(store, rows, asked, day):  # fmt: skip
    rows = put(store, rows)
    outcome = screening.screen(store, asked, day)
    expected, outside, unplaced = screened(rows, asked, day)
    told = {True: "passed", False: "failed", None: "unknown"}
    assert [
        {
            "id": one["person_id"], "verdict": one["verdict"], "score": one["score"], "near": one["near"], "chosen": one["chosen"],
            "exception": (one["exception_reason"], one["exception_by"]), "states": {c["key"]: c["state"] for c in one["conditions"]},
        }
        for one in screening.explained(outcome)
    ] == [
        {
            "id": one["person_id"], "verdict": one["verdict"], "score": one["score"], "near": one["near"], "chosen": one["chosen"],
            "exception": one["exception"], "states": {key: told[met] for key, met in one["states"].items()},
        }
        for one in expected
    ]  # fmt: skip
    assert (outcome.facts.outside, outcome.facts.unplaced) == (outside, unplaced)


@settings(max_examples=60)
@given(rows=records, asked=policies, day=st.sampled_from(DAYS), count=st.integers(0, 7))
def test_the_first_in_order_are_the_first_of_everyone_in_order(store, rows, asked, day, count):
    put(store, rows)
    outcome = screening.screen(store, asked, day)
    first, everyone = outcome.first(count), screening.judge(outcome.facts, asked).people
    assert first.equals(everyone.head(count))
    assert screening.explained(outcome, first["person_id"]) == screening.explained(outcome)[:count]
    assert everyone["order"].to_list() == [*range(1, outcome.size + 1)]


@settings(max_examples=60)
@given(rows=records, asked=policies, day=st.sampled_from(DAYS))
def test_texts_and_ways_too_many_to_be_numbered_change_nothing(store, rows, asked, day):
    put(store, rows)
    outcome = screening.screen(store, asked, day)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(narrow, "MANY", 2)
        patch.setattr(judging, "MANY", 1)
        other = screening.screen(store, asked, day)
    assert other.people.equals(outcome.people)
    assert screening.summary(other) == screening.summary(outcome)
    for by in screening.GROUPINGS:
        groups = [screening.grouped(one, by, minimum=2).to_list() for one in (outcome, other)]
        assert groups[0] == groups[1]


def test_counting_puts_nobody_in_order_and_writes_nobody_out(demo_store):
    outcome = screening.screen(demo_store, pool_policy("village_committee"), DAY)
    screening.funnel(outcome)
    screening.left_out(outcome, "age")
    assert "order" not in vars(outcome)
    screening.summary(outcome)
    outcome.first(50)
    assert "people" not in vars(outcome) and "people" not in vars(outcome.facts)


@settings(max_examples=150)
@given(rows=records, day=st.sampled_from(DAYS), periods=st.integers(1, 3))
def test_every_field_is_what_the_plain_reference_finds_in_the_records(store, rows, day, periods):
    rows = put(store, rows)
    asked = Policy.model_validate({"pool": "talent", "words": "库", "star_periods": periods})
    frame = store.frame("person_facts", as_of=day, pool="talent", periods=periods)
    told = frame.astype(object).where(frame.notna(), None).set_index("person_id").to_dict("index")
    for person in rows["person"]:
        known = Known(rows, person, asked, day)
        for name, fact in FIELDS.items():
            found, expected = told[person["person_id"]][name], known.field(name)
            if fact.kind == "tags" and found is not None:
                found, expected = set(filter(None, found.split(","))), set(expected)
            assert found == expected, (person["person_id"], name)


@settings(max_examples=100)
@given(asked=policies)
def test_any_policy_can_be_written_out_and_read_again(asked):
    assert read_text(policy_text(asked, {}, DAY), Policy, "x").model_dump() == asked.model_dump()
