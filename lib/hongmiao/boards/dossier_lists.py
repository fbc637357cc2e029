"""The lists of a dossier: the timeline, what the checks found, and people to choose from."""

import json

import pandas as pd

from ..finding import Finding
from ..locale import word
from ..widgets import Column, Section
from .listing import Listing
from .words import cell

TIMELINE = ("day", "kind", "what", "text", "source", "loaded")
FINDINGS = ("finding_id", "severity", "kind", "key", "reason", "remedy", "source")
PEOPLE = ("person_id", "name", "unit", "born", "post")


class DossierLists:
    """What the table of a dossier can show."""

    def timeline(self) -> pd.DataFrame:
        """Every dated thing, the newest first, as far as `what` and `time` let it."""
        life = self.somebody
        events = [one for one in life.events if self._wanted(one)] if life else []
        rows = [[*(getattr(one, name) for name in TIMELINE), one.when, one.points, one.stars] for one in events]  # fmt: skip
        frame = pd.DataFrame(rows, columns=[*TIMELINE, "when", "points", "stars"])
        return frame.astype({"points": float, "stars": float})

    def _wanted(self, one) -> bool:
        if self.what not in (None, one.table):
            return False
        quarter = f"{one.day[:4]}Q{(int(one.day[5:7]) + 2) // 3}" if one.day[5:7].isdigit() else ""
        return self.time in (None, one.period, one.day[:4], one.day[:7], quarter)

    def findings(self) -> pd.DataFrame:
        """What is still wrong with the person's rows, errors first."""
        life = self.somebody
        if life is None:
            return pd.DataFrame(columns=FINDINGS)
        return self.once(("findings", life.person_id, self.lang), lambda: self._findings(life))

    def _findings(self, life) -> pd.DataFrame:
        found = self.store.frame("dossier_findings", records=json.dumps(life.keys())).astype(object)
        rows = []
        for one in found.where(found.notna(), None).to_dict("records"):
            told = Finding(one["file"], one["sheet"], one["line"], one["column"] or "", one["value"] or "", one["code"], one["severity"], one["detail"] or "", one["record_type"])  # fmt: skip
            source = word("dossier.source", self.lang, file=one["file"].rpartition("/")[2], line=one["line"] or "")  # fmt: skip
            kind = next(kind for table, kind in self.kinds.items() if table == one["record_type"])
            severity = self.say(f"severity_{one['severity']}")
            rows.append([str(one["finding_id"]), severity, kind.called(self.lang), one["key"], told.reason(self.lang), told.remedy(self.lang), source])  # fmt: skip
        return pd.DataFrame(rows, columns=FINDINGS)

    def lists(self) -> dict[str, Listing]:
        people = {"question": "dossier_people"} if not self.meeting else {"frame": lambda: pd.DataFrame(columns=PEOPLE)}  # fmt: skip
        found = {"people": self._listing("people", self.people_columns(), PEOPLE, **people)}
        if self.somebody is None:
            return found
        own = {
            "timeline": self._listing("timeline", self.timeline_columns(), TIMELINE, frame=self.timeline, opens=("unit", "")),
            "findings": self._listing("findings", self.finding_columns(), FINDINGS, frame=self.findings, opens=("unit", "")),
        }  # fmt: skip
        return own | found

    def _listing(self, key: str, columns, names, **more) -> Listing:
        words = {part: self.say(f"{key}_{part}") for part in ("title", "subtitle")}
        row = self.timeline_row if key == "timeline" else lambda line: [cell(getattr(line, name)) for name in names]  # fmt: skip
        return Listing(columns=columns, row=row, file_name=self.file_name(key), **words, **more)

    def file_name(self, key: str) -> str:
        """The names of files tell whose they are by the id alone."""
        return f"{self.title}-{self.person or ''}-{self.say(f'{key}_title')}"

    def timeline_row(self, line) -> list[str]:
        return [line.when, *(cell(getattr(line, name)) for name in TIMELINE[1:])]

    def timeline_columns(self) -> list[Column]:
        heads = {name: self.say(f"{name}_head") for name in TIMELINE}
        more = {"kind": {"kind": "tag"}, "source": {"kind": "muted"}, "loaded": {"kind": "muted", "about": self.say("loaded_about")}}  # fmt: skip
        return [Column(name, head, **more.get(name, {})) for name, head in heads.items()]

    def finding_columns(self) -> list[Column]:
        more = {"finding_id": {"shown": False}, "severity": {"kind": "tag"}, "key": {"kind": "muted"}, "source": {"kind": "muted"}}  # fmt: skip
        return [Column(name, self.say(f"{name}_head"), **more.get(name, {})) for name in FINDINGS]

    def people_columns(self) -> list[Column]:
        return [
            self.column("person", "person_id", kind="muted"),
            self.column("person", "name"),
            self.column("person", "unit_id", "unit"),
            Column("born", self.say("born_head")),
            self.column("person", "post"),
        ]

    def timeline_section(self, printed: int) -> Section:
        """The newest of the timeline for paper; all of it for 0."""
        life = self.somebody
        names = ("when", "kind", "what", "text", "source")
        heads = [self.say(f"{'day' if name == 'when' else name}_head") for name in names]
        rows = [[getattr(one, name) for name in names] for one in life.events[: printed or None]]
        return Section(self.say("timeline_title"), heads=heads, rows=rows, total=len(life.events), printed=printed)  # fmt: skip
