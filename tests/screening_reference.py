"""Screening row by row in plain Python, read straight off the rules' words; it shares only the policy models.

`rows` are records as they would be loaded: {table: [row as a dict, dates as ISO text]}.
"""

from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from operator import eq, ge, gt, le, lt

from hongmiao.policy import FIELDS, Checklist, Policy

LAST_MONTH = {"H1": 6, "H2": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12, "": 12}
BOUNDS = {"at_least": ge, "at_most": le, "above": gt, "below": lt, "is": eq}
ENDED = ("completed", "failed", "withdrawn", "absent")


def same_day(since: date, months: int) -> date:
    """The day of the same number so many months on; where the month lacks it, the first of the next."""
    year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
    try:
        return date(year, month + 1, since.day)
    except ValueError:
        return date(year + (month == 11), (month + 1) % 12 + 1, 1)


def whole(since: date, day: date, months: int) -> int:
    """How many spans of so many months are complete."""
    count = 0
    while same_day(since, months * (count + 1)) <= day:
        count += 1
    return count


def last_day(period: str) -> date:
    year, part = int(period[:4]), period[4:]
    month = int(part[1:]) if part.startswith("-") else LAST_MONTH[part]
    return same_day(date(year, month, 1), 1) - timedelta(days=1)


def day_of(text: str | None) -> date | None:
    return text and date.fromisoformat(text)


