"""Policy files: the shipped ones hold what they say, the office's own win, and what is wrong with one is told by file, key and remedy."""

import tomllib
from datetime import date
from importlib.resources import files

import pytest

from hongmiao.errors import BadValue, UnknownName
from hongmiao.locale import LANGUAGES
from hongmiao.policy import FIELDS, Policy, policy_paths, pool_policy, privacy, read_text
from hongmiao.policy.fields import COMPARISONS
from hongmiao.queries import QUERIES
from hongmiao.records.pool_membership import OUTCOMES, POOLS

SHIPPED = list(POOLS)
DISTRICT = tomllib.loads(files("hongmiao.demo").joinpath("district.toml").read_text("utf-8"))
GOOD = """
pool = "talent"
words = "英才"
[[condition]]
key = "age"
words = "年龄"
field = "age"
compare = "at_most"
value = 35
hard = true
source = "办公会纪要"
certainty = "?"
"""


def test_the_five_pools_of_the_programme_have_a_policy(home):
    assert list(policy_paths()) == SHIPPED


@pytest.mark.parametrize("pool", SHIPPED)
def test_a_shipped_policy_says_that_it_is_an_example_and_its_steps_are_those_of_the_records(pool):
    policy, told = pool_policy(pool), DISTRICT["pool"][pool]
    assert policy.example and policy.about
    assert [step.key for step in policy.step] == [step for step, *_ in told["steps"]]
    assert set(told["channels"]) <= {channel.key for channel in policy.channel}
    reasons = {reason: end["outcome"] for end in told["ends"] for reason in end["reasons"]}
    assert {part.key: part.outcome for part in policy.exit} == reasons
    assert set(reasons.values()) <= set(OUTCOMES)


@pytest.mark.parametrize("pool", SHIPPED)
def test_every_threshold_has_its_source_and_only_known_facts_claim_to_be_read(pool):
    policy = pool_policy(pool)
    parts = [*policy.population, *policy.conditions, *policy.quota, *policy.step, policy.choice]
    assert all(part.source.zh and part.source.en for part in parts)
    claimed = {(part.field, part.value, part.certainty) for part in policy.condition if part.certainty != "?"}  # fmt: skip
    assert claimed <= {("training_hours_12m", 90, "F"), ("training_hours_12m", 32, "S")}


def test_the_three_haves_and_leads_are_left_for_the_office_to_spell_out():
    lists = pool_policy("village_committee").checklist
    assert [part.items for part in lists] == [["", "", ""]] * 2 and not any(p.filled for p in lists)


def test_the_offices_own_policy_wins_over_the_shipped_one_of_the_same_pool(home):
    (home / "policy/pools").mkdir()
    (home / "policy/pools/talent.toml").write_text(GOOD, "utf-8")
    assert pool_policy("惠济英才").words.zh == "英才" and not pool_policy("talent").example
    assert pool_policy("section_reserve").example


def test_a_pool_that_has_no_policy_names_its_neighbours(home):
    with pytest.raises(UnknownName, match="talent"):
        pool_policy("talents")


def test_a_policy_of_another_pool_than_its_file_is_refused(home):
    (home / "policy/pools").mkdir()
    (home / "policy/pools/party_worker.toml").write_text(GOOD, "utf-8")
    with pytest.raises(BadValue, match="party_worker"):
        pool_policy("party_worker")


def test_the_smallest_group_that_is_shown_is_the_offices_to_set(home):
    assert privacy().minimum_group == 5
    (home / "policy/privacy.toml").write_text("minimum_group = 10\n", "utf-8")
    assert privacy().minimum_group == 10


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("written", "instead", "where", "told"),
    [
        ('field = "age"', 'field = "agee"', "condition[age].field", "age"),
        ('compare = "at_most"', 'compare = "has_any"', "condition[age].compare", "at_most"),
        ("value = 35", 'value = "35"', "condition[age].value", ""),
        ("value = 35", "", "condition[age].value", ""),
        ("hard = true", "", "condition[age].weight", "hard = true"),
        ("hard = true", "hard = true\nweight = 3", "condition[age].weight", "hard = true"),
        ("hard = true", "weight = -3", "condition[age].weight", "0"),
        ("hard = true", 'hard = "yes"', "condition[age].hard", "true"),
        ("hard = true", "hard = true\nwieght = 3", "condition[age].wieght", "weight"),
        ('certainty = "?"', 'certainty = "X"', "condition[age].certainty", "'F', 'S'"),
        ('source = "办公会纪要"', "", "condition[age].source", ""),
        ('key = "age"', 'key = "Age!"', "condition[Age!].key", "a-z"),
        ('pool = "talent"', 'pool = "talent"\npool = "talent"', "", ""),
        ('pool = "talent"', 'pool = "talent"\nplaces = 3', "places", "pool"),
        ('pool = "talent"', 'pool = "talent"\nvalid_from = 2018-06-30\nvalid_until = 2018-01-01', "valid_until", "2018-06-30"),
        ('pool = "talent"', 'pool = "talent"\nvalid_from = "2018-06-30"', "valid_from", "2018-06-30"),
        ('pool = "talent"', 'pool = "talent"\nstar_periods = 0', "star_periods", "1"),
        (GOOD[GOOD.index("[[") :], GOOD[GOOD.index("[[") :] * 2, "condition", "age"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_by_file_key_and_remedy(monkeypatch, lang, written, instead, where, told):
    monkeypatch.setenv("HONGMIAO_LANG", lang)
    with pytest.raises(BadValue) as caught:
        read_text(GOOD.replace(written, instead), Policy, "talent.toml")
    said = str(caught.value)
    assert said.startswith("talent.toml" + (f": {where}" if where else "")) and told in said
    assert "Input should" not in said and "Field required" not in said, "in our own words"
    if lang == "zh":
        assert said.endswith("。") or "TOML" in said


@pytest.mark.parametrize(
    ("field", "compare", "value", "kept"),
    [
        ("education", "at_least", "大学本科", "bachelor"),
        ("political_status", "is_in", ["党员", "预备党员", "member"], ["member", "probationary"]),
        ("traits", "has_any", "退伍军人", ["veteran"]),
        ("ethnicity", "not_in", "汉族", ["汉族"]),
        ("settled", "is", True, True),
    ],
)
def test_a_value_may_be_written_as_people_say_it(field, compare, value, kept):
    raw = tomllib.loads(GOOD)
    raw["condition"][0] |= {"field": field, "compare": compare, "value": value}
    assert Policy.model_validate(raw).condition[0].value == kept


def test_a_date_bounds_the_time_a_policy_is_in_force():
    policy = read_text("valid_from = 2018-01-01\n" + GOOD, Policy, "x")
    assert policy.valid_from == date(2018, 1, 1) and policy.valid_until is None


def test_each_field_is_a_column_of_the_question_and_has_words_and_a_known_kind(store):
    columns = set(store.frame("person_facts").columns)
    assert set(FIELDS) <= columns and "person_facts" in QUERIES
    for name, fact in FIELDS.items():
        assert fact.kind in COMPARISONS and all(fact.words), name
        assert fact.called("zh") != fact.called("en") and bool(fact.about[0]) == bool(fact.about[1])
