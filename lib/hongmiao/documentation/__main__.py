"""Prints the documentation page."""

import sys

from . import documentation_page

sys.stdout.reconfigure(encoding="utf-8", newline="\n")
print(documentation_page(), end="")
