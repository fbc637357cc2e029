"""The error boundary: what fails in a callback is logged under a short id, and the page says no more than that id."""

import logging
import os
import secrets
import weakref
from collections.abc import Callable
from functools import wraps

watchers: weakref.WeakSet = weakref.WeakSet()
"""Page heads that show the card; each has a `trouble` trait."""


def guarded(callback: Callable) -> Callable:
    """The same callback, whose exceptions end in the log and on a plain card instead of in the browser's socket."""

    @wraps(callback)
    def safe(*args, **kwargs):
        try:
            return callback(*args, **kwargs)
        except Exception:
            trouble = secrets.token_hex(3)
            log_of_page().exception("page trouble %s in %s", trouble, callback.__qualname__)
            for head in list(watchers):
                head.trouble = trouble
            return None

    return safe


def log_of_page() -> logging.Logger:
    """The log of callbacks: a file where `serve` names one, because a kernel's stderr is sent to the browser."""
    log = logging.getLogger("hongmiao.page")
    path = os.environ.get("HONGMIAO_LOG")
    if path and not log.handlers:
        handler = logging.FileHandler(path, encoding="utf-8", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        log.addHandler(handler)
        log.propagate = False
    return log
