"""Policies of 墩苗: the shipped files hold, an office's own wins, and a mistake is told by file, key and remedy."""

import pytest

from hongmiao.boards.stars_board import Stars
from hongmiao.errors import BadValue
from hongmiao.places import policy_folders
from hongmiao.policy.account import account_policy
from hongmiao.policy.placements import placements_policy
from hongmiao.policy.stars import stars_policy

READ = {"stars": stars_policy, "account": account_policy, "placements": placements_policy}


def shipped(name: str) -> str:
    return (policy_folders()[-1] / f"{name}.toml").read_text("utf-8")


def test_the_shipped_thresholds_are_those_of_their_sources(home):
    stars, account, placements = (read() for read in READ.values())
    assert stars.guideline.at_most == pytest.approx(1 / 3) and stars.guideline.certainty == "S"
    assert (account.base.points, account.help.below, account.applicant.below) == (100, 60, 85)
    assert {account.base.certainty, account.help.certainty, account.applicant.certainty} == {"F"}
    assert (placements.term.shortest, placements.term.longest, placements.term.certainty) == (1, 3, "F")  # fmt: skip
    assert (placements.age.at_most, placements.age.certainty) == (45, "S")
    assert {rater.certainty for rater in stars.rater} == {"?"}, "nobody says who the raters are"


def test_control_limits_are_those_of_the_normal_curve(home):
    assert stars_policy().control.distances == pytest.approx((1.96, 3.09), abs=0.001)


@pytest.mark.parametrize(
    ("name", "written", "instead", "where"),
    [
        ("stars", 'at_most = "1/3"', 'at_most = "third"', "guideline.at_most"),
        ("stars", "outer = 0.998", "outer = 0.9", "control"),
        ("stars", "outer = 0.998", "outer = 1.0", "control.outer"),
        ("stars", "persons = 10", "persons = 0", "smallest_group.persons"),
        ("stars", "stars = 2", "stars = 5", ""),
        ("stars", 'key = "支部评议"', 'key = "党员自评"', ""),
        ("account", "below = 85", "below = 40", ""),
        ("account", "below = 60", "below = 60.5", "help.below"),
        ("account", "months = 3", "months = 0", "inactive.months"),
        ("placements", "shortest = 1", "shortest = 4", "term"),
        ("placements", "at_most = 45", "at_moast = 45", "age"),
        ("placements", 'certainty = "S"', "", "age.certainty"),
    ],
)
def test_a_mistake_is_told_by_file_key_and_remedy(home, name, written, instead, where):
    assert written in shipped(name)
    path = home / f"policy/{name}.toml"
    path.write_text(shipped(name).replace(written, instead), "utf-8")
    with pytest.raises(BadValue) as caught:
        READ[name]()
    said = str(caught.value)
    assert str(path) in said and where in said and "Input should" not in said


def test_an_offices_own_guideline_moves_the_line_and_the_marks(home, demo_store):
    shares = Stars(demo_store).composition()
    text = shipped("stars").replace('at_most = "1/3"', "at_most = 0").replace("persons = 10", "persons = 1")  # fmt: skip
    (home / "policy/stars.toml").write_text(text, "utf-8")
    strict = Stars(demo_store).composition()
    five = set(strict.loc[strict["rating"].eq("5"), "group"])
    assert five <= set(strict.loc[strict["over"], "group"])
    assert strict["over"].sum() > shares["over"].sum()


def test_an_office_may_name_its_own_raters_and_their_order(home, demo_store):
    from hongmiao.boards.leniency_board import Leniency

    text = shipped("stars").replace('words = { zh = "支部评议"', 'words = { zh = "支委会"')
    (home / "policy/stars.toml").write_text(text, "utf-8")
    told = [label for label, _ in next(c for c in Leniency(demo_store).choices if c.name == "pair").options]  # fmt: skip
    assert told[0] == "党员自评 对 支委会" and not any("支部评议" in label for label in told)
