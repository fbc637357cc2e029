"""What charts, tables and screening ask of stores of 10⁴, 10⁵ and 10⁶ people with ten enrolments each.

Nobody types the questions: each board is opened, filtered, paged, sorted and searched on the smallest store, the product
writes down what it asks (hongmiao.asked), and every question is put to every store. Stores are made by the product's own
demo and load and kept beside the peers, for a large one takes minutes.
"""

import hashlib
import json
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from math import inf
from pathlib import Path

from asked_of_boards import Asked, looked, opened, recorded
from figures import BIN, Figure, compared, in_turns, say, seconds

import hongmiao as hm
from hongmiao import asked, demo, kept, screening
from hongmiao.boards import BOARDS
from hongmiao.demo import train
from hongmiao.policy import Policy, policy_paths, pool_policy
from hongmiao.queries import QUERIES
from hongmiao.store import KEPT

SIZES, QUICK = (10_000, 100_000, 1_000_000), (1_000, 4_000)
TURNOUT = 8  # enrolments a person: ten
CHART, LIST, SEARCH = 25, 20, 20
SCREEN, AGAIN = 150, 1.2
WORST = 3  # of a group, asked again in every round
HERE = Path(__file__)


def measure(rounds: int, quick: bool) -> Iterator[Figure]:
    """The worst question of each group on each store, the outcome of a pool, whole pages, and three questions beside peers."""
    sizes = QUICK if quick else SIZES
    folders = {people: made_store(people) for people in sizes}
    known = recorded(made_store(QUICK[0]))
    names = {"chart": ("chart or tile", CHART), "list": ("first page of a table", LIST), "sort": ("first page, sorted", LIST), "search": ("first page, searched", SEARCH)}  # fmt: skip
    for people, folder in folders.items():
        for group, found in _groups(known, folder, rounds):
            what, aim = names[group]
            for when, (took, name) in zip(
                ("first time after a load", "asked again"), found, strict=True
            ):
                told = f"{what}, {people:,} people, {when}: {name}"
                yield Figure("questions", told, "ms", took, aim if people == sizes[-1] else inf)
    for people, folder in folders.items():
        pool, first, again = _screened(folder, rounds)
        aim = SCREEN if people == sizes[-1] else inf
        yield Figure("questions", f"outcome of a pool, {people:,} people, first time after a load: {pool}", "ms", first, inf)  # fmt: skip
        yield Figure("questions", f"outcome of a pool, {people:,} people: {pool}", "ms", again, aim)
    yield from _pages(folders[sizes[0]], folders[sizes[-1]], rounds)
    yield from _peers(folders[sizes[-1]], rounds)


# Stores.


def made_store(people: int) -> Path:
    """The folder of a store of so many people; made where there is none of this generator yet."""
    text = b"".join(path.read_bytes() for path in sorted(Path(demo.__file__).parent.iterdir()) if path.is_file())  # fmt: skip
    folder = BIN.parent / "stores" / hashlib.sha256(text).hexdigest()[:12] / str(people)
    if not (folder / "ready").exists():
        say(f"  making a store of {people:,} people")
        env = {name: value for name, value in os.environ.items() if name != asked.FILE}
        subprocess.run([sys.executable, HERE, folder, str(people)], check=True, env=env)
    hm.open_store(folder / "hongmiao.db")  # rollups of another version are made anew
    return folder


def make(folder: Path, people: int) -> None:
    """The demo district with more courses a person, loaded like any files."""

    def enrol(district: dict, *more, plain=train.enrol):
        return plain(district | {"training": district["training"] | {"turnout": TURNOUT}}, *more)

    train.enrol = enrol
    store = hm.open_store(folder / "hongmiao.db")
    demo.load_demo(store, folder / "files", people)
    (folder / "ready").touch()


# How long that takes.


def _groups(known: Asked, folder: Path, rounds: int) -> Iterator[tuple[str, list]]:
    """The worst question of each group, asked the first time after a load and again: milliseconds, and its name.

    Of each question, what was asked worst is asked on the next larger store; the rest is forgotten.
    """
    store = hm.open_store(folder / "hongmiao.db")
    width = len(store.sql("SELECT min(person_id) AS one FROM person")["one"][0]) - 1
    for group, questions in known.groups.items():
        _forget(folder)
        took = {one: _twice(store, *one, width) for one in questions}
        ranked, found = sorted(took, key=took.get, reverse=True), []
        for when in (0, 1):
            worst = sorted(took, key=lambda one, when=when: took[one][when])[-WORST:]
            for one in worst:
                rest = []
                for _ in range(rounds - 1):
                    _forget(folder)
                    rest.append(_twice(store, *one, width)[when])
                took[one] = (
                    *took[one][:when],
                    statistics.median([took[one][when], *rest]),
                    *took[one][when + 1 :],
                )
            one = max(worst, key=lambda one, when=when: took[one][when])
            found.append(
                (
                    1000 * took[one][when],
                    one[0] if one[0] in QUERIES else " ".join(one[0].split())[:40],
                )
            )
        known.groups[group] = {
            one: None
            for place, one in enumerate(ranked)
            if [other for other, _ in ranked[:place]].count(one[0]) < WORST
        }
        yield group, found


