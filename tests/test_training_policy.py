"""The training policy: the shipped one says where each figure comes from, and a mistake is told by file, key and remedy."""

import pytest

from hongmiao.errors import BadValue
from hongmiao.locale import LANGUAGES
from hongmiao.places import policy_folders
from hongmiao.policy import read_text
from hongmiao.policy.training import Training, training_policy

SHIPPED = (policy_folders()[-1] / "training.toml").read_text("utf-8")
KINDS = [(1, "staff", "member", "[]"), (2, "", "member", "[]"), (3, "", "none", '["party_applicant"]'),
         (4, "", "league", '["party_applicant:development"]'), (5, "正处级", "member", "[]")]  # fmt: skip


def test_the_shipped_policy_is_what_the_facts_say_and_nothing_more_is_claimed(home):
    policy = training_policy()
    due = {duty.key: (policy.due(duty), duty.years, duty.certainty) for duty in policy.duty}
    assert due == {"county": (550, 5, "F"), "section": (90, 1, "F"), "committee": (56, 1, "S"), "member": (32, 1, "S")}  # fmt: skip
    assert policy.day.hours == 7.5 and policy.leave.said == "1/7" and policy.make_up.months == 12
    assert {part.certainty for part in (policy.day, policy.leave, policy.make_up)} == {"F"}
    assert {part.certainty for part in (policy.online, policy.counted, *policy.level)} == {"?"}
    assert policy.online.at_most == 1 and policy.counted.status == ["completed"]


def test_either_the_days_or_the_hours_of_a_duty_suffice(home):
    six_a_day = read_text(SHIPPED.replace("hours = 7.5", "hours = 6"), Training, "x")
    eight_a_day = read_text(SHIPPED.replace("hours = 7.5", "hours = 8"), Training, "x")
    assert [policy.due(policy.duty[1]) for policy in (six_a_day, eight_a_day)] == [72, 90]


def test_who_falls_under_a_duty_or_a_level_is_told_by_the_kind_of_people(home):
    policy = training_policy()
    first = {}
    for kind, place, word in policy.rules(KINDS):
        first.setdefault(kind, []).append((policy.duty[place].key, word))
    assert first[1][0] == ("section", "") and first[5][0] == ("county", "")
    assert first[2] == [("committee", "书记"), ("committee", "委员"), ("member", "")]
    assert 3 not in first and 4 not in first
    targets = policy.targets(KINDS)
    assert targets["applicant"] == [3] and targets["development_target"] == [4]
    assert targets["party_member"] == [1, 2, 5] and targets["section_cadre"] == []


def test_the_offices_own_policy_wins(home):
    (home / "policy/training.toml").write_text(SHIPPED.replace('"1/7"', "0.2"), "utf-8")
    assert training_policy().leave.said == "20%"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("written", "instead", "where", "told"),
    [
        ('at_most = "1/7"', 'at_most = "a seventh"', "leave.at_most", "1/7"),
        ('at_most = "1/7"', "at_most = 1.5", "leave.at_most", "0.5"),
        ('at_most = "1/7"', 'at_most = "1/0"', "leave.at_most", "0.5"),
        ("hours = 7.5", "hours = 0", "day.hours", "0"),
        ('status = ["completed"]', 'status = ["done"]', "counted.status", "done"),
        ('retake = "once"', 'retake = "never"', "counted.retake", "once"),
        ("hours = 90\ndays = 12", "", "duty[section]", "days"),
        ('who = { pool = ["party_applicant"] }', "who = {}", "level", "post_level"),
        ('who = { post_level = ["party_post"] }', 'who = { post = ["书记"] }', "level", "post"),
        ('political_status = ["league", "none"]', 'political_status = ["友人"]', "political_status", "友人"),
        ('key = "member"', 'key = "committee"', "", "committee"),
        ('audience = "applicant"', 'audience = "积极分子"\nage = 3', "age", "audience"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_by_file_key_and_remedy(monkeypatch, lang, written, instead, where, told):
    monkeypatch.setenv("HONGMIAO_LANG", lang)
    assert written in SHIPPED
    with pytest.raises(BadValue) as caught:
        read_text(SHIPPED.replace(written, instead, 1), Training, "training.toml")
    said = str(caught.value)
    assert said.startswith("training.toml") and where in said and told in said
    assert "Input should" not in said and "Value error" not in said


def test_a_level_may_be_named_as_people_say_it(home):
    policy = read_text(SHIPPED.replace('audience = "applicant"', 'audience = "入党积极分子"'), Training, "x")  # fmt: skip
    assert "applicant" in policy.targets([])