class Known:
    """What is known of one person on a day, each field by its name."""

    def __init__(self, rows: dict, person: dict, policy: Policy, day: date) -> None:
        self.rows, self.person, self.policy, self.day = rows, person, policy, day
        self.new_year = date(day.year, 1, 1)
        self.year_before = same_day(day, -12) + timedelta(days=1)

    def mine(self, table: str) -> list[dict]:
        return [r for r in self.rows[table] if r["person_id"] == self.person["person_id"]]

    def field(self, name: str):
        return getattr(self, name, lambda: self.person[name])()

    def since(self, column: str) -> date | None:
        found = day_of(self.person[column])
        return found if found and found <= self.day else None

    def years(self, column: str) -> int | None:
        began = self.since(column)
        return None if began is None else whole(began, self.day, 12)

    def age(self):
        return self.years("birth_date")

    def party_years(self):
        return self.years("party_date")

    def political_status(self):
        later = self.person["party_date"] and self.since("party_date") is None
        return None if later else self.person["political_status"]

    def traits(self):
        return None if self.person["traits"] is None else self.person["traits"].split(",")

    def place_kind(self):
        units = {unit["unit_id"]: unit for unit in self.rows["unit"]}
        unit = units.get(self.person["unit_id"])
        while unit and unit["kind"] == "branch":
            unit = units.get(unit["parent_id"])
        return unit and unit["kind"]

    def settled(self):
        return (
            None if self.person["settled_date"] is None else self.since("settled_date") is not None
        )

    def stays(self):
        begun = [r for r in self.mine("pool_membership") if day_of(r["entry_date"]) <= self.day]
        return [r for r in begun if r["exit_date"] is None or day_of(r["exit_date"]) > self.day]

    def pools(self):
        some = any(day_of(r["entry_date"]) <= self.day for r in self.rows["pool_membership"])
        return [r["pool"] for r in self.stays()] if some else None

    def steps(self):
        mine = [r for r in self.mine("selection_step") if r["pool"] == self.policy.pool]
        dated = [r for r in mine if r["step_date"] and day_of(r["step_date"]) <= self.day]
        return sorted(dated, key=lambda r: (r["step_date"], r["source_line"]))

    def months_since_applying(self):
        steps = self.steps()
        return whole(day_of(steps[0]["step_date"]), self.day, 1) if steps else None

    def months_in_pool(self):
        days = [day_of(r["entry_date"]) for r in self.stays() if r["pool"] == self.policy.pool]
        return whole(max(days), self.day, 1) if days else None

    def stars(self):
        over = {r["period"] for r in self.rows["star_rating"] if last_day(r["period"]) <= self.day}
        recent = sorted(over, key=lambda p: (last_day(p), p))[-self.policy.star_periods :]
        return [r["stars"] for r in self.mine("star_rating") if r["period"] in recent and r["status"] == "rated"]  # fmt: skip

    def stars_mean(self):
        stars = self.stars()
        return sum(stars) / len(stars) if stars else None

    def stars_lowest(self):
        return min(self.stars(), default=None)

    def attempts(self):
        courses = {course["course_id"]: course for course in self.rows["course"]}
        return [(r, courses[r["course_id"]]) for r in self.mine("enrolment")]

    def hours(self, first: date):
        if not self.rows["enrolment"]:
            return None
        best = {}
        for done, course in self.attempts():
            if done["status"] != "completed":
                continue
            when = done["completed_date"] or course["end_date"] or course["start_date"]
            if when and not first <= day_of(when) <= self.day:
                continue
            hours = done["hours_done"] if done["hours_done"] is not None else course["hours"]
            known = [
                h for h in (best.get(course["course_id"]), hours if when else None) if h is not None
            ]
            best[course["course_id"]] = max(known, default=None)
        return None if None in best.values() else float(sum(best.values()))

    def training_hours_year(self):
        return self.hours(self.new_year)

    def training_hours_12m(self):
        return self.hours(self.year_before)

    def began(self, first: date):
        pairs = [pair for pair in self.attempts() if pair[1]["start_date"]]
        return [(r, c) for r, c in pairs if first <= day_of(c["start_date"]) <= self.day]

    def completion_year(self):
        ended = {}
        for done, course in self.began(self.new_year):
            when = done["completed_date"] or done["withdrawn_date"]
            if done["status"] in ENDED and (when is None or day_of(when) <= self.day):
                ended.setdefault(course["course_id"], []).append(done["status"])
        good = sum("completed" in statuses for statuses in ended.values())
        return 100 * good / len(ended) if ended else None

    def absences_12m(self):
        if not self.rows["enrolment"]:
            return None
        return len({c["course_id"] for r, c in self.began(self.year_before) if r["status"] == "absent"})  # fmt: skip

    def points_year(self):
        if not any(day_of(r["activity_date"]) <= self.day for r in self.rows["points_entry"]):
            return None
        mine = self.mine("points_entry")
        return float(sum(r["points"] for r in mine if self.new_year <= day_of(r["activity_date"]) <= self.day))  # fmt: skip

    def placement_months(self):
        if not any(day_of(r["start_date"]) <= self.day for r in self.rows["placement"]):
            return None
        begun = [r for r in self.mine("placement") if day_of(r["start_date"]) <= self.day]
        until = [min(day_of(r["end_date"]) or self.day, self.day) for r in begun]
        return sum(whole(day_of(r["start_date"]), end + timedelta(days=1), 1) for r, end in zip(begun, until, strict=True))  # fmt: skip

    def assessment_score(self):
        ended = [r for r in self.mine("assessment") if last_day(r["period"]) <= self.day]
        latest = max((r["period"] for r in ended), key=lambda p: (last_day(p), p), default=None)
        rows = [r for r in ended if r["period"] == latest]
        if not rows or any(r["score"] is None for r in rows):
            return None
        weights = [r["weight"] for r in rows]
        if None in weights or sum(weights) == 0:
            weights = [1] * len(rows)
        return sum(w * r["score"] for w, r in zip(weights, rows, strict=True)) / sum(weights)


def met(part, known: Known):
    """True, False, or None where it is not known."""
    if isinstance(part, Checklist):
        results = [r["result"] for r in known.steps() if r["step"] == part.step]
        if not results or any(not item.strip() for item in part.items):
            return None
        return {"passed": True, "failed": False}.get(results[-1])
    value, wanted = known.field(part.field), part.value
    if value is None:
        return None
    if FIELDS[part.field].kind == "scale" and part.compare in ("at_least", "at_most"):
        scale = list(FIELDS[part.field].labels)
        value, wanted = scale.index(value), scale.index(wanted)
    if part.compare in BOUNDS:
        return BOUNDS[part.compare](value, wanted)
    if part.compare in ("is_in", "not_in"):
        return (value in wanted) == (part.compare == "is_in")
    if part.compare == "has_all":
        return all(word in value for word in wanted)
    return any(word in value for word in wanted) == (part.compare == "has_any")


