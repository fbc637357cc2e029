"""Kernels forked from a warm process are kernels like others; where one cannot be forked an ordinary one starts."""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from hongmiao import kernels
from hongmiao.kernels import hearth, likeness, provisioner, spec, wire
from hongmiao.kernels.forked import UNKNOWN, Forked
from hongmiao.kernels.process import Warm

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


@pytest.fixture(scope="module", autouse=True)
def warm():
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("HONGMIAO_FORK", raising=False)  # forks are what is tested here
        patch.setattr(wire, "PATIENCE", 90)  # other tests keep the machine busy
        patch.setattr(wire, "PROMPT", 90)
        with kernels.warm():
            yield


class Kernel:
    """A started kernel and a client; `run` gives what the code printed, or raises what it raised."""

    def __init__(self, **options):
        self.manager = KernelManager(kernel_name=kernels.NAME)
        self.manager.start_kernel(**options)
        self.process, self.client = self.manager.provisioner.process, self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code: str) -> str:
        said = []
        answer = self.client.execute_interactive(
            code, timeout=30, output_hook=lambda m: said.append(m["content"].get("text", ""))
        )["content"]
        assert answer["status"] == "ok", answer
        return "".join(said).strip()


@contextmanager
def kernel(**options):
    started = Kernel(**options)
    try:
        yield started
    finally:
        started.client.stop_channels()
        started.manager.shutdown_kernel(now=True)


@pytest.fixture
def lines(caplog):
    """What was logged about kernels that did not fork."""
    caplog.set_level(logging.WARNING)
    return lambda: [r.getMessage() for r in caplog.records if "ordinary way" in r.getMessage()]


