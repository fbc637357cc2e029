"""The documentation page: public functions from their docstrings, the shelves from what stands on them.

`make docs` writes it. It is one HTML file that opens from a disk, asks for nothing, and holds no time of making.
"""

from .public import Thing, public
from .writing import documentation_page

__all__ = ["Thing", "documentation_page", "public"]