def score(policy: Policy, states: dict) -> float | None:
    scored = [part for part in policy.condition if not part.hard]
    points = sum(float(part.weight) for part in scored if states[part.key])
    if policy.unknown_score == "left_out" and scored:
        known = sum(float(part.weight) for part in scored if states[part.key] is not None)
        if not known:
            return None
        points = points * sum(float(part.weight) for part in scored) / known
    return round(points, 6)


def judged(policy: Policy, known: Known) -> dict:
    """One person: every state, the verdict, the score, the near miss, the exception."""
    states = {part.key: met(part, known) for part in policy.conditions}
    hard = [part.key for part in policy.conditions if part.hard]
    failed = [key for key in hard if states[key] is False]
    unknown = [key for key in hard if states[key] is None]
    made = [step for step in known.steps() if step["exception_reason"] is not None]
    return {
        "person_id": known.person["person_id"], "states": states, "score": score(policy, states),
        "verdict": "not_eligible" if failed else "cannot_tell" if unknown else "eligible",
        "near": failed[0] if len(failed) == 1 else None,
        "exception": (made[-1]["exception_reason"], made[-1]["exception_by"]) if made else (None, None),
        "known": known,
    }  # fmt: skip


def place(policy: Policy, one: dict) -> tuple:
    """Where somebody stands in the order."""
    first = ["eligible", "cannot_tell", "not_eligible"]
    keys = [first.index(one["verdict"]), one["score"] is None, -(one["score"] or 0)]
    for tie in policy.choice.tie_break if policy.choice else []:
        value = one["known"].field(tie.field)
        if value is not None and FIELDS[tie.field].kind == "scale":
            value = list(FIELDS[tie.field].labels).index(value)
        keys += [value is None, (value or 0) * (-1 if tie.first == "high" else 1)]
    return (*keys, one["person_id"])


def chosen(policy: Policy, ordered: list[dict]) -> set[str]:
    """Cap the groups of at most, seat the groups of at least, fill up with the best of the rest."""
    eligible = [one for one in ordered if one["verdict"] == "eligible"]
    given = policy.choice.places if policy.choice else None
    places = len(eligible) if given is None else min(given, len(eligible))
    for quota in policy.quota:
        if quota.at_most is not None:
            room, kept = floor(Fraction(str(quota.at_most)) * places), []
            for one in eligible:
                fits = met(quota, one["known"]) is True
                if not fits or room > 0:
                    kept.append(one)
                room -= fits
            eligible = kept
    seated = []
    for quota in policy.quota:
        if quota.at_least is not None:
            wanted = ceil(Fraction(str(quota.at_least)) * places)
            wanted -= sum(met(quota, one["known"]) is True for one in seated)
            for one in eligible:
                if one not in seated and met(quota, one["known"]) is True:
                    if wanted > 0 and len(seated) < places:
                        seated.append(one)
                    wanted -= 1
    rest = [one for one in eligible if one not in seated]
    return {one["person_id"] for one in [*seated, *rest[: places - len(seated)]]}


def screened(rows: dict, policy: Policy, day: date) -> tuple[list[dict], int, int]:
    """Everyone looked at, in order; how many are outside, and of how many that cannot be told."""
    inside, outside, unplaced = [], 0, 0
    for person in rows["person"]:
        known = Known(rows, person, policy, day)
        fits = [met(part, known) for part in policy.population]
        if False in fits:
            outside += 1
        elif None in fits:
            unplaced += 1
        else:
            inside.append(judged(policy, known))
    ordered = sorted(inside, key=lambda one: place(policy, one))
    taken = chosen(policy, ordered)
    return [one | {"chosen": one["person_id"] in taken} for one in ordered], outside, unplaced
