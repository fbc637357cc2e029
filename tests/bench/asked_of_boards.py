"""What boards ask: each is opened, filtered, paged, sorted and searched, and the product writes down every question."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

import hongmiao as hm
from hongmiao import asked
from hongmiao.boards import BOARDS, state_of
from hongmiao.queries import QUERIES

FACTS = QUERIES["person_facts"].sql


@dataclass
class Asked:
    """The questions of each group: (name or SQL, parameters as JSON)."""

    groups: dict[str, dict[tuple[str, str], None]] = field(default_factory=dict)

    def take(self, group: str, file: Path) -> None:
        """What was written down since the last time belongs to a group, unless it is known from another."""
        known = {one for found in self.groups.values() for one in found}
        for one in asked.read(file) if file.exists() else ():
            key = (one.question, json.dumps(one.params, ensure_ascii=False))
            if (
                key not in known and one.question != "person_steps" and FACTS not in one.question
            ):  # which is measured by its outcome
                self.groups.setdefault(group, {})[key] = None
        file.write_text("")


def recorded(folder: Path) -> Asked:
    """Every board opened, filtered, paged, sorted and searched, on a small store, and what that asked."""
    known, file = Asked(), folder / "asked"
    os.environ[asked.FILE] = str(file)
    file.write_text("")
    try:
        for name in BOARDS:
            _walk(known, file, opened(name, hm.open_store(folder / "hongmiao.db")))
    finally:
        del os.environ[asked.FILE]
    return known


def opened(name: str, store: hm.Store):
    state = state_of(name)(store, "zh")
    if name == "dossier":
        state.person = store.sql("SELECT min(person_id) AS one FROM person")["one"][0]
    return state


def looked(state) -> None:
    """All that a page shows above its table."""
    state.tiles(), [*state.pictures()], state.definitions()


def _walk(known: Asked, file: Path, state) -> None:
    looked(state)
    for choice in (choice for choice in state.choices if not choice.hidden):
        for _, value in choice.options:
            state.set_trait(choice.name, value)
            looked(state)
        state.set_trait(choice.name, state.defaults[choice.name])
    known.take("chart", file)
    leaves = {
        "list": [],
        "sort": [],
        "search": [(0, 20, "", False, text) for text in ("王", "王小", "第一", "P000")],
    }
    for view, listing in state.lists().items():
        state.view = view
        columns = [column.name for column in listing.columns if column.sortable]
        leaves["list"] = [(0, 20), (20, 20)]
        leaves["sort"] = [(0, 20, name, down) for name in columns for down in (False, True)]
        for group, asking in leaves.items():
            for leaf in asking:
                state.leaf(*leaf)
            known.take(group, file)
