"""Data quality: what loads found wrong and where, what fields lack, and the workbook that goes back to a unit."""

from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd
import traitlets as t

from ..charts import PAGE_COLOURS, headed_bars
from ..charts.columns import columns
from ..charts.grid import heat
from ..locale import word
from ..policy.criterion import Sourced
from ..policy.quality import Quality as Policy
from ..policy.quality import quality_policy
from ..quality import send_back
from ..records import RECORD_TYPES
from ..spreadsheet import file_name
from ..store import Store
from ..widgets import Choice, Page, TakeHome, Tile, guarded
from .board import open_board
from .decided import Decided
from .groups import grouped, kind_of
from .listing import Picture
from .quality_lists import QualityLists, when
from .state import State

SEVERITIES = {"error": PAGE_COLOURS["accent"], "warning": "#d6b656"}
BARS, LOADS = 9, 12  # that a picture has room for
DARKEST = 0.1  # a share of empty fields that looks as bad as any


def board(store: Store, lang: str | None = None) -> Page:
    """The page of data quality, of what `store` holds; lang: zh or en."""
    return open_board(Quality(store, lang), below=take_home)


class Quality(Decided, QualityLists, State):
    """What is wrong with the records of one unit, and what they lack."""

    name = "quality"
    widths = (5, 7, 4, 4, 4)
    alone = ("severity", "code", "file", "sheet", "field", "placed", "after", "latest")
    record_type = t.Unicode(None, allow_none=True)
    severity = t.Unicode(None, allow_none=True)
    code = t.Unicode(None, allow_none=True)
    file = t.Unicode(None, allow_none=True)
    sheet = t.Unicode(None, allow_none=True)
    field = t.Unicode(None, allow_none=True)
    placed = t.Unicode(None, allow_none=True)
    after = t.Unicode(None, allow_none=True)
    latest = t.Unicode(None, allow_none=True)

    @cached_property
    def policy(self) -> Policy:
        return quality_policy()

    @cached_property
    def choices(self) -> list[Choice]:
        say = self.say
        stored = [table for table, rows in self.store.info()["rows"].items() if rows]
        found = [table for table in self.store.frame("finding_checks")["record_type"] if table]
        kinds = dict.fromkeys([*(["person"] if "person" in stored else []), *found, *stored])
        fields = {name: self.heading(table, name) for table, names in self.policy.fields().items() for name in names}  # fmt: skip
        loads = [(say("after_load", time=when(line.finished)), str(line.load_id)) for line in self.store.frame("load_trend").itertuples()]  # fmt: skip
        sheets = self.store.frame("finding_files")
        codes = sorted({*self.store.frame("finding_checks")["code"]})
        return [
            Choice("record_type", say("record_type"), [(say("all_types"), None), *((RECORD_TYPES[one].called(self.lang), one) for one in kinds)]),
            Choice("severity", say("severity"), [(say(one), one) for one in SEVERITIES], hidden=True),
            Choice("code", say("code"), [(self.check_name(code), code) for code in codes], hidden=True),
            Choice("file", say("file"), [(Path(file).name, file) for file in dict.fromkeys(sheets["file"])], hidden=True),
            Choice("sheet", say("sheet"), [(sheet, sheet) for sheet in dict.fromkeys(sheets["sheet"]) if sheet], hidden=True),
            Choice("field", say("field"), [(head, name) for name, head in fields.items()], hidden=True),
            Choice("placed", say("unit"), [(say("unplaced"), "no")], hidden=True),
            Choice("after", say("after"), loads, hidden=True),
            Choice("latest", say("load"), [(say("latest"), "1")], hidden=True),
        ]  # fmt: skip

    @property
    def blank(self) -> bool:
        return not self.store.frame("data_state")["loaded"].iloc[0]

    @property
    def empty(self) -> str:
        """Nothing to see is good news here."""
        return super().empty if self.blank else self.say("nothing", chosen=self.chosen_line)

    @property
    def table(self) -> str:
        """The record type whose fields are looked at: the one chosen, else people."""
        return self.record_type or "person"

    @property
    def wanted(self) -> list[str]:
        """The fields that no row of it may lack."""
        return self.policy.fields().get(self.table, [])

    def thresholds(self) -> list[tuple[str, Sourced]]:
        comma = word("language.comma", self.lang)
        return [
            (self.say("wanted", kind=RECORD_TYPES[part.record_type].called(self.lang),
                      fields=comma.join(self.heading(part.record_type, name) for name in part.fields)), part)
            for part in self.policy.wanted
        ]  # fmt: skip

    # A line of a list opens the stored row that it is about, or the person whose row it is.

    @property
    def cards(self) -> dict[str, str]:
        alone = [table for table, kind in RECORD_TYPES.items() if len(kind.primary_key()) == 1]
        return {f"{table}_card" if table in self.defaults else table: table for table in alone}

    @t.validate("opened")
    def _row_behind(self, proposal) -> tuple[str, str] | None:
        opened = proposal["value"]
        if not opened or opened[0] != "finding":
            return opened
        named = [
            kind
            for kind in RECORD_TYPES.values()
            if opened[1].startswith(f"{kind.called(self.lang)} ")
        ]
        kind = max(named, key=lambda kind: len(kind.called(self.lang)), default=None)
        if kind is None:
            return None
        key = opened[1].removeprefix(f"{kind.called(self.lang)} ")
        first = kind.primary_key()[0]
        # A row with a key of several parts stands on the card of whom or what it is about.
        return (
            (kind.table(), key)
            if len(kind.primary_key()) == 1
            else (kind.references()[first], key.split(" ")[0])
        )

    # Figures.

    def headline(self) -> Tile:
        return replace(self.tiles()[0], note=self.say("open_note", **self.counts()))

    def counts(self) -> dict[str, str]:
        row = self.ask("finding_summary").iloc[0]
        return {name: f"{int(row[name]):,}" for name in ("findings", "errors", "warnings", "sheets", "units")}  # fmt: skip

    def fields(self) -> pd.DataFrame:
        """Every group below the unit and wanted field: rows and missing."""
        known = self.ask("field_gaps", record_type=self.table).astype({"rows": int, "missing": int})
        return known[known["field"].isin(self.wanted)]

    def tiles(self) -> list[Tile]:
        now, gaps = self.counts(), self.fields()[["rows", "missing"]].sum()
        last = self.ask("load_trend", latest=1)
        back, into = (int(last[name].fillna(0).sum()) for name in ("rows_back", "rows_in"))
        kind = RECORD_TYPES[self.table].called(self.lang)
        full = self.part_of("missing_note", gaps["rows"] - gaps["missing"], gaps["rows"], kind=kind)

        def tile(key: str, unit: str, note: str, warn: bool = False, **picks: str) -> Tile:
            return self.tile(key, now[key], unit, note, tone="warn" if warn and now[key] != "0" else "", picks=picks)  # fmt: skip

        return [
            tile("findings", "places", self.say("findings_note", units=now["units"]), view="findings"),
            tile("errors", "places", self.say("errors_note"), True, view="findings", severity="error"),
            tile("warnings", "places", self.say("warnings_note"), view="findings", severity="warning"),
            tile("sheets", "sheets", self.say("sheets_note"), view="files"),
            self.tile("missing", f"{int(gaps['missing']):,}", "places", full or self.say("not_wanted", kind=kind), picks={"view": "gaps"}),
            self.tile("returned", f"{back:,}", "rows", self.say("returned_note", rows=f"{into:,}"), picks={"view": "loads", "latest": "1"}, sums="rows_back"),
        ]  # fmt: skip

    # Pictures.

    def checks(self) -> pd.DataFrame:
        """group (the check), part (severity), count; code, severity and view: what a click chooses. The rarer are one."""
        found = self.ask("finding_checks").groupby(["code", "severity"], as_index=False)["findings"].sum()  # fmt: skip
        found = found.astype({"findings": int, "code": object}).sort_values(["findings", "code"], ascending=[False, True])  # fmt: skip
        names = found["code"].map(self.check_name)
        found["group"] = names.mask(names.duplicated(keep=False), names + " " + found["code"])
        return self._bars(found, "code", self.say("other_checks"))

    def sheets(self) -> pd.DataFrame:
        """group (the sheet), part (severity), count; file, sheet, severity and view: what a click chooses."""
        found = self.ask("finding_files").astype({"file": object, "sheet": object})
        found = found.melt(["file", "sheet"], ["errors", "warnings"], "severity", "findings")
        found["severity"] = found["severity"].str.removesuffix("s")
        found = found[found["findings"].astype(int) > 0].astype({"findings": int})
        names = found["file"].map(lambda file: Path(file).name)
        names += found["sheet"].map(lambda sheet: f" {sheet}" if sheet else "")
        same = found.assign(name=names).groupby("name")["file"].transform("nunique") > 1
        found["group"] = names.mask(same, found["file"])
        found["sheet"] = found["sheet"].replace("", None)
        order = found.groupby("group")["findings"].transform("sum")
        found = found.iloc[order.argsort(kind="stable")[::-1]] if len(found) else found
        return self._bars(found, "file", self.say("other_sheets"), "sheet")

    def _bars(self, found: pd.DataFrame, key: str, others: str, *more: str) -> pd.DataFrame:
        """The first few groups, and all others as one on which nothing can be chosen; what is not chosen is dim."""
        rare = found["group"].isin(found["group"].unique()[BARS:])
        frame = found[["group", key, *more, "severity"]].assign(part=found["severity"].map(self.say), count=found["findings"])  # fmt: skip
        chosen = {name: getattr(self, name) for name in (key, "severity")}
        frame["dim"] = False
        for name, value in chosen.items():
            frame["dim"] |= frame[name].ne(value) & (value is not None)
        frame["group"] = frame["group"].mask(rare, others)
        return _summed(frame.assign(view="findings"), rare, [key, *more, "severity", "view"])

    def groups(self) -> pd.DataFrame:
        """group (below the unit), part (severity), count; unit, severity, placed and view: what a click chooses."""
        found = self._placed(self.ask("finding_groups").astype({"findings": int}), "findings")
        frame = found[["group", "unit", "placed", "severity"]].assign(
            part=found["severity"].map(self.say), count=found["findings"], kind=found["group_kind"], view="findings",
            dim=found["severity"].ne(self.severity) & (self.severity is not None),
        )  # fmt: skip
        nothing = frame["unit"].isna() & frame["placed"].isna()
        return _summed(frame, nothing, ["severity", "view"])

    def _placed(self, found: pd.DataFrame, size: str) -> pd.DataFrame:
        """The groups by name; what belongs to no unit is a group that is chosen by `placed`."""
        found = found.astype({"group_id": object}).fillna({"group_id": ""})
        found = grouped(found, self.unit, self.lang, True, size)
        nowhere = found["group_id"] == ""
        return found.assign(
            group=found["group"].mask(nowhere, self.say("unplaced")), unit=found["unit"].mask(nowhere, None),
            placed=pd.Series(None, found.index, dtype=object).mask(nowhere, "no"),
        )  # fmt: skip

    def trend(self) -> pd.DataFrame:
        """group (a load), part (severity), count open after it; after, severity and view: what a click chooses."""
        loads = self.ask("load_trend", limit=LOADS).iloc[::-1]
        rows = [
            {"group": self._load_words(line), "part": self.say(severity), "count": int(getattr(line, f"{severity}s")),
             "after": str(line.load_id), "severity": severity, "view": "findings",
             "dim": self.after not in (None, str(line.load_id)) or self.severity not in (None, severity)}
            for line in loads.itertuples() for severity in SEVERITIES
        ]  # fmt: skip
        names = ["group", "part", "count", "after", "severity", "view", "dim"]
        return pd.DataFrame(rows, columns=names)

    def _load_words(self, line) -> str:
        return f"#{line.load_id}\n{when(line.finished)[5:]}"

    def gap_cells(self) -> pd.DataFrame:
        """row (group), column (field), count (missing), whole (rows); unit, field, placed and view: what a click chooses."""
        known = self._placed(self.fields(), "rows")
        frame = known[["unit", "placed", "field"]].assign(
            row=known["group"], column=[self.heading(self.table, name) for name in known["field"]],
            count=known["missing"], whole=known["rows"], view="gaps",
            dim=known["field"].ne(self.field) & (self.field is not None),
        )  # fmt: skip
        nothing = frame["unit"].isna() & frame["placed"].isna()
        return _summed(frame, nothing, ["field", "view"])

    def pictures(self) -> list[Picture]:
        colours = {self.say(one): colour for one, colour in SEVERITIES.items()}
        groups, cells, trend = self.groups(), self.gap_cells(), self.trend()
        words = {"unit": word("unit.places", self.lang), "whole": self.say("findings"), "share": word("board.share", self.lang)}  # fmt: skip
        rows = list(dict.fromkeys(cells["row"]))
        missing = heat(
            cells, [self.heading(self.table, name) for name in self.wanted], rows, unit=self.say("missing"),
            whole=self.say("rows_of_group"), share=self.say("missing_share"), form=".1%", darkest=DARKEST, picks=["unit", "field", "placed", "view"],
        )  # fmt: skip
        kinds = set(groups["kind"]) | set(self.fields()["group_kind"])
        about = {"unit": self.unit_name, "kind": RECORD_TYPES[self.table].called(self.lang), "groups": kind_of(kinds, self.lang)}  # fmt: skip
        bars = {
            "checks": (self.checks(), ["code", "severity", "view"], 40 + 30 * len(rows)),
            "groups": (groups, ["unit", "severity", "placed", "view"], 336),
            "sheets": (self.sheets(), ["file", "sheet", "severity", "view"], 336),
        }
        drawn = {key: headed_bars(frame, colours, picks=picks, height=height, **words) for key, (frame, picks, height) in bars.items()}  # fmt: skip
        drawn |= {"gaps": missing, "trend": columns(trend, colours, height=300, picks=["after", "severity", "view"], **words)}  # fmt: skip
        order = ("checks", "gaps", "groups", "sheets", "trend")
        return [self.picture(key, drawn[key], **about) for key in order]


def _summed(frame: pd.DataFrame, nothing: pd.Series, names: list[str]) -> pd.DataFrame:
    """Lines alike as one; where `nothing` can be chosen, what a click would choose by these names is taken out."""
    for name in names:
        frame[name] = frame[name].astype(object).mask(nothing, None)
    figures = [name for name in ("count", "whole") if name in frame]
    keys = list(frame.columns.drop(figures))
    return frame.groupby(keys, sort=False, dropna=False, as_index=False)[figures].sum()


def take_home(state: Quality) -> list[TakeHome]:
    """The part with which the chosen unit's workbook is taken home; not in a meeting, for it names people."""
    part = TakeHome(title=state.say("take_title"), button=state.say("take"), said=state.say("take_shut"), lang=state.lang)  # fmt: skip

    def draw(_change=None) -> None:
        part.lead = state.say("take_lead", unit=state.unit_name)
        part.shut = state.meeting or state.blank

    def take() -> tuple[str, bytes]:
        title = f"{state.say('take_title')}-{state.unit_name}-{date.today()}"
        return file_name(title, "xlsx"), send_back(state.store, state.unit, state.lang)

    draw()
    part.on_take(take)
    state.observe(guarded(draw), ["unit", "meeting"])
    return [part]
