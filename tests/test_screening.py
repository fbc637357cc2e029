"""Screening: each promise on a few people; what-ifs; who is left out."""

import pytest

from hongmiao import screening
from hongmiao.errors import BadValue, UnknownName
from hongmiao.policy import Policy, policy_paths, policy_text, pool_policy, read_text
from hongmiao.screening.left_out import wilson
from screening_people import DAY, OURS, criterion, hard, policy, settle, verdicts  # noqa: F401

# --- what a condition says ---


def test_missing_data_is_unknown_and_never_a_fail(people):
    store = people({"birth_date": None}, {"birth_date": "1990-01-01"}, {"birth_date": "1970-01-01"})
    outcome = screening.screen(store, policy(hard("age", "at_most", 35)), DAY)
    assert verdicts(outcome) == {"P1": "cannot_tell", "P2": "eligible", "P3": "not_eligible"}


@pytest.mark.parametrize(
    ("compare", "verdict"),
    [
        ("at_least", ["not_eligible", "eligible", "eligible"]),
        ("at_most", ["eligible", "eligible", "not_eligible"]),
        ("above", ["not_eligible", "not_eligible", "eligible"]),
        ("below", ["eligible", "not_eligible", "not_eligible"]),
    ],
)
def test_a_bound_is_met_or_not_on_the_very_number(people, compare, verdict):
    store = people(*({"birth_date": f"{2018 - age}-06-30"} for age in (34, 35, 36)))
    outcome = screening.screen(store, policy(hard("age", compare, 35)), DAY)
    assert [verdicts(outcome)[key] for key in ("P1", "P2", "P3")] == verdict


def test_the_reason_names_the_value_and_the_threshold(people, monkeypatch):
    store = people({"birth_date": "1982-01-01"}, {"birth_date": None})
    outcome = screening.screen(store, policy(hard("age", "at_most", 35)), DAY)
    said = {p["person_id"]: p["conditions"][0]["reason"] for p in screening.explained(outcome)}
    assert said == {"P1": "年龄 36 岁，要求不超过 35 岁", "P2": "年龄没有记录，要求不超过 35 岁"}
    (english,) = screening.explained(outcome, ["P1"], "en")
    assert english["conditions"][0]["reason"] == "Age: 36 years; required: at most 35 years"


def test_a_near_miss_failed_exactly_one_hard_condition_and_says_which(people):
    store = people(
        {"birth_date": "1990-01-01", "education": "college"},
        {"birth_date": "1960-01-01", "education": "college"},
        {"birth_date": "1990-01-01", "education": "master"},
    )
    asked = policy(hard("age", "at_most", 35), hard("education", "at_least", "本科"))
    outcome = screening.screen(store, asked, DAY)
    near = dict(outcome.people.select("person_id", "near").iter_rows())
    assert near == {"P1": "education", "P2": None, "P3": None}
    assert screening.summary(outcome)["near_misses"] == 1


def test_who_is_not_looked_at_is_told_apart_from_who_failed_and_from_who_cannot_be_placed(people):
    store = people({"post_level": "staff"}, {"post_level": "other"}, {"post_level": None})
    asked = policy(population=[criterion("post_level", "is_in", "科员")])
    outcome = screening.screen(store, asked, DAY)
    told = screening.summary(outcome)
    assert (told["population"], told["outside"], told["unplaced"]) == (1, 1, 1)
    assert screening.belonging(outcome, "P2")[0]["state"] == "failed"
    assert screening.belonging(outcome, "P3")[0]["state"] == "unknown"
    with pytest.raises(UnknownName):
        screening.belonging(outcome, "P9")


def test_a_checklist_is_unknown_for_everyone_until_the_office_has_filled_it_in(people):
    steps = [{"person_id": p, "pool": "talent", "step": "审查", "step_date": "2018-03-01", "result": r} for p, r in (("P1", "passed"), ("P2", "failed"), ("P3", "pending"))]  # fmt: skip
    store = people({}, {}, {}, {}, selection_step=steps)

    def asked(items):
        step = {"key": "审查", "words": "审查", "decided_by": "镇", **OURS}
        listed = {"key": "haves", "words": "三有", "note": "未说明", "step": "审查", "items": items, **OURS}  # fmt: skip
        return policy(step=[step], checklist=[listed])

    empty = screening.screen(store, asked(["有信仰", "", " "]), DAY)
    assert set(verdicts(empty).values()) == {"cannot_tell"}
    filled = screening.screen(store, asked(["有信仰", "有能力"]), DAY)
    assert verdicts(filled) == {"P1": "eligible", "P2": "not_eligible", "P3": "cannot_tell", "P4": "cannot_tell"}  # fmt: skip


