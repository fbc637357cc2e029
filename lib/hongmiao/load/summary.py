"""A report in words: one line a sheet, then the findings grouped, most frequent first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ..finding import Finding
from ..locale import word
from .report import Report, Source

GROUPS = 20  # groups of findings shown for one file; the rest is counted
REASONS = 4  # different values shown for one group
LINES = 8  # line numbers shown for one group


def sentences(report: Report) -> Iterator[str]:
    """The report as lines of text for a person."""
    # A map may make several tables of one sheet and record type; people count them as one.
    groups: dict[tuple, list[Source]] = defaultdict(list)
    for source in report.sources:
        groups[source.sheet.where, source.record_type].append(source)
    yield from map(_of_sources, groups.values())
    yield from of_findings(report.findings())
    if report.stored:
        yield word(
            "report.stored", rows=f"{report.total('rows_new') + report.total('rows_changed'):,}"
        )


def _of_sources(sources: list[Source]) -> str:
    first = sources[0]
    if first.table is None:
        return word("report.unknown", where=first.sheet.where)
    skipped: dict[str, int] = defaultdict(int)
    for source in sources:
        for kind, n in source.table.skipped.items():
            skipped[kind] += n
        if source.rows_repeated:
            skipped["repeated"] += source.rows_repeated
    told = word("language.comma").join(
        f"{word(f'skipped.{kind}')} {n:,}" for kind, n in skipped.items()
    )
    names = ("read", "new", "changed", "same", "back")
    figures = {
        name: f"{sum(getattr(source, f'rows_{name}') for source in sources):,}" for name in names
    }
    told = word("report.skipped", skipped=told) if told else ""
    return word(
        "report.row",
        where=first.sheet.where,
        kind=first.table.kind.called(),
        skipped=told,
        **figures,
    )


def of_findings(findings: Iterable[Finding]) -> Iterator[str]:
    """Findings grouped by file, kind and severity, each with its lines and the remedy."""
    by_severity: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_severity[finding.severity].append(finding)
    for severity in ("error", "warning"):
        if found := by_severity[severity]:
            yield word(f"report.{severity}s", n=f"{len(found):,}")
            yield from _groups(found)
    if not any(by_severity.values()):
        yield word("report.clean")


def _groups(findings: list[Finding]) -> Iterator[str]:
    groups: dict[tuple, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.file, finding.sheet, finding.column, finding.code].append(finding)
    ranked = sorted(groups.values(), key=len, reverse=True)
    for group in ranked[:GROUPS]:
        yield from _group(group)
    if len(ranked) > GROUPS:
        yield "  " + word("report.rest", n=f"{len(ranked) - GROUPS:,}")


def _group(group: list[Finding]) -> Iterator[str]:
    """What one kind of finding says in one column: the commonest values by themselves, with their lines."""
    first = group[0]
    sheet = f"[{first.sheet}]" if first.sheet else ""
    yield "  " + word(
        "report.group", where=f"{first.file}{sheet} {first.column}".strip(), n=f"{len(group):,}"
    )
    reasons: dict[str, list[str]] = defaultdict(list)
    for finding in group:
        reasons[finding.reason()] += [str(finding.line)] if finding.line is not None else []
    ranked = sorted(reasons.items(), key=lambda reason: -len(reason[1]))
    for reason, lines in ranked[:REASONS]:
        key = (
            "report.more"
            if len(lines) > LINES
            else "report.line"
            if len(lines) == 1
            else "report.lines"
        )
        told = word(key, lines=", ".join(lines[:LINES]))
        yield f"    {reason}" + (f"  {told}" if lines else "")
    if len(ranked) > REASONS:
        yield "    " + word("report.other", n=f"{len(ranked) - REASONS:,}")
    yield "    " + word("report.remedy", remedy=first.remedy())
