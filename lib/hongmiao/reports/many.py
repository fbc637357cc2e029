"""Reports into a folder: what is missing or stale is made, the rest is left, and an index page lists them all."""

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryFile

from tqdm import tqdm

from ..errors import BadValue, UnknownName, UnreadableFile
from ..locale import word
from ..places import home
from ..store import Store, open_store
from .catalogue import Template, find
from .executors import executor_for
from .folder_page import index_page
from .ledger import Answers, Ledger, digest_of, policy_digest, write
from .making import FORMATS, Job, Made, make, package_digest
from .parameters import checked
from .plans import Plan, planned

SAVED = 2.0
"""Seconds after which the folder's list and index are written again while reports are made."""

HEED = 0.5
"""Seconds after which an interrupt is heeded at the latest."""


@dataclass(frozen=True)
class Outcome:
    """What became of a report: `made`, `fresh` (it stood there as it would be made today) or `failed`."""

    state: str
    unit: str | None
    unit_name: str
    files: list[str]
    seconds: float = 0
    error: str = ""


@dataclass
class Summary:
    """What a run did; `index` is the page that lists the folder, where it holds several reports."""

    folder: Path
    outcomes: list[Outcome] = field(default_factory=list)
    seconds: float = 0
    index: Path | None = None

    def of(self, state: str) -> list[Outcome]:
        return [one for one in self.outcomes if one.state == state]

    def as_dict(self) -> dict[str, object]:
        counts = {state: len(self.of(state)) for state in ("made", "fresh", "failed")}
        about = {"folder": str(self.folder), "index": self.index and str(self.index)}
        return about | counts | {"seconds": self.seconds, "reports": [asdict(o) for o in self.outcomes]}  # fmt: skip


def run(
    report: str | Path,
    out: str | Path,
    parameters: Mapping[str, object] | None = None,
    *,
    each: Iterable[str] = (),
    formats: Iterable[str] = ("html",),
    jobs: int | None = None,
    executor: str = "",
    timeout: float = 600,
    keep_notebook: bool = False,
    again: bool = False,
    progress: bool = False,
) -> Summary:
    """Make a report, or one for each unit of some kinds, into the folder `out`, and say what was done.

    report: a name of `hongmiao report`, or the path of a notebook; each: kinds of unit such as "village", inside
    the unit of `parameters` where one is given; jobs: processes, as many as there are cores but at most four;
    executor: "dask://host:port"; timeout: seconds for each report; again: make even what is fresh.
    Raises UnknownName, BadValue, NoStore, NoCluster before anything is made; a report that fails is in the summary.
    In a script of your own it needs `if __name__ == "__main__":`, because processes are started anew.
    """
    started, store, template = time.monotonic(), open_store(create=False), find(report)
    formats = _formats(formats)
    plans = planned(template, checked(template, parameters or {}, store), tuple(each), store)
    ledger = Ledger(_folder(out))
    work = _Work(template, store, ledger, formats, timeout, keep_notebook)
    todo = [plan for plan in plans if again or not work.is_fresh(plan)]
    made: dict[str, Outcome] = {}
    jobs = jobs or min(4, os.cpu_count() or 1)
    with _kept(work), tqdm(total=len(todo), disable=not (progress and todo), unit="", desc=template.title()) as bar:  # fmt: skip
        if todo:
            with executor_for(executor, min(jobs, len(todo))) as pool:
                for plan, result in work.done(pool, todo, remote=bool(executor)):
                    made[plan.stem] = work.take(plan, result)
                    bar.update()
    outcomes = [made.get(plan.stem) or work.fresh(plan) for plan in plans]
    return Summary(ledger.folder, outcomes, round(time.monotonic() - started, 2), work.index)


