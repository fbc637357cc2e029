"""The command line: parse, call one function of the library, print. Exit codes: 0 nothing found, 1 findings, 2 could not."""

import sys
from pathlib import Path

import click
from tabulate import tabulate

from .. import __version__, maps, places
from ..errors import BadValue, UnknownName
from ..load import check_store, load, of_findings, sentences, write_returned
from ..locale import language, word
from ..queries import QUERIES
from ..records import RECORD_TYPES
from ..store import open_store
from .access import access_command
from .findings import findings_command
from .group import Commands, option, say
from .printing import as_bytes, print_json, write
from .report import report_command
from .screen import screen_command

FORMATS = ("table", "csv", "json", "xlsx")


@click.group(
    cls=Commands,
    help=say("about"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="hongmiao", help=say("version"))
def main() -> None:
    pass


def _files(required: bool):
    kind = click.Path(path_type=Path)
    return click.argument("paths", nargs=-1, required=required, type=kind, metavar=say("paths"))


@main.command(name="demo", help=say("demo"))
@option(
    "--people", default=20_000, show_default=True, type=click.IntRange(60, 5_000_000), text="people"
)
@option("--seed", default=2018, show_default=True, type=click.IntRange(0), text="seed")
def demo_command(people: int, seed: int) -> None:
    from ..demo import load_demo

    folder = places.home() / "invented"
    click.echo(word("cli.demo_done", people=f"{people:,}", folder=folder))
    report = load_demo(open_store(), folder, people, seed, progress=sys.stderr.isatty())
    click.echo("\n".join(sentences(report)))  # its mistakes are meant: nothing to be mended


@main.command(name="check", help=say("check"))
@_files(required=False)
@option("--map", "mapping", text="map")
@option("--json", "as_json", is_flag=True, text="json")
def check_command(paths: tuple[Path, ...], mapping: str | None, as_json: bool) -> None:
    if paths:
        report = load(
            open_store(), paths, mapping=_map(mapping), dry_run=True, progress=sys.stderr.isatty()
        )
        _finish(report, None, as_json)
    found = check_store(open_store(create=False))
    if as_json:
        print_json([finding.as_dict() for finding in found])
    else:
        click.echo("\n".join(of_findings(found)))
    sys.exit(bool(found))


@main.command(name="load", help=say("load"))
@_files(required=True)
@option("--map", "mapping", text="map")
@option("--strict", is_flag=True, text="strict")
@option("--json", "as_json", is_flag=True, text="json")
@option("--returned", type=click.Path(file_okay=False, path_type=Path), text="returned")
@option("--wait", default=60.0, show_default=True, type=click.FloatRange(0), text="wait")
def load_command(
    paths, mapping, strict: bool, as_json: bool, returned: Path | None, wait: float
) -> None:
    report = load(
        open_store(),
        paths,
        mapping=_map(mapping),
        strict=strict,
        wait=wait,
        progress=sys.stderr.isatty(),
    )
    _finish(report, write_returned(report, returned or places.home() / "returned"), as_json)


@main.command(name="template", help=say("template"))
@click.argument("types", nargs=-1, metavar=say("types"))
@option("--out", type=click.Path(dir_okay=False, path_type=Path), text="out")
def template_command(types: tuple[str, ...], out: Path | None) -> None:
    from ..template_book import write_template

    tables = [_table(name) for name in types] or list(RECORD_TYPES)
    name = RECORD_TYPES[tables[0]].called() if len(tables) == 1 else word("template.all")
    path = write_template(out or Path(f"{name}.xlsx"), tables, language())
    click.echo(word("cli.template_done", path=path))


@main.command(name="info", help=say("info"))
@option("--json", "as_json", is_flag=True, text="json")
def info_command(as_json: bool) -> None:
    info = open_store(create=False).info()
    if as_json:
        print_json(info)
        return
    click.echo(word("report.store", path=info["store"]))
    click.echo(word("cli.last_load", **info["last_load"]) if info["last_load"] else say("never"))
    click.echo(word("cli.files", n=len(info["files"]), **info["findings"]))
    rows = [(table, RECORD_TYPES[table].called(), f"{n:,}") for table, n in info["rows"].items()]
    click.echo(tabulate(rows, headers=["", "", say("rows")], colalign=("left", "left", "right")))


@main.command(name="query", help=say("query"))
@click.argument("name", required=False, metavar=say("name"))
@option("-p", "--param", "params", multiple=True, metavar="KEY=VALUE", text="param")
@option(
    "--format",
    "style",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    text="format",
)
@option("--json", "as_json", is_flag=True, text="json")
@option("--out", type=click.Path(dir_okay=False, path_type=Path), text="out")
def query_command(
    name: str | None, params: tuple[str, ...], style: str, as_json: bool, out: Path | None
) -> None:
    style = "json" if as_json else style
    if name is None:
        _list_questions(style)
        return
    frame = open_store(create=False).frame(name, **dict(map(_pair, params)))
    if style == "table" and out is None:
        shown = frame.astype(object).where(frame.notna(), "")
        click.echo(
            tabulate(shown, headers=list(frame), showindex=False) if len(frame) else say("no_rows")
        )
        return
    write(as_bytes(frame, style), style, out)


@main.command(name="serve", help=say("serve"))
@option("--port", type=click.IntRange(1, 65_535), text="port")
@option("--host", default="127.0.0.1", show_default=True, text="host")
@option("--password", envvar="HONGMIAO_PASSWORD", text="password")
@option("--open", "open_browser", is_flag=True, text="open")
def serve_command(port: int | None, host: str, password: str | None, open_browser: bool) -> None:
    from ..serve import serve

    open_store()  # so that the first page finds its tables, empty as they may be
    serve(port, host, password, open_browser)


main.add_command(screen_command)
main.add_command(findings_command)
main.add_command(access_command)
main.add_command(report_command)


def _finish(report, returned: list[Path] | None, as_json: bool = False) -> None:
    """Print a report and leave with the exit code that it earns."""
    if as_json:
        findings = [finding.as_dict() for finding in report.findings()]
        paths = [str(path) for path in returned or []]
        sources = [source.as_dict() for source in report.sources]
        print_json(
            {"stored": report.stored, "sources": sources, "findings": findings, "returned": paths}
        )
    else:
        click.echo("\n".join(sentences(report)))
        if returned:
            mapped = any(source.table and source.table.foreign for source in report.sources)
            path = next(path for path in returned if path.suffix == ".xlsx")
            click.echo(word("report.returned_mapped" if mapped else "report.returned", path=path))
        if not report.stored:
            click.echo(word("report.strict" if returned is not None else "report.dry"))
    sys.exit(bool(len(report.remarks)))


def _map(name: str | None):
    return None if name is None else maps.ForeignMap.read(maps.map_path(name))


def _table(name: str) -> str:
    """A record type's table, by table name or by what people call it."""
    names = {table: table for table in RECORD_TYPES}
    names |= {word: table for table, kind in RECORD_TYPES.items() for word in (kind.zh, kind.en)}
    if name not in names:
        raise UnknownName("table", name, list(names))
    return names[name]


def _pair(text: str) -> tuple[str, str | None]:
    key, mark, value = text.partition("=")
    if not mark or not key:
        raise BadValue("-p", text, say("param_form"))
    return key, value or None


def _list_questions(style: str) -> None:
    rows = [
        {
            "name": n,
            "parameters": list(book.parameters),
            "about": book.header["zh"] if language() == "zh" else book.about,
        }
        for n, book in QUERIES.items()
    ]
    if style == "json":
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['name']}  ({', '.join(row['parameters'])})\n    {row['about']}")
