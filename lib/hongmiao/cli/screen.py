"""`hongmiao screen`: a pool's policy held against each person, as the board shows it."""

from datetime import date, datetime
from pathlib import Path

import click
import pandas as pd
from tabulate import tabulate

from .. import screening
from ..errors import BadValue
from ..locale import word
from ..policy import COMPARISONS, FIELDS, Policy, from_text, policy_paths, pool_policy, required
from ..store import open_store
from .group import Command, option
from .printing import as_bytes, print_json, write

FIRST = 20  # people shown; --format and --json give all


def _say(key: str) -> str:
    return word(f"screen.{key}")


@click.command(name="screen", cls=Command, help=_say("about"))
@click.argument("pool", required=False, metavar=_say("pool"))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help=_say("opt_as_of"))
@click.option("--unit", help=_say("opt_unit"))
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help=_say("opt_set"))
@option("--json", "as_json", is_flag=True, text="json")
@click.option("--format", "style", type=click.Choice(("csv", "xlsx")), help=_say("opt_format"))
@option("--out", type=click.Path(dir_okay=False, path_type=Path), text="out")
def screen_command(
    pool: str | None, as_of: datetime | None, unit: str | None, settings, as_json: bool, style: str | None, out: Path | None
) -> None:  # fmt: skip
    if pool is None:
        click.echo("\n".join(_listed()))
        return
    store, policy = open_store(create=False), pool_policy(pool)
    changed = dict(_pair(policy, setting) for setting in settings)
    day = as_of.date() if as_of else screening.data_date(store)
    outcome = screening.screen(store, policy, day, unit, changed)
    if as_json:
        print_json(screening.as_dict(outcome))
    elif style:
        write(as_bytes(screening.shortlist(outcome), style), style, out)
    else:
        click.echo("\n".join(_told(outcome, policy, day, as_of is None, list(changed))))


def _listed():
    """Every pool with its policy file, each of which is read, and every field that a condition may be about."""
    for pool, path in policy_paths().items():
        yield word("screen.policy", pool=pool, words=pool_policy(pool).words.said(), path=path)
    yield ""
    yield _say("fields")
    for name, fact in FIELDS.items():
        compared = ", ".join(COMPARISONS[fact.kind])
        about = f"\n    {fact.explained()}" if fact.explained() else ""
        yield f"{name}  {fact.called()}  ({compared}){about}"


def _pair(policy: Policy, setting: str) -> tuple[str, object]:
    key, mark, value = setting.partition("=")
    if not mark:
        raise BadValue("--set", setting, _say("set_form"))
    return key, from_text(policy.compared(key), value.strip())


def _told(outcome, policy: Policy, day: date, by_data: bool, changed: list[str]):
    """The outcome in lines: what was held against whom, the figures, the conditions, the first people."""
    yield word("screen.head", words=policy.words.said(), day=day) + (
        _say("data_day") if by_data else ""
    )
    if policy.example:
        yield word("screen.example", path=policy_paths()[policy.pool])
    since, until = policy.valid_from, policy.valid_until
    if (since and day < since) or (until and day > until):
        none = _say("open_end")
        yield word("screen.out_of_force", since=since or none, until=until or none)
    for key in changed:
        before, after = policy.asked(key), outcome.policy.asked(key)
        yield word(
            "screen.tried",
            words=before.words.said(),
            before=required(before),
            after=required(after),
        )
    figures = {name: f"{n:,}" for name, n in screening.summary(outcome).items()}
    yield word("screen.of", **figures)
    yield word("screen.verdicts", **figures)
    yield _say(f"unknown_{policy.unknown_score}")
    yield ""
    yield _conditions(outcome)
    for quota in screening.quota_fill(outcome).to_dict("records"):
        key = "screen.quota_kept" if quota["kept"] else "screen.quota_broken"
        yield word(key, **quota | {"bound": _say(f"bound_{quota['bound']}")})
    yield ""
    if outcome.people.is_empty():
        return
    shown = screening.shortlist(outcome, outcome.first(FIRST)["person_id"].to_list())
    yield word("screen.first", count=len(shown))
    table = shown.iloc[:, : len(screening.SHORTLIST)]
    yield tabulate(_blank(table), headers=list(table), showindex=False)


def _conditions(outcome) -> str:
    names = ("required", "passed", "failed", "unknown", "left", "weight", "certainty")
    frame = screening.funnel(outcome)
    frame["certainty"] = frame["certainty"].map(screening.certainty_words)
    rows = _blank(frame[["key", *names]])
    return tabulate(
        rows,
        headers=[word("thing.condition"), *map(_say, names)],
        showindex=False,
        disable_numparse=True,
    )


def _blank(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(object).where(frame.notna(), "")
