"""The wiring of a page: one state drives tiles, charts, table and address, and whatever the reader does drives the state.

A board is a State (what was chosen, and the figures that follow from it) and `open_board(State(store))`.
"""

from collections.abc import Callable, Sequence
from pathlib import PurePath

import traitlets as t
from ipywidgets import Widget

from .. import __version__
from ..locale import word
from ..store import Store
from ..widgets import (
    Card,
    ChartView,
    Definitions,
    FilterBar,
    LinkState,
    Page,
    Row,
    Table,
    Tiles,
    guarded,
)
from .record_card import record_card
from .state import State


Parts = Sequence[Widget] | Callable[[State], Sequence[Widget]]


def open_board(state: State, above: Parts = (), below: Parts = ()) -> Page:
    """The page of a state; further parts stand `above` its tiles or `below` its pictures.

    A part that has names, query and read stands in the page's address too. Parts that speak to the reader are given as
    what makes them for a state, so that the page can be made anew in another language.
    """
    makers = (above, below)
    above, below = (parts(state) if callable(parts) else parts for parts in makers)
    bar = FilterBar(state.units, state.choices, lang=state.lang)
    tiles, card = Tiles(lang=state.lang), Card(lang=state.lang)
    views = [ChartView(lang=state.lang) for _ in state.pictures()]
    _join(bar, state)
    table = _table(state)
    definitions = Definitions(word("board.definitions", state.lang), lang=state.lang)

    def draw(_change=None) -> None:
        tiles.show(state.tiles(), state.is_picked)
        for view, picture in zip(views, state.pictures(), strict=True):
            words = {"title": picture.title, "subtitle": picture.subtitle, "alt": picture.alt}
            view.show(picture.chart, empty=state.empty, source=notes(state.store, state.lang)[0], **words)  # fmt: skip
        definitions.entries = state.definitions()

    draw()
    if table:
        _list_rows(table, state, bar)
    bar.observe(guarded(draw), "values")
    state.observe(guarded(draw), ["meeting", "view", *state.redraws])
    for part in (tiles, *views):
        part.on_pick(guarded(state.pick))
    linked = [part for part in (*above, *below) if hasattr(part, "read")]
    link = LinkState(bar, state, *linked, *[table] * bool(table), lang=state.lang)
    rows = [Row(*(views[at] for at in row), widths=widths) for row, widths in _rows_of(state, len(views))]  # fmt: skip
    parts = [*[bar] * bool(bar.defaults), link, *above, tiles, *rows, *below, *[table, card] * bool(table)]  # fmt: skip
    page = Page(
        state.name or type(state).__name__.lower(),
        state.title,
        state.lead,
        *parts,
        definitions=definitions,
        notes=notes(state.store, state.lang),
        lang=state.lang,
    )
    _tell_refused(link, page, state)
    if table:
        _open_rows(table, card, state)
    state.observe(guarded(lambda change: _speak(page, state, *makers)), "lang")
    return page


