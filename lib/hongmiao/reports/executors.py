"""Where jobs are done: processes of this machine, or a Dask cluster; both are `concurrent.futures` Executors."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process

from .. import kernels
from ..errors import BadValue, HongmiaoError
from ..locale import word

PATIENCE = 10
"""Seconds that a cluster's scheduler may take to answer, and a worker to end its kernel."""


class NoCluster(HongmiaoError):
    """The Dask cluster that was asked for cannot be used."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(word("report_run.no_cluster", address=address, reason=reason))
        self.address = address


class Processes(Executor):
    """Workers of one process each: where one is killed, its job is tried once more and the others do not notice."""

    def __init__(self, jobs: int) -> None:
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="report")
        self._own = threading.local()
        self._pools: dict[ProcessPoolExecutor, int] = {}
        self._stopped = False

    def submit(self, fn: Callable, /, *args, **kwargs) -> Future:
        return self._threads.submit(self._run, fn, *args, **kwargs)

    def _run(self, fn: Callable, /, *args, **kwargs):
        try:
            return self._once(fn, *args, **kwargs)
        except BrokenProcessPool:
            self._own.pool = None
            if self._stopped:
                raise
            return self._once(fn, *args, **kwargs)

    def _once(self, fn: Callable, /, *args, **kwargs):
        worker = self._worker()
        if self._stopped:  # while it was being started
            raise BrokenProcessPool
        return worker.submit(_work, fn, *args, **kwargs).result()

    def _worker(self) -> ProcessPoolExecutor:
        if getattr(self._own, "pool", None) is None:
            pool = ProcessPoolExecutor(1, _context(), _begin, (dict(os.environ),))
            self._own.pool, self._pools[pool] = pool, pool.submit(os.getpid).result()
        return self._own.pool

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """`cancel_futures` ends what is being done as well."""
        self._stopped = cancel_futures
        self._threads.shutdown(wait=not cancel_futures, cancel_futures=cancel_futures)
        if cancel_futures:
            for pid in self._pools.values():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)
        for pool in self._pools:
            pool.shutdown(wait=wait)


def _work(fn: Callable, /, *args, **kwargs):
    try:
        return fn(*args, **kwargs)
    except SystemExit:  # the pool would take it for an answer and keep the worker
        os._exit(1)


def _context():
    """How workers are started: as forks of a process that did nothing but import what they need, else anew.

    Not as forks of this process: a fork of a process with threads may hang.
    """
    if not kernels.possible():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(
        [f"{__package__}.making", f"{__package__}.document", "papermill"]
    )
    return context


def _begin(environment: dict[str, str]) -> None:
    """A worker is ended by its parent alone, and ends its kernel first; without a parent it ends itself."""
    os.environ.clear()  # that of the process it is a fork of may be an older one
    os.environ.update(environment)
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    threading.Thread(target=_outlive, args=[parent_process()], daemon=True).start()


def _outlive(parent) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(
        PATIENCE
    )  # for the kernel to be ended; one that waits for work is not woken by a signal
    os._exit(1)


@contextmanager
def executor_for(address: str, jobs: int) -> Iterator[Executor]:
    """Processes, or the cluster at dask://host:port (tcp:// and tls:// as well). Raises BadValue, NoCluster."""
    if address:
        with _dask(address) as executor:
            yield executor
        return
    executor, done = Processes(jobs), False
    with kernels.warm():
        try:
            yield executor
            done = True
        finally:
            executor.shutdown(cancel_futures=not done)


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    kind, mark, place = address.partition("://")
    if kind not in ("dask", "tcp", "tls") or not mark or not place:
        raise BadValue("executor", address, word("report_run.form_executor"))
    try:
        from distributed import Client
    except ImportError as reason:
        raise NoCluster(address, word("report_run.no_distributed")) from reason
    try:
        client = Client(f"{'tcp' if kind == 'dask' else kind}://{place}", timeout=PATIENCE)
    except (OSError, ValueError) as reason:
        raise NoCluster(address, word("report_run.no_scheduler")) from reason
    with client:
        executor = client.get_executor(pure=False)
        try:
            yield executor
        finally:
            executor.shutdown(wait=False)
