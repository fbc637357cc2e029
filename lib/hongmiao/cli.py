"""The command line: parse, call one function of the library, print. Exit codes: 0 nothing found, 1 findings, 2 could not."""

import json
import secrets
import sys
import tempfile
import traceback
from pathlib import Path

import click
from tabulate import tabulate

from . import __version__, maps, places
from .errors import BadValue, HongmiaoError, UnknownName
from .load import check_store, load, of_findings, sentences, write_returned
from .locale import language, word
from .queries import QUERIES
from .records import RECORD_TYPES
from .spreadsheet import as_csv, as_xlsx
from .store import open_store

FORMATS = ("table", "csv", "json", "xlsx")


class Command(click.Command):
    """A command whose own words are in the language spoken."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = _say("help")
        return option


class Commands(Command, click.Group):
    """Turns our own errors into one line and exit code 2, and keeps the commands in the order of the work."""

    def invoke(self, ctx: click.Context):
        try:
            return super().invoke(ctx)
        except HongmiaoError as error:
            click.echo(word("cli.error", message=error), err=True)
            sys.exit(2)
        except KeyboardInterrupt:
            click.echo(word("cli.stopped"), err=True)
            sys.exit(2)
        except click.UsageError as error:
            path = error.ctx.command_path if error.ctx else ctx.command_path
            click.echo(word("cli.usage", message=error.format_message(), command=path), err=True)
            sys.exit(2)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:  # the reader (head, less) had enough
            sys.stderr.close()
            sys.exit(0)
        except Exception:
            click.echo(_unexpected(), err=True)
            sys.exit(2)

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def _unexpected() -> str:
    """Keep the traceback for whoever maintains this, and tell the user where it is."""
    number = secrets.token_hex(4)
    path = Path(tempfile.gettempdir()) / f"hongmiao-{number}.log"
    path.write_text(traceback.format_exc(), "utf-8")
    return word("cli.unexpected", id=number, path=path)


def _say(key: str) -> str:
    return word(f"cli.{key}")


@click.group(
    cls=Commands,
    help=_say("about"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="hongmiao", help=_say("version"))
def main() -> None:
    pass


def _option(*names, say: str, **settings):
    return click.option(*names, help=_say(say), **settings)


def _files(required: bool):
    kind = click.Path(path_type=Path)
    return click.argument("paths", nargs=-1, required=required, type=kind, metavar=_say("paths"))


@main.command(name="demo", help=_say("demo"))
@_option(
    "--people", default=20_000, show_default=True, type=click.IntRange(60, 5_000_000), say="people"
)
@_option("--seed", default=2018, show_default=True, type=click.IntRange(0), say="seed")
def demo_command(people: int, seed: int) -> None:
    from .demo import load_demo

    folder = places.home() / "invented"
    click.echo(word("cli.demo_done", people=f"{people:,}", folder=folder))
    report = load_demo(open_store(), folder, people, seed, progress=sys.stderr.isatty())
    _finish(report, None)


@main.command(name="check", help=_say("check"))
@_files(required=False)
@_option("--map", "mapping", say="map")
@_option("--json", "as_json", is_flag=True, say="json")
def check_command(paths: tuple[Path, ...], mapping: str | None, as_json: bool) -> None:
    if paths:
        report = load(
            open_store(), paths, mapping=_map(mapping), dry_run=True, progress=sys.stderr.isatty()
        )
        _finish(report, None, as_json)
    found = check_store(open_store(create=False))
    if as_json:
        _print_json([finding.as_dict() for finding in found])
    else:
        click.echo("\n".join(of_findings(found)))
    sys.exit(bool(found))


@main.command(name="load", help=_say("load"))
@_files(required=True)
@_option("--map", "mapping", say="map")
@_option("--strict", is_flag=True, say="strict")
@_option("--json", "as_json", is_flag=True, say="json")
@_option("--returned", type=click.Path(file_okay=False, path_type=Path), say="returned")
@_option("--wait", default=60.0, show_default=True, type=click.FloatRange(0), say="wait")
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


@main.command(name="template", help=_say("template"))
@click.argument("types", nargs=-1, metavar=_say("types"))
@_option("--out", type=click.Path(dir_okay=False, path_type=Path), say="out")
def template_command(types: tuple[str, ...], out: Path | None) -> None:
    from .template_book import write_template

    tables = [_table(name) for name in types] or list(RECORD_TYPES)
    name = RECORD_TYPES[tables[0]].called() if len(tables) == 1 else word("template.all")
    path = write_template(out or Path(f"{name}.xlsx"), tables, language())
    click.echo(word("cli.template_done", path=path))


@main.command(name="info", help=_say("info"))
@_option("--json", "as_json", is_flag=True, say="json")
def info_command(as_json: bool) -> None:
    info = open_store(create=False).info()
    if as_json:
        _print_json(info)
        return
    click.echo(word("report.store", path=info["store"]))
    click.echo(word("cli.last_load", **info["last_load"]) if info["last_load"] else _say("never"))
    click.echo(word("cli.files", n=len(info["files"]), **info["findings"]))
    rows = [(table, RECORD_TYPES[table].called(), f"{n:,}") for table, n in info["rows"].items()]
    click.echo(tabulate(rows, headers=["", "", _say("rows")], colalign=("left", "left", "right")))


@main.command(name="query", help=_say("query"))
@click.argument("name", required=False, metavar=_say("name"))
@_option("-p", "--param", "params", multiple=True, metavar="KEY=VALUE", say="param")
@_option(
    "--format",
    "style",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    say="format",
)
@_option("--json", "as_json", is_flag=True, say="json")
@_option("--out", type=click.Path(dir_okay=False, path_type=Path), say="out")
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
            tabulate(shown, headers=list(frame), showindex=False) if len(frame) else _say("no_rows")
        )
        return
    _write(_as_bytes(frame, style), style, out)


@main.command(name="serve", help=_say("serve"))
@_option("--port", type=click.IntRange(1, 65_535), say="port")
@_option("--host", default="127.0.0.1", show_default=True, say="host")
@_option("--password", envvar="HONGMIAO_PASSWORD", say="password")
@_option("--open", "open_browser", is_flag=True, say="open")
def serve_command(port: int | None, host: str, password: str | None, open_browser: bool) -> None:
    from .serve import serve

    open_store()  # so that the first page finds its tables, empty as they may be
    serve(port, host, password, open_browser)


def _finish(report, returned: list[Path] | None, as_json: bool = False) -> None:
    """Print a report and leave with the exit code that it earns."""
    if as_json:
        findings = [finding.as_dict() for finding in report.findings()]
        paths = [str(path) for path in returned or []]
        sources = [source.as_dict() for source in report.sources]
        _print_json(
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
        raise BadValue("-p", text, _say("param_form"))
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
        _print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['name']}  ({', '.join(row['parameters'])})\n    {row['about']}")


def _as_bytes(frame, style: str) -> bytes:
    if style == "json":
        return frame.to_json(orient="records", force_ascii=False, indent=1).encode()
    texts = frame.astype(object).where(frame.notna(), "").astype(str).to_numpy().tolist()
    if style == "xlsx":
        return as_xlsx(list(frame), texts, [kind.kind in "if" for kind in frame.dtypes])
    return as_csv(list(frame), texts)


def _write(data: bytes, style: str, out: Path | None) -> None:
    if out is not None:
        out.write_bytes(data)
    elif style == "xlsx":
        raise BadValue("--format", style, _say("out_xlsx"))
    else:
        click.echo(data.decode("utf-8-sig"), nl=False)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