def until(ask, seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while not (done := ask()) and time.monotonic() < end:
        time.sleep(0.02)
    return bool(done)


def test_a_kernel_is_a_fork_and_draws_counts_and_reads():
    with kernel() as one:
        assert isinstance(one.process, Forked) and one.process.pid == int(
            one.run("import os; print(os.getpid())")
        )
        one.run("""
import altair, comm, pandas, polars, sqlite3, sys, vl_convert
chart = altair.Chart(pandas.DataFrame({"a": [1], "b": ["x"]})).mark_bar().encode(x="a:Q", y="b:N")
assert vl_convert.vegalite_to_svg(chart.to_dict()).startswith("<svg")
frame = polars.LazyFrame({"a": range(1000)}).with_columns(b=polars.col("a") % 7)
assert len(frame.group_by("b").agg(polars.len()).collect()) == 7
assert len(frame.group_by("b").agg(polars.len()).collect(engine="streaming")) == 7
assert sqlite3.connect(":memory:").execute("SELECT 1").fetchone() == (1,)
assert {"jupyter.widget", "jupyter.widget.control"} <= set(comm.get_comm_manager().targets)
assert sys.argv[0].endswith("ipykernel_launcher.py") and "" in sys.path
assert sys.modules["__main__"].__dict__ is globals()""")


def test_a_fork_that_is_reset_forgets_what_it_imported_and_nothing_else():
    with kernel() as one:
        one.run("import this as gone, sys; before = {*sys.modules}; sys.kept = before")
        one.run("%reset -f --aggressive")
        left = one.run(
            "import sys; print(sys.kept - {*sys.modules}); import altair, pandas, psutil"
        )
        assert "'this'" in left and "altair" not in left and "psutil" not in left


def test_a_forks_charts_are_those_of_any_kernel_also_with_altairs_classes_extended(monkeypatch):
    code = """
import altair, pandas
def drawn():
    chart = altair.Chart(pandas.DataFrame({"a": [1], "b": ["x"]})).mark_bar().encode(x="a:Q", color="b:N")
    text = chart.properties(title="t").to_json()
    return text, altair.Chart.from_json(text).to_json(), type(altair.X.from_dict({"field": "a", "type": "nominal"}))
print(drawn())
class Own(altair.TitleParams):
    _schema = {"$ref": "#/definitions/Own"}
found = altair.VegaLiteSchema._default_wrapper_classes()
print(Own in found, drawn())"""
    with kernel() as one:
        assert isinstance(one.process, Forked)
        forked = one.run(code)
    monkeypatch.setenv("HONGMIAO_FORK", "0")
    with kernel() as one:
        assert not isinstance(one.process, Forked)
        assert forked == one.run(code) and "\nTrue" in forked


def test_chance_is_each_kernels_own():
    code = """
import random, uuid, tempfile, numpy, multiprocessing, os
print(random.random(), numpy.random.rand(), numpy.random.default_rng().random(), uuid.uuid4(), uuid.uuid1())
print(tempfile.mktemp(), multiprocessing.current_process().authkey.hex(), os.getpid())"""
    drawn = []
    for _ in range(2):
        with kernel() as one:
            drawn.append(one.run(code).split())
    assert all(first != second for first, second in zip(*drawn, strict=True))


def test_environment_place_output_and_descriptors_are_each_kernels_own(tmp_path):
    own = {"HONGMIAO_LANG": "en", "HONGMIAO_LOG": "x", "HOME": str(tmp_path), "TZ": "Asia/Tokyo"}
    own |= {"TMPDIR": str(tmp_path), "HONGMIAO_HOME": str(tmp_path), "ÖWN": "苗"}
    unset = {name: text for name, text in os.environ.items() if name != "OLDPWD"} | own
    mask = os.umask(0o027)
    try:
        with kernel(env=unset, cwd=str(tmp_path), stdout=subprocess.PIPE) as one:
            seen = json.loads(
                one.run("""
import json, os, tempfile, time
from pathlib import Path
from hongmiao import locale, places
from hongmiao.widgets import part
os.write(1, b"written")  # under pytest ipykernel does not listen to the descriptor
print(json.dumps([os.getcwd(), locale.language(), str(Path.home()), time.tzname[0], tempfile.gettempdir(),
    str(places.home()), os.environ["ÖWN"], part.look(), oct(os.umask(0))]))""")
            )
            assert seen == [
                *(str(tmp_path), "en", str(tmp_path), "JST", str(tmp_path), str(tmp_path)),
                *("苗", "", "0o27"),
            ]
            assert one.process.stdout.read(7) == b"written"
            # What belongs to the warm process alone: its door, and what it watches processes by.
            places = {os.readlink(file) for file in Path(f"/proc/{one.process.pid}/fd").iterdir()}
            keeper = Path(f"/proc/{psutil.Process(one.process.pid).ppid()}/fd")
            theirs = {os.readlink(file) for file in keeper.iterdir()}
            assert not {place for place in places & theirs if place.startswith(("socket", "pipe"))}
    finally:
        os.umask(mask)


def test_interrupt_restart_and_shutdown_work_as_with_any_kernel():
    with kernel() as one:
        asked = one.client.execute("while True: pass", stop_on_error=False)
        time.sleep(0.3)
        one.manager.interrupt_kernel()
        answer = one.client.get_shell_msg(timeout=10)
        assert answer["parent_header"]["msg_id"] == asked
        assert answer["content"]["ename"] == "KeyboardInterrupt"
        one.run("kept = 1")
        one.manager.restart_kernel()
        one.client.wait_for_ready(timeout=30)
        assert one.run("print('kept' in globals())") == "False"
        last = one.manager.provisioner.process
        assert last.pid != one.process.pid and one.process.poll() == 0
        one.manager.shutdown_kernel()
        assert last.poll() == 0 and not psutil.pid_exists(last.pid)


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("import os; os._exit(7)", 7),
        ("import os; os.kill(os.getpid(), 9)", -9),
        ("import os; os.kill(os.getpid(), 15)", -15),
    ],
)
def test_an_exit_is_told_truthfully_and_reaped(end, code):
    with kernel() as one:
        one.client.execute(end)
        assert one.process.wait(10) == code
        assert one.process.poll() == one.process.returncode == code
        assert not one.manager.is_alive()
        assert until(lambda: not psutil.pid_exists(one.process.pid), 2)
        one.process.kill()  # as with Popen: nothing, for what has ended


def test_to_wait_has_an_end_and_a_kill_takes_the_kernels_own_children_too():
    with kernel() as one:
        with pytest.raises(subprocess.TimeoutExpired):
            one.process.wait(0.05)
        child = int(one.run("import subprocess; print(subprocess.Popen(['sleep', '60']).pid)"))
        one.manager.shutdown_kernel(now=True)
        assert one.process.returncode == -signal.SIGKILL
        assert until(lambda: not psutil.pid_exists(child))


def test_many_start_at_once():
    started = [KernelManager(kernel_name=kernels.NAME) for _ in range(6)]
    for manager in started:
        manager.start_kernel()
    assert len({manager.provisioner.pid for manager in started}) == 6
    for manager in started:
        assert isinstance(manager.provisioner.process, Forked)
        manager.shutdown_kernel(now=True)


