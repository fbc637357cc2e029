"""Answers as bytes: for a spreadsheet, for a program."""

import json
from pathlib import Path

import click

from ..errors import BadValue
from ..spreadsheet import as_csv, as_xlsx
from .group import say


def as_bytes(frame, style: str) -> bytes:
    if style == "json":
        return frame.to_json(orient="records", force_ascii=False, indent=1).encode()
    texts = frame.astype(object).where(frame.notna(), "").astype(str).to_numpy().tolist()
    if style == "xlsx":
        return as_xlsx(list(frame), texts, [kind.kind in "if" for kind in frame.dtypes])
    return as_csv(list(frame), texts)


def write(data: bytes, style: str, out: Path | None) -> None:
    if out is not None:
        out.write_bytes(data)
    elif style == "xlsx":
        raise BadValue("--format", style, say("out_xlsx"))
    else:
        click.echo(data.decode("utf-8-sig"), nl=False)


def print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
