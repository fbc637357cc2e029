"""Checks: each finds what its case says it must, and nothing else."""

import tomllib
from pathlib import Path

import pytest

from hongmiao import check_store
from hongmiao.checks import CHECKS
from hongmiao.locale import LANGUAGES, word
from hongmiao.records import RECORD_TYPES

CASES = Path(__file__).with_name("checks")


def test_every_check_has_its_case_and_every_case_its_check():
    assert {path.stem for path in CASES.glob("*.toml")} == set(CHECKS)


@pytest.mark.parametrize("check", CHECKS.values(), ids=list(CHECKS))
def test_a_check_says_what_it_looks_at_how_grave_it_is_and_what_to_do(check):
    assert check.about and not check.parameters
    assert check.header["severity"] in ("warning", "error")
    assert check.header["column"] in RECORD_TYPES[check.header["table"]].fields()
    assert all(
        word(f"finding.{check.name}.{part}", lang)
        for part in ("reason", "remedy")
        for lang in LANGUAGES
    )


@pytest.mark.parametrize("check", CHECKS.values(), ids=list(CHECKS))
def test_a_check_finds_nothing_in_an_empty_store(store, check):
    cursor = store.db.execute(check.sql)
    assert [name for name, *_ in cursor.description] == [
        *RECORD_TYPES[check.header["table"]].primary_key(),
        "value",
        "detail",
    ]
    assert not cursor.fetchall()


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_finds_the_rows_of_its_case_that_are_wrong_and_no_others(
    name, store, district, load, csv_file
):
    case, check = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8")), CHECKS[name]
    looked_at = case[check.header["table"]]
    wanted = [line for line, row in enumerate(looked_at, 2) if row.pop("found", False)]
    assert wanted and len(wanted) < len(looked_at), (
        "a case shows what must be found and what must not"
    )
    paths = []
    for table, rows in case.items():
        headings = list(dict.fromkeys(column for row in rows for column in row))
        paths.append(
            csv_file(
                f"{table}.csv",
                [headings, *([row.get(column, "") for column in headings] for row in rows)],
            )
        )
    report = load(*paths)
    found = [finding for finding in report.findings() if finding.code == name]
    assert sorted(finding.line for finding in found) == wanted
    assert {(f.table, f.severity, f.file.rpartition("/")[2]) for f in found} == {
        (check.header["table"], check.header["severity"], f"{check.header['table']}.csv")
    }
    other = [
        f
        for f in report.findings()
        if f.code != name and f.severity == "error" and f.code != "missing_reference"
    ]
    assert not other
    stays = check.header["severity"] == "warning"
    assert sorted(f.line for f in check_store(store) if f.code == name) == (wanted if stays else [])
    assert report.total("rows_back") == (
        0 if stays else len({f.line for f in report.findings() if f.severity == "error"})
    )