@dataclass
class _Work:
    """One run: what every report of it shares."""

    template: Template
    store: Store
    ledger: Ledger
    formats: tuple[str, ...]
    timeout: float
    keep: bool
    saved: float = 0

    def __post_init__(self) -> None:
        self.answers = Answers(self.store)
        self.shared = {
            "notebook": digest_of(self.template.text.encode()),
            "policy": policy_digest(),
            "package": package_digest(),
        }

    @property
    def index(self) -> Path | None:
        path = self.ledger.folder / "index.html"
        return path if len(self.ledger.entries) > 1 else None

    def stem(self, plan: Plan) -> str:
        """The stem of the plan's files; with the report's name where another report's files are called so."""
        entry = self.ledger.entries.get(plan.stem)
        if entry and entry["report"] != self.template.name:
            return f"{plan.stem} {self.template.name}"
        return plan.stem

    def made_of(self, plan: Plan) -> dict:
        return self.shared | {"parameters": plan.values}

    def is_fresh(self, plan: Plan) -> bool:
        stem = self.stem(plan)
        notebook = not self.keep or (self.ledger.folder / f"{stem}.executed.ipynb").is_file()
        return notebook and self.ledger.is_fresh(
            stem, self.made_of(plan), self.formats, self.answers
        )

    def job(self, plan: Plan, remote: bool) -> Job:
        # What is redone is redone in every format that it stands there in.
        seen = self.ledger.entries.get(self.stem(plan), {}).get("files", {})
        formats = tuple(name for name in FORMATS if name in (*self.formats, *seen))
        folder, package = str(self.template.path.parent), package_digest() if remote else ""
        return Job(self.template.text, plan.values, str(home()), folder, formats, plan.lang, self.timeout, self.keep, package)  # fmt: skip

    def done(
        self, pool: Executor, plans: list[Plan], remote: bool
    ) -> Iterator[tuple[Plan, Future]]:
        futures = {pool.submit(make, self.job(plan, remote)): plan for plan in plans}
        pending = set(futures)
        while pending:
            # An interrupt is heeded only between two waits.
            ready, pending = wait(pending, HEED, FIRST_COMPLETED)
            for future in ready:
                yield futures[future], future

    def take(self, plan: Plan, result: Future) -> Outcome:
        """Write what was made. A worker that was lost, or a disk that is full, fails one report and no other."""
        try:
            made = result.result()
        except Exception as reason:
            made = Made(error=word("report_run.lost", reason=type(reason).__name__))
        stem = self.stem(plan)
        about = {
            "report": self.template.name, "title": self.template.title(plan.lang), "unit": plan.unit,
            "unit_name": plan.unit_name, "made_of": self.made_of(plan),
        }  # fmt: skip
        try:
            self.ledger.put(stem, made, **about)
        except OSError as reason:
            made = Made(error=word("report_run.unsaved", reason=reason.strerror or reason))
            self.ledger.put(stem, made, **about)
        if time.monotonic() - self.saved > SAVED:
            self.save()
        state = "failed" if made.error else "made"
        names = [f"{stem}.{ending}" for ending in made.files]
        return Outcome(state, plan.unit, plan.unit_name, names, made.seconds, made.error)

    def fresh(self, plan: Plan) -> Outcome:
        stem = self.stem(plan)
        names = [f"{stem}.{ending}" for ending in self.ledger.entries[stem]["files"]]
        return Outcome("fresh", plan.unit, plan.unit_name, names)

    def save(self) -> None:
        self.ledger.save()
        if self.index:
            write(self.index, index_page(self.ledger, self.store))
        self.saved = time.monotonic()


@contextmanager
def _kept(work: _Work) -> Iterator[None]:
    """However the run ends, the folder's list and index say what stands in it."""
    try:
        yield
    finally:
        work.save()


def _formats(asked: Iterable[str]) -> tuple[str, ...]:
    asked = tuple(asked)
    for name in asked:
        if name not in FORMATS:
            raise UnknownName("format", name, list(FORMATS))
    if not asked:
        raise BadValue("formats", "", " / ".join(FORMATS))
    return asked


def _folder(out: str | Path) -> Path:
    folder = Path(out).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):  # told now rather than after the first report is made
            pass
    except OSError as reason:
        raise UnreadableFile.because(folder, "unwritable", detail=reason.strerror) from reason
    return folder
