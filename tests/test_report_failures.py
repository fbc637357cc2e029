"""Reports that cannot be made: what raises, dies, hangs, is killed or out of reach is ended and told, and the rest goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import nbformat
import pytest

from hongmiao.errors import BadValue
from hongmiao.reports import run
from hongmiao.reports.executors import NoCluster, Processes
from hongmiao.reports.making import Job, make
from report_notebooks import notebook, put

FORMATS = ("html", "xlsx")


@pytest.fixture
def brief(own_home, tmp_path):
    return put(tmp_path, "brief")


@pytest.mark.parametrize("address", ["dask://127.0.0.1:1", "dask://", "http://x:1", "host:8786"])
def test_a_cluster_that_cannot_be_used_is_told_before_anything_is_made(
    brief, tmp_path, address, monkeypatch
):
    monkeypatch.setattr("hongmiao.reports.executors.PATIENCE", 0.3)
    with pytest.raises((NoCluster, BadValue), match="127|dask"):
        run(brief, tmp_path, executor=address)
    monkeypatch.setitem(sys.modules, "distributed", None)
    if address == "dask://127.0.0.1:1":
        with pytest.raises(NoCluster, match="pip install"):
            run(brief, tmp_path, executor=address)


def job(home: Path, *cells: str, timeout: float = 60, **how) -> Job:
    book = json.loads(notebook(*cells))
    # What goes wrong goes wrong before anything is imported.
    book["cells"] = [book["cells"][1], *book["cells"][2 : 2 + len(cells)]]
    return Job(json.dumps(book), {}, str(home), str(home), FORMATS, timeout=timeout, **how)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("import os; os._exit(3)", "内核中途退出"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "内核中途退出"),
        ("import time; time.sleep(600)", "2.5 秒"),
        ("import hongmiao as hm; hm.open_store().frame('units', unit='x')", "没有名为“unit”的参数"),
        ("'no chapter'", "没有报告内容"),
    ],
)
def test_a_notebook_that_fails_dies_or_hangs_is_ended_and_told_in_a_sentence(own_home, cell, told):
    done = make(job(own_home, cell, timeout=2.5 if "sleep" in cell else 60))
    assert told in done.error and "\n" not in done.error and not done.files
    cells = nbformat.reads(done.notebook, 4).cells
    assert any(cell in one.source for one in cells), "kept for the analyst"
    assert done.seconds < 60


def test_a_worker_that_does_not_see_the_store_does_not_make_an_empty_one(tmp_path):
    assert str(tmp_path) in make(job(tmp_path, "1")).error
    assert not list(tmp_path.iterdir())


def test_a_worker_of_another_version_refuses(own_home):
    assert "版本" in make(job(own_home, "1", package="another")).error


def test_a_worker_that_is_killed_loses_its_own_job_alone():
    pool = Processes(2)
    lost = pool.submit(os._exit, 3)
    others = [pool.submit(pow, 2, power) for power in range(8)]
    assert [future.result() for future in others] == [2**power for power in range(8)]
    with pytest.raises(BrokenProcessPool):
        lost.result()
    pool.shutdown()


def test_an_interrupt_ends_the_run_and_its_kernels(own_home, tmp_path):
    slow = put(tmp_path, "slow", "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(600)")  # fmt: skip
    command = [sys.executable, "-m", "hongmiao.cli", "report", str(slow), "--out", str(tmp_path / "out")]  # fmt: skip
    # Where the tests themselves run in the background of a shell, an interrupt would be ignored.
    heed = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **heed)
    try:
        wait_for(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text(), 120)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 2 and "已中断" in told and "Traceback" not in told
    kernel = int((tmp_path / "pid").read_text())
    wait_for(lambda: not alive(kernel), 15)


def wait_for(condition, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
