"""A table of any length: the page holds one leaf of it, Python is asked for the others."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal

import traitlets as t

from ..spreadsheet import Sections
from .download import Download
from .guard import guarded
from .part import Part, script

RowsFor = Callable[[int, int | None, str, bool, str], tuple[Sequence[Sequence[object]], int]]
"""(offset, limit or None for all, column to sort by or "", descending, text sought) -> (rows, rows in all)."""

SIZES = (20, 50, 100)


@dataclass(frozen=True)
class Column:
    """One column; `about` is its definition, `tells` the definitions of what stands in it.

    `kind` may be "stars" (coloured), "tag" (framed) or "muted". One that is not `shown` waits in the list of columns;
    one that is `filed` goes into every file all the same, for what leaves the page must explain itself.
    """

    name: str
    label: str
    align: Literal["left", "right"] = "left"
    sortable: bool = True
    kind: Literal["", "stars", "tag", "muted"] = ""
    about: str = ""
    shown: bool = True
    filed: bool = False
    tells: Mapping[str, str] = field(default_factory=dict)


class Table(Part):
    """Sorting, searching, paging and downloads all ask `rows_for`; `refresh` starts again at the first page.

    name: what leads its names in the page's address, where a page has several tables.
    opens: the column whose cell is the key of what a row opens; `on_open` is told that key.
    facts: what the second sheet of a download says of the rows beside the table's own state.
    tabs: [name, title] of the lists that it can show; choosing one sets `tab`, and `become` shows it.
    selects: how many rows can be marked; `selected` holds their keys, the cells of the column `opens`.
    """

    _esm = script("drop.js", "table.js")
    title = t.Unicode().tag(sync=True)
    subtitle = t.Unicode().tag(sync=True)
    file_name = t.Unicode().tag(sync=True)
    empty = t.Unicode().tag(sync=True)
    columns = t.List().tag(sync=True)
    opens = t.Unicode().tag(sync=True)
    rows = t.List().tag(sync=True)
    total = t.Int().tag(sync=True)
    page = t.Int(0).tag(sync=True)
    page_size = t.Int(SIZES[0]).tag(sync=True)
    sizes = t.List().tag(sync=True)
    sort = t.Unicode().tag(sync=True)
    descending = t.Bool(False).tag(sync=True)
    search = t.Unicode().tag(sync=True)
    searchable = t.Bool(True).tag(sync=True)
    hidden = t.List().tag(sync=True)
    tabs = t.List().tag(sync=True)
    tab = t.Unicode().tag(sync=True)
    selects = t.Int(0).tag(sync=True)
    selected = t.List().tag(sync=True)
    # The page counts up `asked` with every question; what it waits for has come when `answered` is the same.
    asked = t.Int(0).tag(sync=True)
    answered = t.Int(0).tag(sync=True)

    linked = ("search", "sort", "descending", "page_size", "page", "hidden")

    def __init__(
        self,
        columns: Sequence[Column],
        rows_for: RowsFor,
        *,
        name: str = "",
        opens: str = "",
        facts: Callable[[], Sections] | None = None,
        lang: str | None = None,
        **traits,
    ):
        super().__init__(lang=lang, opens=opens, **traits)
        self._have(columns)
        self.sizes = sorted({*SIZES, self.page_size})
        self.empty = self.empty or self.words["no_rows"]
        self.rows_for, self.facts = rows_for, facts or (lambda: ())
        self._lead = f"{name}." if name else ""
        self._defaults = self._chosen()
        self._opened: list[Callable[[str], None]] = []
        self.observe(guarded(self._turn), ["asked", *self.linked])
        self.on_msg(guarded(self._receive))
        self.refresh()

    @t.validate("hidden")
    def _at_least_one_stays(self, proposal) -> list[str]:
        names = [column["name"] for column in self.columns]
        hidden = [name for name in names if name in proposal["value"]]
        return hidden[1:] if len(hidden) == len(names) else hidden

    @property
    def filed(self) -> list[int]:
        """Where the columns that go into a file stand in a row: those that are not hidden, and those always filed."""
        return [
            i
            for i, column in enumerate(self.columns)
            if column["filed"] or column["name"] not in self.hidden
        ]

    def on_open(self, callback: Callable[[str], None]) -> None:
        """Call back with the key of a row that was opened."""
        self._opened.append(callback)

    # Its rows.

    def become(self, columns: Sequence[Column], **traits) -> None:
        """Show other rows from the first page on; under other columns, in their own order."""
        others = [column.name for column in columns] != [one["name"] for one in self.columns]
        with self.hold_sync(), self.hold_trait_notifications():  # one message to the page
            hidden = self.hidden
            self._have(columns)
            if others:
                self.sort, self.descending = "", False
                self._defaults |= {"sort": "", "hide": ",".join(self.hidden)}
            else:
                self.hidden = hidden
            for name, value in traits.items():
                setattr(self, name, value)
            self._fill(0)

    def _have(self, columns: Sequence[Column]) -> None:
        self.columns = [asdict(column) | {"tells": dict(column.tells)} for column in columns]
        self.hidden = [column.name for column in columns if not column.shown]

    def refresh(self) -> None:
        """Ask again from the first page on."""
        with self.hold_sync(), self.hold_trait_notifications():  # one message to the page
            self._fill(0)

    def ask(self, offset: int, limit: int | None) -> tuple[list[list[str]], int]:
        """Rows as text, found and in the order chosen, and how many there are in all."""
        sort = self.sort if self.sort in self._sortable() else ""
        rows, total = self.rows_for(offset, limit, sort, self.descending, self.search.strip())
        return [["" if cell is None else str(cell) for cell in row] for row in rows], int(total)

    def _sortable(self) -> list[str]:
        return [column["name"] for column in self.columns if column["sortable"]]

    def _question(self) -> tuple:
        return (self.page_size, self.sort, self.descending, self.search)

    def _turn(self, _change) -> None:
        """Several traits may have changed at once; the first call answers for all of them."""
        try:
            if self._question() != self._asked_for[1:]:
                self._fill(0)
            elif self.page != self._asked_for[0]:
                self._fill(self.page)
        finally:
            self.answered = self.asked

    def _fill(self, page: int) -> None:
        size = min(max(self.page_size, 1), 200)
        page = max(page, 0)
        rows, total = self.ask(page * size, size)
        if not rows and page:  # behind the end, where nobody knows how many there are
            _, total = self.ask(0, 1)
            page = max(0, (total - 1) // size)
            rows, total = self.ask(page * size, size)
        self._asked_for = (page, *self._question())
        with self.hold_sync():
            self.rows, self.total, self.page = rows, total, page

    # What stands in the page's address.

    def names(self) -> list[str]:
        """Every name the table may use in an address."""
        return [self._lead + name for name in self._chosen()]

    def query(self) -> dict[str, str]:
        """What differs from how the table began, as text."""
        chosen = self._chosen().items()
        return {self._lead + n: text for n, text in chosen if text != self._defaults[n]}

    def read(self, query: dict[str, str]) -> dict[str, str]:
        """Set the table from an address; what is given back is not on offer here."""
        given = {n: query[self._lead + n] for n in self._chosen() if self._lead + n in query}
        refused = {n: text for n, text in given.items() if not self._on_offer(n, text)}
        want = self._defaults | {n: text for n, text in given.items() if n not in refused}
        if want != self._chosen():
            self._take(want)
        if int(want["page"]) != self.page + 1:
            refused["page"] = given["page"]
        return {self._lead + n: text for n, text in refused.items()}

    def _take(self, want: dict[str, str]) -> None:
        with self.hold_sync(), self.hold_trait_notifications():  # one message to the page
            self.search, self.page_size = want.get("search", ""), int(want["size"])
            self.sort, self.descending = want["sort"].removeprefix("-"), want["sort"][:1] == "-"
            self.hidden = want["hide"].split(",")
            self._fill(int(want["page"]) - 1)

    def _chosen(self) -> dict[str, str]:
        search = {"search": self.search.strip()} if self.searchable else {}
        return search | {
            "sort": "-" * self.descending * bool(self.sort) + self.sort,
            "size": str(self.page_size),
            "page": str(self.page + 1),
            "hide": ",".join(self.hidden),
        }

    def _on_offer(self, name: str, text: str) -> bool:
        columns = {column["name"] for column in self.columns}
        hidden = set(text.split(",")) if text else set()
        return {
            "search": True,
            "sort": not text or text.removeprefix("-") in self._sortable(),
            "size": text in map(str, self.sizes),
            "page": bool(re.fullmatch(r"[1-9]\d{0,8}", text)),
            "hide": hidden < columns,
        }[name]

    # What the page asks for.

    def _receive(self, _widget, content: dict, _buffers) -> None:
        want = content.get("want")
        if want == "open" and self.opens:
            for callback in self._opened:
                callback(str(content.get("key", "")))
        elif want in Download.KINDS:
            self._send_file(want)

    def _send_file(self, kind: str) -> None:
        message, data = {"kind": "file"}, []
        try:
            download = Download(self, kind)
            data = [download.data()]
            message |= {"name": download.name, "notice": download.notice}
        finally:  # the page waits for it, and the guard tells why nothing came
            self.send(message, data)