@contextmanager
def ordinary(lines, count: int, said: str = ""):
    """A kernel starts here the ordinary way, and `count` lines say why."""
    manager = KernelManager(kernel_name=kernels.NAME)
    manager.start_kernel()
    try:
        assert isinstance(manager.provisioner.process, subprocess.Popen)
        assert len(lines()) == count and all(said in line for line in lines())
        yield manager
    finally:
        manager.shutdown_kernel(now=True)


def test_off_means_ordinary_kernels_without_a_word(monkeypatch, lines):
    monkeypatch.setenv("HONGMIAO_FORK", "0")
    with kernels.warm(), ordinary(lines, 0):
        pass


def test_outside_a_warm_block_and_on_other_systems_the_kernelspec_starts_an_ordinary_kernel(
    monkeypatch, lines
):
    with monkeypatch.context() as patch:
        patch.delenv(wire.ADDRESS)
        with ordinary(lines, 0):
            pass
    monkeypatch.setattr(kernels.sys, "platform", "win32")
    assert not kernels.possible()


def test_a_socket_that_nobody_listens_at_falls_back(monkeypatch, lines, tmp_path):
    monkeypatch.setenv(wire.ADDRESS, str(tmp_path / "s"))
    with ordinary(lines, 1, "is gone"):
        pass


def test_a_warm_process_that_hangs_falls_back_and_is_not_waited_for_again(
    monkeypatch, lines, tmp_path
):
    monkeypatch.setattr(wire, "PATIENCE", 0.3)
    monkeypatch.setenv(wire.ADDRESS, str(tmp_path / "s"))
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(tmp_path / "s"))
        door.listen(8)
        with ordinary(lines, 1, "no answer"), ordinary(lines, 1):
            pass


@pytest.mark.parametrize(
    "answer", [b"", b"\0\0\0\2[]", b"\0\0\0\2{}", b"\xff\xff\xff\xffnonsense", b"\0\0\0\3{}}"]
)
def test_an_answer_that_is_none_falls_back(answer, monkeypatch, lines, tmp_path):
    ours, theirs = socket.socketpair(socket.AF_UNIX)
    monkeypatch.setattr(wire, "connect", lambda path: ours)
    theirs.sendall(answer)
    theirs.shutdown(socket.SHUT_WR)
    with theirs, ordinary(lines, 1):
        pass


@pytest.mark.parametrize("name", ["PYTHONPATH", "OPENBLAS_NUM_THREADS", "LANG"])
def test_what_is_read_only_when_python_starts_must_be_the_same(name, lines):
    manager = KernelManager(kernel_name=kernels.NAME)
    manager.start_kernel(env=os.environ | {name: "3"})
    assert isinstance(manager.provisioner.process, subprocess.Popen)
    assert len(lines()) == 1 and f"another environment ({name})" in lines()[0]
    manager.shutdown_kernel(now=True)


def test_what_libraries_set_for_themselves_when_imported_makes_no_other_environment():
    code = """if True:
        import os, sys
        before = dict(os.environ)
        import hongmiao, polars, altair, pandas
        from hongmiao.kernels import likeness
        print(likeness.differing(*(likeness.start(sys.executable, one) for one in (before, os.environ))))
    """
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == ""


@pytest.fixture
def unlit(tmp_path):
    """A warm process's inside, without imports: it listens and would fork."""
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(tmp_path / "s"))
    door.listen(8)
    starter, (heard, said) = os.pidfd_open(os.getpid()), os.pipe()
    inside = Warm(os.dup(door.fileno()), starter, heard, str(tmp_path / "s"), {})
    door.close()
    yield inside
    inside.shut()
    for descriptor in (starter, heard, said):
        os.close(descriptor)


def test_code_that_changed_is_not_forked_and_another_warm_process_follows(
    unlit, tmp_path, monkeypatch
):
    module, started = tmp_path / "module.py", []
    module.write_text("")
    monkeypatch.setattr("hongmiao.kernels.process.start", lambda *handed: started.append(handed))
    unlit.files = [str(module)]
    unlit.times = likeness.times(unlit.files)
    assert unlit.refusal({"like": {}}) == ""
    assert "another version" in unlit.refusal({"like": "digest"})
    os.utime(module, (1, 1))
    assert "the code has changed" in unlit.refusal({"like": {}})
    assert len(started) == 1 and not unlit.open
    module.unlink()
    assert likeness.times([str(module)]) == [0]


def test_the_files_compared_are_those_that_were_read():
    read = set(likeness.read_files())
    assert {likeness.__file__, os.path.realpath(sys.executable), psutil.__file__} <= read
    assert str(likeness.PACKAGE / "locale/zh.toml") in read
    assert str(likeness.PACKAGE / "kernels") in read  # a module that was added changes its folder


