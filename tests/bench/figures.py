"""What a benchmark tells: figures beside their peers' and their aims, from rounds that take turns."""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from math import isinf
from pathlib import Path

BIN = Path(os.environ.get("BENCH_BIN") or ".venv/bench/bin").absolute()
"""Where the peers' programs are: an environment of their own, which `make bench` sets up."""


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, ours, the peer's, and what it should be.

    aim: the most that `ratio` (ours to theirs), or `ours` where there is no peer, may be.
    """

    part: str
    what: str
    unit: str
    ours: float
    aim: float
    peer: str = ""
    theirs: float | None = None
    ratio: float | None = None
    least: bool = False
    """Whether the aim is the least that it may be: so many times quicker."""

    @property
    def met(self) -> bool:
        """Whether the aim is met."""
        found = self.ours if self.ratio is None else self.ratio
        return found >= self.aim if self.least else found <= self.aim

    @property
    def cells(self) -> tuple[str, ...]:
        """The figure as a row of the table."""
        return (
            f"{self.part}: {self.what}",
            f"{self.ours:,.3g} {self.unit}"
            if self.ours < 1000
            else f"{self.ours:,.0f} {self.unit}",
            self.peer,
            "" if self.theirs is None else f"{self.theirs:,.3g} {self.unit}",
            "" if self.ratio is None else f"{self.ratio:.2f}",
            self._aim(),
            "" if isinf(self.aim) else "met" if self.met else "MISSED",
        )

    def __str__(self) -> str:
        return "  ".join(filter(None, self.cells))

    def _aim(self) -> str:
        if isinf(self.aim):  # told for what it is
            return ""
        unit = f" {self.unit}" if self.ratio is None else ""
        return f"{'≥' if self.least else '≤'} {self.aim:g}{unit}"

    def as_dict(self) -> dict:
        """The figure as it stands in JSON."""
        return asdict(self) | {"met": self.met}


def seconds(work: Callable[[], object]) -> float:
    """How long `work` took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turns(rounds: int, sides: dict[str, Callable[[], float]]) -> dict[str, list[float]]:
    """What each side measured, round by round, one after the other, so that what else the machine does weighs on all."""
    found = {name: [] for name in sides}
    for turn in range(rounds):
        for name in list(sides)[:: 1 if turn % 2 == 0 else -1]:  # nobody is always the first
            found[name].append(sides[name]())
    return found


def compared(
    part: str,
    what: str,
    unit: str,
    aim: float,
    ours: Iterable[float],
    peers: dict[str, list[float]],
) -> Figure:
    """Ours beside the quickest of the peers: medians, and the median of the rounds' ratios."""
    ours = list(ours)
    peer = min(peers, key=lambda name: statistics.median(peers[name]))
    ratios = [mine / other for mine, other in zip(ours, peers[peer], strict=True)]
    return Figure(
        part, what, unit, statistics.median(ours), aim,
        peer, statistics.median(peers[peer]), statistics.median(ratios),
    )  # fmt: skip


def head(packages: Iterable[str]) -> str:
    """The machine and the versions, as a line of the table's head."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB, load {os.getloadavg()[0]:.1f}"
    return ", ".join(
        [machine, f"Python {platform.python_version()}", *filter(None, map(_version, packages))]
    )


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:  # a peer's, in its own environment
        python = BIN / "python"
        code = f"from importlib.metadata import version; print(version({package!r}))"
        said = subprocess.run([python, "-c", code], capture_output=True, text=True)
        return f"{package} {said.stdout.strip()}" if said.returncode == 0 else ""


def table(figures: list[Figure]) -> str:
    """The figures as lines of text."""
    rows = [("figure", "ours", "peer", "theirs", "ratio", "aim", "")]
    rows += [one.cells for one in figures]
    widths = [max(len(row[place]) for row in rows) for place in range(7)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def say(text: str) -> None:
    """Tell how far it is, apart from the table."""
    print(text, file=sys.stderr, flush=True)
