"""Kernels that start at once: inside `with warm():` they are forks of one process that has imported everything."""

import os
import sys
from contextlib import contextmanager

NAME = "hongmiao"
"""The kernelspec, and the provisioner that it names: forks inside a warm block, ordinary kernels outside."""


def possible() -> bool:
    """Whether kernels can be forked here: on Linux, unless HONGMIAO_FORK is 0."""
    return sys.platform == "linux" and os.environ.get("HONGMIAO_FORK") != "0"


@contextmanager
def warm():
    """Keep a warm process for the time of the block; kernels of this process and of those it starts fork from it.

    Blocks may be nested and overlap: they share one warm process. Where there can be none, the block changes nothing.
    """
    from .spec import install

    install()
    if not possible():
        yield
        return
    from .hearth import HEARTH

    HEARTH.enter()
    try:
        yield
    finally:
        HEARTH.leave()