def test_orders_of_other_users_and_knocks_are_not_heard(unlit, monkeypatch):
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(unlit.path)
        wire.send(line, {"like": {}})
        monkeypatch.setattr(wire, "peer", lambda line: (1, os.getuid() + 1))
        assert unlit.answer() is None
        with pytest.raises(ConnectionResetError):
            line.recv(1)
        with pytest.raises(wire.NotWarm, match="another user"):
            wire.connect(unlit.path)
    assert unlit.answer() is None


def test_the_socket_is_its_owners_alone():
    path = Path(os.environ[wire.ADDRESS])
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert path.stat().st_uid == os.getuid()


def test_blocks_at_once_share_one_warm_process():
    address = os.environ[wire.ADDRESS]
    with kernels.warm():
        code = "import os; from hongmiao import kernels\nwith kernels.warm(): print(os.environ['HONGMIAO_WARM'])"
        below = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert below.stdout.strip() == os.environ[wire.ADDRESS] == address
    with kernel() as one:  # the inner blocks have not put it out
        assert isinstance(one.process, Forked)


def test_without_a_folder_for_the_socket_kernels_are_ordinary(monkeypatch, lines):
    monkeypatch.delenv(wire.ADDRESS)
    monkeypatch.setattr(os, "access", lambda *about: False)
    cold = hearth.Hearth()
    cold.enter()
    assert wire.ADDRESS not in os.environ and len(lines()) == 1
    cold.leave()


def test_when_the_warm_process_dies_its_kernels_live_on_and_another_takes_its_place(
    monkeypatch, lines
):
    other = hearth.Hearth()
    monkeypatch.delenv(wire.ADDRESS)
    monkeypatch.setattr(provisioner, "HEARTH", other)
    other.enter()
    try:
        with kernel() as one:
            first = other._process
            first.kill()
            first.wait()
            assert one.run("print(1 + 1)") == "2" and one.process.poll() is None
            other._lit = -hearth.AGAIN
            with ordinary(lines, 1, "is gone"):
                pass
            one.client.execute("import os; os._exit(3)")
            assert one.process.wait(10) == UNKNOWN
        with kernel() as two:
            assert isinstance(two.process, Forked) and len(lines()) == 1
            assert psutil.Process(two.process.pid).ppid() == other._process.pid != first.pid
    finally:
        folder = other._folder
        other.leave()
    assert not folder.exists() and wire.ADDRESS not in os.environ


def test_the_warm_process_and_the_kernels_end_with_their_starter():
    code = """
import os, time
from jupyter_client.manager import KernelManager
from hongmiao import kernels
from hongmiao.kernels.hearth import HEARTH
with kernels.warm():
    manager = KernelManager(kernel_name=kernels.NAME)
    manager.start_kernel()
    print(HEARTH._process.pid, manager.provisioner.pid, os.environ["HONGMIAO_WARM"], flush=True)
    time.sleep(60)"""
    apart = {name: text for name, text in os.environ.items() if name != wire.ADDRESS}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=apart
    ) as starter:
        warm, forked, address = starter.stdout.readline().decode().split()
        assert psutil.Process(int(forked)).name() == f"kernel-{starter.pid}"
        starter.kill()

    def gone(pid: str) -> bool:
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(int(pid)).status() == psutil.STATUS_ZOMBIE  # init's to reap
        return True

    assert until(lambda: gone(warm) and gone(forked))
    assert not Path(address).parent.exists()


def test_the_kernelspec_is_found_in_this_environment_and_names_no_path():
    found = KernelSpecManager().get_kernel_spec(kernels.NAME)
    assert found.metadata["kernel_provisioner"]["provisioner_name"] == kernels.NAME
    assert "/" not in spec.text()
    manager = KernelManager(kernel_name=kernels.NAME)
    assert manager.format_kernel_cmd()[0] == sys.executable


def test_where_the_environment_is_read_only_the_kernelspec_is_the_users(tmp_path, monkeypatch):
    (tmp_path / "locked").write_text("no folder")
    monkeypatch.setattr(spec.sys, "prefix", str(tmp_path / "locked"))
    monkeypatch.setattr(spec, "jupyter_data_dir", lambda: str(tmp_path / "own"))
    for _ in range(2):
        spec.install()
    assert [p.name for p in (tmp_path / "own/kernels").rglob("*")] == ["hongmiao", "kernel.json"]