def _rows_of(state: State, pictures: int) -> list[tuple[list[int], list[int]]]:
    """Which pictures stand side by side, and how wide: a row is full at twelve twelfths."""
    rows: list[tuple[list[int], list[int]]] = []
    for at, width in enumerate(state.widths or [12 // (pictures or 1)] * pictures):
        if not rows or sum(rows[-1][1]) + width > 12:
            rows.append(([], []))
        rows[-1][0].append(at)
        rows[-1][1].append(width)
    return rows


def _table(state: State) -> Table | None:
    """The table of the state, for one that has rows."""
    if not state.listing:
        return None

    def rows_for(*leaf) -> tuple[list[list[str]], int]:
        frame = state.discreet(state.leaf(*leaf))
        total, row = int(frame["total"].iloc[0]) if len(frame) else 0, state.listing.row
        return [row(line) for line in frame.itertuples()], total

    about = _list_traits(state)
    return Table(about.pop("columns"), rows_for, facts=lambda: facts(state), selects=state.selects, lang=state.lang, **about)  # fmt: skip


def _list_traits(state: State) -> dict[str, object]:
    """What the table is told of the list that it shows."""
    one, names = state.listing, {column.name for column in state.listing.columns}
    lists = [[name, other.title] for name, other in state.lists().items()]
    return {
        "columns": one.columns, "title": one.title, "subtitle": one.subtitle,
        "file_name": one.file_name or one.title, "empty": state.empty,
        "opens": one.opens[1] if one.opens[1] in names else "",
        "tabs": lists if len(lists) > 1 else [], "tab": state.listed,
    }  # fmt: skip


def _list_rows(table: Table, state: State, bar: FilterBar) -> None:
    """The table follows what is chosen; its tabs choose the list, and its marks who is set side by side."""

    def follow(_change=None) -> None:
        table.become(**_list_traits(state))

    def turned(change) -> None:
        if change["new"] != state.listed:
            state.view = change["new"]

    table.selected = state.selected
    bar.observe(guarded(follow), "values")
    state.observe(guarded(follow), ["meeting", "view", *state.redraws])
    table.observe(guarded(turned), "tab")
    t.link((state, "selected"), (table, "selected"))


def _join(bar: FilterBar, state: State) -> None:
    """The bar refuses what is not on offer, so whatever is chosen goes through it, from either side."""

    def to_state(_change=None) -> None:
        with state.hold_trait_notifications():
            for name, value in bar.values.items():
                state.set_trait(name, value)

    def to_bar(_change) -> None:
        bar.values = state.chosen()
        to_state()  # what the bar refused

    to_state()
    bar.observe(guarded(to_state), "values")
    state.observe(guarded(to_bar), list(state.chosen()))


def _open_rows(table: Table, card: Card, state: State) -> None:
    """A row opens what it is about; the key stands in the state, so that a link opens it too."""

    def show(_change=None) -> None:
        found = state.opened and record_card(state.store, *state.opened, state.lang)
        card.show(*found) if found else card.close()

    def opened(key: str) -> None:
        state.opened = None if state.meeting else (state.listing.opens[0], key)

    table.on_open(guarded(opened))
    card.on_close(guarded(lambda: state.set_trait("opened", None)))
    state.observe(guarded(show), "opened")
    show()


def _tell_refused(link: LinkState, page: Page, state: State) -> None:
    """What an address asked for in vain is said in words."""

    def tell(_change=None) -> None:
        joint = word("language.comma", state.lang)
        asked = joint.join(f"{name}={value[:40]}" for name, value in link.refused.items())
        page.head.notice = word("board.refused", state.lang, asked=asked) if asked else ""

    link.observe(guarded(tell), "refused")
    tell()


def _speak(page: Page, state: State, above: Parts, below: Parts) -> None:
    """The same page in another language, for an address that came later than the kernel."""
    kept = state.chosen() | {name: getattr(state, name) for name in state.linked if name != "lang"}
    kept |= {name: getattr(state, name) for name in state.redraws}
    other = open_board(type(state)(state.store, state.lang, **kept), above, below)
    page.head, page.foot, page.children = other.head, other.foot, other.children


def facts(state: State) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a file that leaves the page has to say of itself: filters, source and time, definitions."""
    source = word("board.source", state.lang)
    return [
        (word("board.filters", state.lang), state.chosen_words()),
        (source, [(source, note) for note in notes(state.store, state.lang)]),
        (word("board.definitions", state.lang), state.definitions()),
    ]


def notes(store: Store, lang: str) -> list[str]:
    """Where the figures come from: when records were loaded, from which files, and by which version."""
    known = next(store.frame("data_state").itertuples())
    release = word("board.release", lang, version=__version__)
    if not known.files:
        return [word("board.no_data", lang), release]
    comma = word("language.comma", lang)
    names = comma.join(PurePath(name).name for name in known.latest.split("\n"))
    time = known.loaded[:16].replace("T", " ")
    return [
        word("board.loaded", lang, time=time),
        word("board.files", lang, names=names, count=known.files),
        release,
    ]
