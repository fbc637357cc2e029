"""The wiring of a page: one state drives tiles, charts, table and address, and whatever the reader does drives the state.

A board is a State (what was chosen, and the figures that follow from it) and `open_board(State(store))`.
"""

from collections.abc import Callable, Sequence
from pathlib import PurePath
from urllib.parse import urlencode

import traitlets as t
from ipywidgets import Widget

from .. import __version__, access
from ..locale import usual_language, word
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

Parts = Callable[[State], Sequence[Widget]]


def open_board(
    state: State, above: Parts = lambda state: (), below: Parts = lambda state: ()
) -> Page:
    """The page of a state; `above` makes further parts that stand above its tiles, `below` such below its pictures.

    A part that has names, query and read stands in the page's address too.
    """
    upper, lower = above(state), below(state)
    bar = FilterBar(state.units, state.choices, lang=state.lang)
    _join(bar, state)
    tiles, views, definitions = _figures(state, bar)
    table, card = _table(state, bar), Card(lang=state.lang)
    tables = [table] if table else []
    linked = [part for part in (*upper, *lower) if hasattr(part, "read")]
    link = LinkState(bar, state, *linked, *tables, lang=state.lang)
    bars = [bar] if bar.defaults else []
    page = Page(
        state.name or type(state).__name__.lower(),
        state.title,
        state.lead,
        *(*bars, link, *upper, tiles, *_rows(state, views), *lower, *tables, card),
        definitions=definitions,
        notes=notes(state.store, state.lang),
        lang=state.lang,
    )
    _tell_refused(link, page, state)
    if table:
        _open_rows(table, card, state)
    state.observe(guarded(lambda change: _speak(page, state, above, below)), "lang")
    return page


def _figures(state: State, bar: FilterBar) -> tuple[Tiles, list[ChartView], Definitions]:
    """Tiles, charts and definitions, which follow what is chosen; a click on a figure chooses."""
    tiles, pictures = Tiles(lang=state.lang), [*state.pictures()]
    views = [ChartView(lang=state.lang) for _ in pictures]
    definitions = Definitions(word("board.definitions", state.lang), lang=state.lang)

    def draw(_change=None, pictures=None) -> None:
        tiles.show(state.tiles(), state.is_picked)  # sent while the pictures are drawn
        source = notes(state.store, state.lang)[0]
        for view, picture in zip(views, pictures or state.pictures(), strict=True):
            words = {"title": picture.title, "subtitle": picture.subtitle, "alt": picture.alt}
            view.show(picture.chart, empty=state.empty, source=source, **words)
        definitions.entries = state.definitions()

    draw(pictures=pictures)
    bar.observe(guarded(draw), "values")
    state.observe(guarded(draw), ["meeting", "view", *state.redraws])
    for part in (tiles, *views):
        part.on_pick(guarded(state.pick))
    return tiles, views, definitions


def _rows(state: State, views: Sequence[ChartView]) -> list[Row]:
    """The charts side by side: a row is full at twelve twelfths."""
    rows: list[tuple[list[ChartView], list[int]]] = []
    widths = state.widths or [12 // len(views)] * len(views) if views else ()
    for view, width in zip(views, widths, strict=True):
        if not rows or sum(rows[-1][1]) + width > 12:
            rows.append(([], []))
        rows[-1][0].append(view)
        rows[-1][1].append(width)
    return [Row(*charts, widths=width) for charts, width in rows]


def _table(state: State, bar: FilterBar) -> Table | None:
    """The table of the state, for one that has rows; its tabs choose the list, its marks who is set side by side."""
    if not state.listing:
        return None

    def rows_for(*leaf) -> tuple[list[list[str]], int]:
        frame = state.discreet(state.leaf(*leaf))
        total, row = int(frame["total"].iloc[0]) if len(frame) else 0, state.listing.row
        return [row(line) for line in frame.itertuples()], total

    about = _list_traits(state)
    told = {"facts": lambda: facts(state), "selects": state.selects, "lang": state.lang}
    table = Table(about.pop("columns"), rows_for, **told, **about)

    def follow(_change=None) -> None:
        table.become(**_list_traits(state))

    def turned(change) -> None:
        if change["new"] != state.listed(state.lists()):
            state.view = change["new"]

    bar.observe(guarded(follow), "values")
    state.observe(guarded(follow), ["meeting", "view", *state.redraws])
    table.observe(guarded(turned), "tab")
    t.link((state, "selected"), (table, "selected"))
    return table


def _list_traits(state: State) -> dict[str, object]:
    """What the table is told of the list that it shows."""
    lists = state.lists()
    listed = state.listed(lists)
    one = lists[listed]
    names = {column.name for column in one.columns}
    return {
        "columns": one.columns, "title": one.title, "subtitle": one.subtitle,
        "file_name": one.file_name or one.title, "empty": state.empty,
        "opens": one.opens[1] if one.opens[1] in names else "",
        "tabs": [[name, other.title] for name, other in lists.items()] if len(lists) > 1 else [], "tab": listed,
    }  # fmt: skip


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
        if found and state.opened[0] == "person":
            found = (*_logged(state, *found), _dossier(state))
        card.show(*found) if found else card.close()

    def opened(key: str) -> None:
        state.opened = None if state.meeting else (state.listing.opens[0], key)

    table.on_open(guarded(opened))
    card.on_close(guarded(lambda: state.set_trait("opened", None)))
    state.observe(guarded(show), "opened")
    show()


def _dossier(state: State) -> tuple[str, str]:
    """What the dossier of the person whose card is open is called, and its address."""
    said = {"person": state.opened[1]} | ({"lang": state.lang} if state.lang != usual_language() else {})  # fmt: skip
    return word("dossier.link", state.lang), f"dossier.ipynb?{urlencode(said)}"


def _logged(state: State, title: str, subtitle: str, sections) -> tuple:
    """The card of a person, whose opening is kept in the log; where that cannot be written, the card says so."""
    if not access.log(state.store.path.parent, state.opened[1], "card", state.lang):
        subtitle += " · " + word("access.unwritten", state.lang)
    return title, subtitle, sections


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