def test_an_exception_is_shown_with_its_reason_and_who_allowed_it_and_changes_no_verdict(people):
    step = {"person_id": "P1", "pool": "talent", "step": "审核", "step_date": "2018-03-01", "result": "passed", "exception_reason": "急需紧缺专业", "exception_by": None}  # fmt: skip
    later = step | {"step": "复核", "step_date": "2018-09-01", "exception_reason": "当日以后"}
    other = step | {"pool": "party_worker", "exception_reason": "别的库"}
    store = people({"birth_date": "1950-01-01"}, selection_step=[step, later, other])
    outcome = screening.screen(store, policy(hard("age", "at_most", 35)), DAY)
    assert (
        verdicts(outcome) == {"P1": "not_eligible"} and screening.summary(outcome)["excepted"] == 1
    )
    assert "急需紧缺专业（批准：未注明）" in screening.shortlist(outcome).to_string()


def test_an_unknown_scored_condition_counts_as_the_policy_says(people):
    store = people({"education": "master", "sex": None})
    parts = (criterion("education", "at_least", "本科", weight=30), criterion("sex", "is_in", "女", weight=10))  # fmt: skip
    scores = {way: screening.screen(store, policy(*parts, unknown_score=way), DAY).people["score"][0] for way in ("nothing", "left_out")}  # fmt: skip
    assert scores == {"nothing": 30, "left_out": 40}


def test_people_stand_by_verdict_then_score_then_the_declared_tie_breaks_then_id(people):
    store = people(
        {"birth_date": "1990-01-01"},
        {"birth_date": "1995-01-01"},
        {"birth_date": "1990-01-01"},
        {"birth_date": "1950-01-01", "education": "doctor"},
        {"birth_date": "1980-01-01", "education": "doctor"},
    )
    asked = policy(
        hard("age", "below", 60), criterion("education", "at_least", "硕士", weight=1),
        choice={"tie_break": [{"field": "age", "first": "low"}], **OURS},
    )  # fmt: skip
    outcome = screening.screen(store, asked, DAY)
    assert outcome.people["person_id"].to_list() == ["P5", "P2", "P1", "P3", "P4"]


@pytest.mark.parametrize(
    ("bound", "chosen"),
    [
        ({"at_least": 0.5}, ["P1", "P2", "P5", "P6"]),
        ({"at_most": 0.25}, ["P1", "P2", "P3", "P5"]),
    ],
)
def test_a_quota_seats_at_least_or_at_most_its_ratio_of_the_places(people, bound, chosen):
    masters = {"full_time_degree": "master", "sex": "female"}
    low = {"full_time_degree": "college", "sex": "male"}
    kinds = [low, low, low, low, masters, masters]
    if "at_most" in bound:
        kinds = [low, low, low, masters, masters, masters]
        chosen = ["P1", "P2", "P3", "P4"]
    store = people(*kinds)
    quota = criterion("full_time_degree", "at_least", "硕士", **bound)
    outcome = screening.screen(store, policy(choice={"places": 4, **OURS}, quota=[quota]), DAY)
    assert outcome.people.filter("chosen")["person_id"].to_list() == chosen
    assert screening.quota_fill(outcome)["kept"].all()


def test_someone_whom_two_quotas_fit_counts_for_both(people):
    man, woman = {"sex": "male"}, {"sex": "female", "education": "master"}
    store = people(man, man, woman, woman, man | {"education": "master"}, man)
    quotas = [
        criterion("sex", "is_in", "女", at_least=0.5),
        criterion("education", "at_least", "硕士", at_least=0.5),
    ]
    outcome = screening.screen(store, policy(choice={"places": 4, **OURS}, quota=quotas), DAY)
    assert set(outcome.people.filter("chosen")["person_id"]) == {"P1", "P2", "P3", "P4"}


def test_a_quota_that_cannot_be_kept_is_told(people):
    store = people({"sex": "male"}, {"sex": "male"}, {"sex": "female"})
    quota = criterion("sex", "is_in", "女", at_least=1)
    outcome = screening.screen(store, policy(choice={"places": 2, **OURS}, quota=[quota]), DAY)
    (told,) = screening.quota_fill(outcome).to_dict("records")
    assert (told["persons"], told["members"], told["kept"]) == (2, 1, False)


