"""Small aggregate tables that charts read. Each .sql here rebuilds the table of its own name.

Its head says which record tables it `reads`, and `after: NAME` where it reads another rollup.
"""

from graphlib import TopologicalSorter

from ..shelf import SqlFile, shelf


def _in_order() -> dict[str, SqlFile]:
    books = shelf(__name__)
    graph = {name: book.header.get("after", "").split() for name, book in books.items()}
    return {name: books[name] for name in TopologicalSorter(graph).static_order()}


ROLLUPS = _in_order()