def _twice(store: hm.Store, question: str, params: str, width: int) -> tuple[float, float]:
    # The same person: keys are as wide as the last one needs.
    given = json.loads(re.sub(r"\bP0*(\d+)\b", lambda key: f"P{key[1]:0>{width}}", params))
    if question in QUERIES:
        ask = partial(kept.answer, store, question, **given)
    else:  # what a board puts together itself

        def ask() -> list:
            return store.db.execute(question, given).fetchall()

    return seconds(ask), min(seconds(ask) for _ in range(3))  # what is quick is soon disturbed


def _screened(folder: Path, rounds: int) -> tuple[str, float, float]:
    """The pool whose outcome takes longest, the first time after a load and again, in milliseconds."""
    store = hm.open_store(folder / "hongmiao.db")
    day, first, again = screening.data_date(store), {}, {}
    for pool in policy_paths():
        _forget(folder)
        screen = partial(_outcome, store, pool_policy(pool), day)
        first[pool] = 1000 * seconds(screen)
        again[pool] = 1000 * statistics.median(seconds(screen) for _ in range(max(rounds, 3)))
    worst = max(again, key=again.get)
    return worst, first[worst], again[worst]


def _outcome(store: hm.Store, policy: Policy, day: date) -> list[dict]:
    """Facts, verdicts, all counts, who is chosen, and the first fifty with every reason: whatever is put off is asked for."""
    outcome = screening.screen(store, policy, day)
    told = screening.summary(outcome), screening.funnel(outcome), screening.quota_fill(outcome)
    first = screening.explained(outcome, outcome.first(50)["person_id"])
    assert told[1]["left"].dropna().iloc[-1] == told[0]["eligible"] + told[0]["cannot_tell"]
    return first


def _forget(folder: Path) -> None:
    """As after a load: nothing is kept."""
    for file in (folder / KEPT).glob("*/*"):
        file.unlink()


def _pages(small: Path, large: Path, rounds: int) -> Iterator[Figure]:
    """A board's figures after a filter: what it takes with most people beside what it takes with least."""
    for again in (False, True):
        worst, name = 0.0, ""
        for board in BOARDS:
            ratio, took = _filtered(board, small, large, rounds, again)
            if ratio > worst:
                worst, name, both = ratio, board, took
        said = "asked again" if again else "first time after a load"
        yield Figure(
            "questions", f"figures of a board after a filter, {said}: {name}", "ms", both[1], AGAIN if again else inf,
            f"the same with {small.name} people", both[0], worst,
        )  # fmt: skip


def _filtered(
    board: str, small: Path, large: Path, rounds: int, again: bool
) -> tuple[float, tuple]:
    took = {small: [], large: []}
    for folder in took:
        state = opened(board, hm.open_store(folder / "hongmiao.db"))
        choices = [
            choice for choice in state.choices if not choice.hidden and len(choice.options) > 1
        ]
        for turn in range(rounds + again):
            if not again:
                _forget(folder)
            for choice in choices[:1]:
                for _, value in choice.options[:2]:
                    state.set_trait(choice.name, value)
                    took[folder].append((seconds(partial(looked, state)), turn))
        took[folder] = [1000 * one for one, turn in took[folder] if turn or not again]
    if not took[small]:
        return 0.0, (0.0, 0.0)
    both = tuple(statistics.median(took[folder]) for folder in (small, large))
    return both[1] / both[0], both


# Peers.


def _peers(folder: Path, rounds: int) -> Iterator[Figure]:
    """Three questions beside engines that hold the same tables, with the same counts."""
    program = [BIN / "python", HERE.with_name("peers") / "questions.py", folder / "hongmiao.db"]
    process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    store = hm.open_store(folder / "hongmiao.db")
    ours = {
        "funnel and first 50": _funnel,
        "stars by unit": _stars,
        "training by unit and level": _training,
    }

    def theirs(engine: str, question: str) -> tuple[float, list]:
        process.stdin.write(json.dumps([engine, question]) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    engines = json.loads(process.stdout.readline())
    for question, ask in ours.items():
        counts = json.loads(json.dumps(ask(store)))
        for engine in engines:
            assert theirs(engine, question)[1] == counts, (engine, question)
        sides = {"ours": partial(seconds, partial(ask, store))}
        sides |= {
            engine: lambda engine=engine, question=question: theirs(engine, question)[0]
            for engine in engines
        }
        took = {
            name: [1000 * one for one in found] for name, found in in_turns(rounds, sides).items()
        }
        yield compared("questions", question, "ms", 1.0, took.pop("ours"), took)
    process.stdin.close()
    process.wait()


def _rows(store: hm.Store, question: str, **params) -> Iterable[tuple]:
    return store.frame(question, **params).itertuples(index=False)


def _funnel(store: hm.Store) -> list:
    """Candidates of a pool by step and result, and the first fifty of them."""
    steps = [
        [row.step, row.passed, row.failed, row.pending]
        for row in _rows(store, "screening_funnel", pool="party_applicant")
    ]
    first = store.frame("candidates", pool="party_applicant", sort="person_id", limit=50)
    return [sorted(steps), first["person_id"].tolist()]


def _stars(store: hm.Store) -> list:
    """People by town or organ, and stars, of the latest period."""
    found = _rows(store, "star_distribution", period="2018Q2")
    return sorted(
        [row.group_id, int(row.stars), row.persons] for row in found if row.status == "rated"
    )


def _training(store: hm.Store) -> list:
    """Person-times begun and completed by town or organ, and level, of all years."""
    found = _rows(store, "training_grid", targets="{}")
    return sorted([row.group_id, row.audience, row.started, row.completed] for row in found)


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
