"""How soon a kernel has drawn its first chart, and how much memory it keeps to itself: forked against stock.

Rounds are interleaved, so that what else the machine does weighs on both alike. Start to chart counts from the request
for a kernel to the answer of a cell that makes an Altair chart, as fast as a client can ask; private memory is USS.
"""

import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
from figures import Figure, compared
from jupyter_client.manager import KernelManager

from hongmiao import kernels

CELL = """
import altair, pandas
altair.Chart(pandas.DataFrame({"a": [1, 2], "b": ["x", "y"]})).mark_bar().encode(x="a:Q", y="b:N").to_dict()["mark"]
"""
STOCK = "python3"


@contextmanager
def started(name: str):
    """A kernel with its chart drawn: seconds that took, and the kernel's process."""
    manager = KernelManager(kernel_name=name)
    begun = time.perf_counter()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        answer = client.execute(CELL, reply=True, timeout=120)
        seconds = time.perf_counter() - begun
        assert answer["content"]["status"] == "ok", answer
        yield seconds, psutil.Process(manager.provisioner.pid)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def measure(rounds: int, quick: bool) -> Iterator[Figure]:
    """Start to first chart, beside a stock kernel and by itself, and what a kernel keeps to itself."""
    took, memory = {STOCK: [], kernels.NAME: []}, {STOCK: [], kernels.NAME: []}
    with kernels.warm():
        for turn in range(rounds + 1):
            for name in took:
                with started(name) as (seconds, process):
                    if turn:  # in the first one the warm process warms up
                        took[name].append(seconds)
                        memory[name].append(process.memory_full_info().uss / 1e6)
                        assert (f"kernel-{os.getpid()}" == process.name()) == (name != STOCK)
    ours, stock = took[kernels.NAME], {"stock kernel": took[STOCK]}
    yield compared("kernels", "start to first chart", "s", 0.12, ours, stock)
    yield Figure("kernels", "start to first chart, by itself", "s", statistics.median(ours), 0.3)
    yield Figure("kernels", "private memory", "MB", statistics.median(memory[kernels.NAME]), 25)
