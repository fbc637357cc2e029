"""`hongmiao report`: a report notebook run for one unit or for many, written as HTML, PDF and XLSX."""

import sys
from pathlib import Path

import click

from .. import places
from ..errors import BadValue
from ..locale import language, word
from .group import Command, option, say
from .printing import print_json

TIMEOUT = 600
SHOWN = 20  # failures told; reports.json and the index have all


def _say(key: str) -> str:
    return word(f"report_cli.{key}")


def _option(*names, text: str, **settings):
    return click.option(*names, help=_say(text), **settings)


@click.command(name="report", cls=Command, help=_say("about"))
@click.argument("name", required=False, metavar=_say("name"))
@_option("-p", "--param", "params", multiple=True, metavar="KEY=VALUE", text="param")
@_option("--each", multiple=True, metavar="KIND", text="each")
@_option("--out", type=click.Path(file_okay=False, path_type=Path), text="out")
@_option("--format", "formats", default="html", show_default=True, text="formats")
@_option("--jobs", type=click.IntRange(1, 256), text="jobs")
@_option("--executor", default="", metavar="dask://HOST:PORT", text="executor")
@_option(
    "--timeout", default=TIMEOUT, show_default=True, type=click.FloatRange(0.1), text="timeout"
)
@_option("--keep-notebook", is_flag=True, text="keep")
@_option("--again", is_flag=True, text="again")
@option("--json", "as_json", is_flag=True, text="json")
def report_command(
    name, params, each, out: Path | None, formats: str, as_json: bool, keep_notebook: bool, **how
) -> None:
    if name is None:
        _list(as_json)
        return
    from ..reports.many import run

    try:
        summary = run(
            name,
            out or places.home() / "reported",
            dict(map(_pair, params)),
            each=_listed(each),
            formats=_listed([formats.lower()]),
            keep_notebook=keep_notebook,
            progress=sys.stderr.isatty(),
            **how,
        )
    except KeyboardInterrupt:
        click.echo(_say("stopped"), err=True)
        sys.exit(2)
    if as_json:
        print_json(summary.as_dict())
    else:
        click.echo("\n".join(_told(summary)))
    sys.exit(bool(summary.of("failed")))


def _listed(texts) -> list[str]:
    """Words with commas between them, one after the other."""
    return [
        one.strip() for text in texts for one in text.replace("，", ",").split(",") if one.strip()
    ]


def _pair(text: str) -> tuple[str, str]:
    key, mark, value = text.partition("=")
    if not mark or not key:
        raise BadValue("-p", text, say("param_form"))
    return key, value


def _told(summary):
    """The summary in lines: what failed and why, then the counts and where to look."""
    failed = summary.of("failed")
    for one in failed[:SHOWN]:
        yield word("report_cli.failed", unit=one.unit_name or "—", error=one.error)
    if len(failed) > SHOWN:
        yield word("report_cli.more_failed", n=len(failed) - SHOWN)
    counts = {state: len(summary.of(state)) for state in ("made", "fresh", "failed")}
    yield word("report_cli.done", **counts, seconds=f"{summary.seconds:.1f}")
    places = [summary.index] if summary.index else []
    if not places:
        places = [summary.folder / name for one in summary.outcomes for name in one.files]
    yield from map(str, places)


def _list(as_json: bool) -> None:
    """Every report with its parameters, each of which can be given with -p."""
    from ..reports.catalogue import find, names
    from ..reports.plans import kinds_of

    lang, found = language(), [find(name) for name in sorted(names())]
    if as_json:
        print_json([_as_dict(template, lang, kinds_of(template)) for template in found])
        return
    for template in found:
        click.echo(f"{template.name}  {template.title(lang)}")
        for parameter in template.parameters.values():
            default = (
                word("report_cli.default", value=parameter.default) if parameter.default else ""
            )
            click.echo(f"    -p {parameter.name}=…  {parameter.said(lang)}{default}")  # fmt: skip
        if kinds := kinds_of(template):
            click.echo(f"    --each {' | '.join(kinds)}")
    click.echo(_say("how") if found else _say("no_reports"))


def _as_dict(template, lang: str, kinds: list[str]) -> dict[str, object]:
    parameters = [
        {"name": one.name, "kind": one.kind, "default": one.default, "about": one.said(lang)}
        for one in template.parameters.values()
    ]
    about = {"name": template.name, "title": template.title(lang), "path": str(template.path)}
    return about | {"parameters": parameters, "each": kinds}
