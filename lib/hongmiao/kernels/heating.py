"""What a kernel needs from its first page to its first chart, done once in the warm process before it forks."""

import gc
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

IDLE = {"polars-ooc-clea"}
"""A thread that polars starts when it is imported and that waits for files to delete, which a fork is the safer without:
those it would delete there, because a frame did not fit into memory, are deleted by the next process that uses polars."""
_CHART = """
import altair, pandas
altair.Chart(pandas.DataFrame({"a": [1], "b": ["x"]})).mark_bar().encode(x="a:Q", y="b:N").to_dict()
"""


KERNEL = (
    "anywidget",
    "ipywidgets",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.extensions.storemagic",
    "psutil",
)
MODULES: set[str] = set()
"""The names of what is imported, for forks to look at without counting a use of each."""
_ballast: list[list[bytes]] = []


def heat() -> None:
    """Import what boards and reports use and run one cell, leaving one thread and nothing that is a kernel's own."""
    gc.disable()  # a collection in a fork would copy the pages it looks at
    for module in KERNEL:
        import_module(module)
    from .. import boards

    for name in boards.BOARDS:
        getattr(boards, name)
    from ..locale import LANGUAGES, words
    from ..widgets.chart_view import formats

    for lang in LANGUAGES:
        words(lang), formats(lang)
    _index()
    # In a thread of its own, whose event loop ends with it.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(_rehearse).result()
    MODULES.update(sys.modules)
    gc.collect()
    # Gaps between what is here would be filled by forks, each of which would copy the page that a gap is in.
    _ballast.extend([bytes(size) for _ in range(2000)] for size in range(16, 480, 16))
    gc.freeze()
    if others := _threads():
        raise RuntimeError(f"threads run after the imports: {', '.join(others)}")


def _index() -> None:
    """Index altair's thousand classes, as it does itself for each channel of each chart, touching 3 MB of pages.

    When somebody makes a class of that kind, altair looks for itself again.
    """
    import altair
    from altair.utils import schemapi

    base, plain = altair.VegaLiteSchema, schemapi._FromDict
    its_own, index = vars(base)["_default_wrapper_classes"], plain(base._default_wrapper_classes())

    def forget(cls, **more) -> None:
        base._default_wrapper_classes = its_own
        super(base, cls).__init_subclass__(**more)

    base._default_wrapper_classes = classmethod(lambda cls: index)
    base.__init_subclass__ = classmethod(forget)
    schemapi._FromDict = lambda classes: classes if classes is index else plain(classes)


def _rehearse() -> None:
    """Run a cell in a kernel inside this process, and take that kernel away again."""
    import atexit

    from ipykernel.inprocess.ipkernel import InProcessInteractiveShell, InProcessKernel
    from traitlets.config import Config

    kept = sys.modules["__main__"], sys.displayhook, sys.excepthook
    settings = Config()
    settings.HistoryManager.enabled = False
    kernel = InProcessKernel.instance(config=settings)
    kernel.shell.run_cell(_CHART, silent=True).raise_error()
    atexit.unregister(kernel.shell.atexit_operations)
    kernel.shell.restore_sys_module_state()
    kernel.iopub_thread.stop()
    kernel.iopub_thread.socket.context.destroy(linger=0)  # and the threads it has
    InProcessInteractiveShell.clear_instance()
    InProcessKernel.clear_instance()
    sys.modules["__main__"], sys.displayhook, sys.excepthook = kept


def _threads() -> list[str]:
    names = []
    for number in os.listdir("/proc/self/task"):
        if int(number) != os.getpid():
            with open(f"/proc/self/task/{number}/comm") as file:
                names.append(file.read().strip())
    return [name for name in names if name not in IDLE]
