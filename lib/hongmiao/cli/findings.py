"""`hongmiao findings`: what is still wrong with what was loaded, and the workbook that goes back to a unit."""

import sys
from pathlib import Path

import click

from ..errors import UnknownName
from ..load import of_findings
from ..locale import word
from ..quality import open_findings, send_back
from ..store import Store, open_store
from .group import Command, option
from .printing import print_json


def _say(key: str) -> str:
    return word(f"send_back.{key}")


@click.command(name="findings", cls=Command, help=_say("about"))
@click.option("--unit", metavar="NAME", help=_say("opt_unit"))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.xlsx", help=_say("opt_out"))  # fmt: skip
@option("--json", "as_json", is_flag=True, text="json")
def findings_command(unit: str | None, out: Path | None, as_json: bool) -> None:
    store = open_store(create=False)
    key = _unit(store, unit) if unit else None
    if out is not None:
        out.write_bytes(send_back(store, key))
        click.echo(word("send_back.written", path=out))
        return
    found = [finding for _, _, finding in open_findings(store, key)]
    if as_json:
        print_json([finding.as_dict() for finding in found])
    else:
        click.echo("\n".join(of_findings(found)))
    sys.exit(bool(found))


def _unit(store: Store, text: str) -> str:
    """The unit of an id, or of a name that only one unit has. Raises UnknownName."""
    named = store.sql("SELECT unit_id, name, path FROM unit JOIN unit_tree USING (unit_id) WHERE unit_id = :text OR name = :text", text=text)  # fmt: skip
    if len(named) == 1:
        return named["unit_id"].iloc[0]
    near = named if len(named) else store.sql("SELECT unit_id, name FROM unit")
    path = "path" if len(named) else "name"
    raise UnknownName("unit", text, [f"{row.unit_id} {getattr(row, path)}" for row in near.itertuples()])  # fmt: skip
