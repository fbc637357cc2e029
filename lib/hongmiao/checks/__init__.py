"""Cross-record checks. Each .sql here is a query that ought to return nothing.

It returns the key of the row to look at, then `value` and `detail`. Its head says
`table` (the record type the row is of) and `severity`: a warning marks the row, an error sends it back.
`parts: people` says that nobody's rows make it find those of anybody else.
What to say of it stands in the locale under [finding.NAME].
"""

from ..shelf import shelf

CHECKS = shelf(__name__)