def test_the_funnel_counts_each_condition_alone_and_in_its_order(people):
    store = people(
        {"birth_date": "1990-01-01", "education": None},
        {"birth_date": "1950-01-01", "education": "master"},
        {"birth_date": "1990-01-01", "education": "master"},
        {"birth_date": "1990-01-01", "education": "junior"},
    )
    asked = policy(hard("age", "at_most", 35), hard("education", "at_least", "本科"))
    rows = screening.funnel(screening.screen(store, asked, DAY)).to_dict("records")
    told = [[row[n] for n in ("passed", "failed", "unknown", "left", "sure")] for row in rows]
    assert told == [[3, 1, 0, 3, 3], [2, 1, 1, 2, 1]]


# --- what-if ---


def test_a_what_if_tells_who_comes_in_and_who_drops_out_and_why(people):
    store = people({"birth_date": "1980-01-01"}, {"birth_date": "1990-01-01"}, {"birth_date": "1970-01-01"})  # fmt: skip
    written = policy(hard("age", "at_most", 35), hard("age", "at_least", 20, key="grown"))
    before = screening.screen(store, written, DAY)
    after = screening.judge(before.facts, written.changed({"age": 40, "grown": 30}))
    moved = screening.compare(before, after)
    told = moved.set_index("person_id").to_dict("index")
    assert set(told) == {"P1", "P2"} and told["P1"]["move"] == "in" and told["P2"]["move"] == "out"
    assert told["P1"]["reason"] == "年龄 38 岁，要求不超过 40 岁（原要求不超过 35 岁）"
    assert told["P2"]["conditions"] == ["grown"]
    assert verdicts(before) == verdicts(screening.screen(store, written, DAY)), "nothing is changed"


def test_screening_with_a_change_is_judging_the_changed_policy_on_the_same_facts(demo_store):
    written = pool_policy("section_reserve")
    at_once = screening.screen(demo_store, written, DAY, changed={"age": 45})
    known = screening.facts(demo_store, written, DAY)
    assert at_once.people.equals(screening.judge(known, written.changed({"age": 45})).people)


def test_a_change_names_a_condition_and_a_fitting_value():
    written = policy(hard("age", "at_most", 35))
    with pytest.raises(UnknownName, match="age"):
        written.changed({"aeg": 40})
    with pytest.raises(BadValue, match="数字"):
        written.changed({"age": "forty"})


@pytest.mark.parametrize("pool", list(policy_paths()))
def test_the_policy_text_of_a_what_if_loads_again_to_the_same_and_says_what_was_changed(pool):
    written = pool_policy(pool)
    key = next(part.key for part in written.condition if part.field == "age")
    text = policy_text(written, {key: 41}, DAY)
    assert read_text(text, Policy, "x").model_dump() == written.changed({key: 41}).model_dump()
    assert "2018-06-30" in text.splitlines()[0] and "41 岁" in text.splitlines()[1]


# --- who is left out ---


def test_pass_rates_come_with_group_sizes_and_wilson_intervals(people):
    store = people(*[{"sex": "male", "education": "master"}] * 6, *[{"sex": "male", "education": "junior"}] * 2,
                   *[{"sex": "female", "education": "junior"}] * 5, *[{"sex": "female"}] * 2)  # fmt: skip
    outcome = screening.screen(store, policy(hard("education", "at_least", "本科")), DAY)
    told = screening.left_out(outcome, "sex").set_index("group").to_dict("index")
    assert (told["男"]["people"], told["男"]["rate"]) == (8, 0.75)
    assert (told["男"]["low"], told["男"]["high"]) == pytest.approx((0.4093, 0.9285), abs=1e-4)
    assert (told["女"]["passed"], told["女"]["unknown"], told["女"]["low"]) == (0, 2, 0)
    assert wilson(0, 0) == (None, None)


def test_a_group_too_small_to_show_is_merged_so_that_subtraction_finds_nobody(people):
    store = people(
        *[{"ethnicity": "汉族"}] * 9, *[{"ethnicity": "回族"}] * 6, {"ethnicity": "满族"}, {}
    )
    outcome = screening.screen(store, policy(), DAY)
    told = screening.left_out(outcome, "ethnicity")
    assert told["group"].to_list() == ["汉族", "其他 3 组合并"] and told["people"].to_list() == [
        9,
        8,
    ]
    assert screening.left_out(outcome, "ethnicity", minimum=20).empty


@pytest.mark.parametrize("pool", list(policy_paths()))
@pytest.mark.parametrize("by", screening.GROUPINGS)
def test_the_groups_add_up_to_everyone_looked_at(demo_store, pool, by):
    outcome = screening.screen(demo_store, pool_policy(pool), DAY)
    for condition in (None, outcome.policy.condition[0].key):
        told = screening.left_out(outcome, by, condition)
        assert told["people"].sum() == screening.summary(outcome)["population"]
        assert (told["people"] >= 5).all()
