"""The wiring of a page: one state drives tiles, charts, table and address, and whatever the reader does drives the state.

A board is a State (what was chosen, and the figures that follow from it) and `open_board(State(store))`.
"""

from pathlib import PurePath

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


def open_board(state: State) -> Page:
    """The page of a state."""
    bar = FilterBar(state.units, state.choices, lang=state.lang)
    tiles, card = Tiles(lang=state.lang), Card(lang=state.lang)
    views = [ChartView(lang=state.lang) for _ in state.pictures()]
    _join(bar, state)
    table = _table(state)
    definitions = Definitions(word("board.definitions", state.lang), lang=state.lang)

    def draw(change=None) -> None:
        tiles.show(state.tiles())
        for view, picture in zip(views, state.pictures(), strict=True):
            words = {"title": picture.title, "subtitle": picture.subtitle, "alt": picture.alt}
            view.show(picture.chart, empty=state.empty, source=notes(state.store, state.lang)[0], **words)  # fmt: skip
        definitions.entries = state.definitions()
        if table and change:
            table.refresh(empty=state.empty, **state.table_words())

    draw()
    bar.observe(guarded(draw), "values")
    state.observe(guarded(draw), "meeting")
    for view in views:
        view.on_pick(guarded(state.pick))
    link = LinkState(bar, state, *[table] * bool(table), lang=state.lang)
    rows = [Row(*views, widths=state.widths)] if views else []
    parts = [*[bar] * bool(bar.defaults), link, tiles, *rows, *[table, card] * bool(table)]
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
    state.observe(guarded(lambda change: _speak(page, state)), "lang")
    return page


def _table(state: State) -> Table | None:
    """The table of the state, for one that has rows."""
    columns = state.columns()
    if not columns:
        return None

    def rows_for(*leaf) -> tuple[list[list[str]], int]:
        frame = state.discreet(state.leaf(*leaf))
        total = int(frame["total"].iloc[0]) if len(frame) else 0
        return [state.row(line) for line in frame.itertuples()], total

    opens = state.opens[1] if state.opens[1] in {column.name for column in columns} else ""
    words = state.table_words() | {"empty": state.empty}
    return Table(columns, rows_for, opens=opens, facts=lambda: facts(state), lang=state.lang, **words)  # fmt: skip


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
        found = state.opened and record_card(state.store, state.opens[0], state.opened, state.lang)
        card.show(*found) if found else card.close()

    table.on_open(guarded(lambda key: state.set_trait("opened", None if state.meeting else key)))
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


def _speak(page: Page, state: State) -> None:
    """The same page in another language, for an address that came later than the kernel."""
    kept = state.chosen() | {"meeting": state.meeting, "opened": state.opened}
    other = open_board(type(state)(state.store, state.lang, **kept))
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
