"""`hongmiao access`: who opened which person's record when."""

from datetime import datetime

import click
from tabulate import tabulate

from .. import access, places
from ..locale import word
from .group import Command, option
from .printing import print_json


def _say(key: str) -> str:
    return word(f"access.{key}")


@click.command(name="access", cls=Command, help=_say("about"))
@click.option("--person", metavar="ID", help=_say("opt_person"))
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help=_say("opt_since"))
@option("--json", "as_json", is_flag=True, text="json")
def access_command(person: str | None, since: datetime | None, as_json: bool) -> None:
    lines = list(access.entries(places.home(), person, since and since.date()))
    if as_json:
        print_json(lines)
    elif not lines:
        click.echo(_say("none"))
    else:
        columns = ("time", "person", "how", "address", "browser", "user")
        rows = [[line.get(name, "") for name in columns] for line in lines]
        for row in rows:
            row[2] = _say(f"how_{row[2]}") if row[2] in ("card", "dossier", "report") else row[2]
        click.echo(tabulate(rows, headers=[_say(name) for name in columns], disable_numparse=True))
