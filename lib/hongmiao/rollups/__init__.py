"""Small aggregate tables that charts read. Each .sql here rebuilds the table of its own name.

Those of filled.py are read off the record types, those of under.py sum the others up the tree of units.
Its head says which record tables it `reads`, and `after: NAME` where it reads another rollup.
"""

from graphlib import TopologicalSorter

from ..shelf import SqlFile, shelf
from .filled import filled_books, filled_views
from .under import under_books


def _in_order() -> dict[str, SqlFile]:
    books = shelf(__name__)
    books |= filled_books()
    books |= under_books(books)
    books |= {book.name: book for book in filled_views(books)}
    graph = {name: book.header.get("after", "").split() for name, book in books.items()}
    return {name: books[name] for name in TopologicalSorter(graph).static_order()}


ROLLUPS = _in_order()
