"""papermill's engine for reports: a kernel of our own Python, an environment of its own, and one deadline for all cells."""

import logging
import time
from subprocess import DEVNULL

from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.iorw import write_ipynb
from papermill.log import logger

from .. import kernels

START = 60
"""Seconds that a kernel may take to start."""


class ReportEngine(NBClientEngine):
    """Runs the cells in a kernel that is ended with them, whatever state it is in."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man,
        kernel_name,
        *,
        kernel_cwd: str,
        kernel_env: dict,
        seconds: float,
        left_at: str,
        **_,
    ):
        """`left_at`: where the notebook is written when its kernel dies or its time is up."""
        deadline = time.monotonic() + seconds
        client = PapermillNotebookClient(
            nb_man,
            km=_kernel(),
            timeout_func=lambda cell: max(0.05, deadline - time.monotonic()),
            startup_timeout=START,
            shutdown_kernel="immediate",
            record_timing=False,
            store_widget_state=False,
            log=logger,
        )
        # Cells' own outputs come through the kernel; what it says beside them is for nobody.
        quiet = {"stdout": DEVNULL, "stderr": DEVNULL}
        try:
            return client.execute(cwd=kernel_cwd, env=kernel_env, cleanup_kc=True, **quiet)
        except Exception:
            write_ipynb(nb_man.nb, left_at)
            raise


def engine() -> str:
    """The name under which papermill knows it."""
    papermill_engines.register("hongmiao", ReportEngine)
    # What goes wrong is told once, by us.
    logger.addHandler(logging.NullHandler())
    return "hongmiao"


def _kernel() -> AsyncKernelManager:
    try:
        specs = KernelSpecManager()
        specs.get_kernel_spec(kernels.NAME)
        return AsyncKernelManager(kernel_name=kernels.NAME, kernel_spec_manager=specs)
    except NoSuchKernel:  # nobody has put it there, as on a worker of a cluster
        # Without folders to look in, `python3` is this very Python, whatever kernels are installed on the machine.
        specs = KernelSpecManager(kernel_dirs=[])
        return AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs)
