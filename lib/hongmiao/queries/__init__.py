"""Questions. Each is a .sql file in this folder; its leading comment says what it answers.

A parameter that is not given is NULL and means "all". In the head, `zh:` says in Chinese what the
question answers, and a line `name: what it is` describes each parameter.
"""

from ..shelf import shelf

QUERIES = shelf(__name__)
