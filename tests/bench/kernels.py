"""How soon a kernel has drawn its first chart, and how much memory it keeps to itself: forked against stock.

    python tests/bench/kernels.py [rounds]

Rounds are interleaved, so that what else the machine does weighs on both alike. Start to chart counts from the request
for a kernel to the answer of a cell that makes an Altair chart, as fast as a client can ask; private memory is USS.
"""

import os
import platform
import statistics
import sys
import time
from contextlib import contextmanager

import psutil
from jupyter_client.manager import KernelManager

from hongmiao import kernels

CELL = """
import altair, pandas
altair.Chart(pandas.DataFrame({"a": [1, 2], "b": ["x", "y"]})).mark_bar().encode(x="a:Q", y="b:N").to_dict()["mark"]
"""
STOCK = "python3"
AIMS = {"seconds": 0.3, "of stock": 0.12, "MB": 25}


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


def main(rounds: int) -> int:
    """Print the table; 1 where an aim is missed."""
    seconds, memory = {STOCK: [], kernels.NAME: []}, {STOCK: [], kernels.NAME: []}
    with kernels.warm():
        for turn in range(rounds + 1):
            for name in seconds:
                with started(name) as (took, process):
                    if turn:  # in the first one the warm process warms up
                        seconds[name].append(took)
                        memory[name].append(process.memory_full_info().uss / 1e6)
                        assert (f"kernel-{os.getpid()}" == process.name()) == (name != STOCK)
    stock, forked = (statistics.median(seconds[name]) for name in seconds)
    private = [statistics.median(memory[name]) for name in memory]
    found = {"seconds": forked, "of stock": forked / stock, "MB": private[1]}
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {rounds} rounds"
    )
    print(
        f"start to first chart   stock {stock:.2f} s   forked {forked:.2f} s   ratio {forked / stock:.2f}"
    )
    print(f"private memory         stock {private[0]:.0f} MB   forked {private[1]:.0f} MB")
    missed = [name for name, aim in AIMS.items() if found[name] > aim]
    for name, aim in AIMS.items():
        print(f"{name:9} {found[name]:7.2f}   aim {aim:<5} {'missed' if name in missed else 'met'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 7))
