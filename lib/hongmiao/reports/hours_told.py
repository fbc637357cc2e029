"""What to say of hours of training: who reached them, who is behind the calendar, and where more are than chance gives."""

import pandas as pd

from ..boards.words import percent, share
from ..locale import word
from ..policy.stars import Stars, stars_policy
from .sentences import Finding, counted, listed, standing_out


class HoursTold:
    """A part of a report: `hours_state`, `lang`, `unit` and `year_said` are the report's."""

    @property
    def policy(self) -> Stars:
        """The smallest group that is judged, and beyond what limits one stands out."""
        return stars_policy()

    def group_names(self) -> pd.Series:
        """What the groups below the unit are called, by group_id."""
        known = self.hours_state.ask("unit_groups").drop_duplicates("group_id")
        names = known.set_index("group_id")["group_name"]
        names = names.mask(names == "", self.hours_state.label("unit", "kind", "organ"))
        return names.mask(names.index == (self.unit or ""), word("groups.own", self.lang))

    def out_of_line(self, part: pd.Series, unit_ids: pd.Series) -> pd.DataFrame:
        """The groups in which `part` holds for more people than chance gives, by name: part, whole, share.

        part, unit_ids: for each person, whether it holds, and whose the person is.
        """
        known = self.hours_state.ask("unit_groups").set_index("unit_id")["group_id"]
        by = part.groupby(unit_ids.map(known))
        groups = pd.DataFrame({"part": by.sum(), "whole": by.size()})
        out = standing_out(groups, self.policy.control.distances[1], self.policy.smallest_group.persons)  # fmt: skip
        return out.rename(index=self.group_names().to_dict())

    def hours_told(self) -> list[Finding]:
        """How those who owe hours stand, and the groups that are behind."""
        state, everyone = self.hours_state, self.hours_state.everyone
        if everyone.empty:
            return []
        due, standing = len(everyone), everyone["standing"]
        behind, met = int((standing == "behind").sum()), int((standing == "met").sum())
        about = {"due": counted("persons", due, self.lang), "met": f"{met:,}", "year": self.year_said}  # fmt: skip
        if met == due:
            return [Finding(32, self._of_hours("met", **about), "good")]
        missing = counted("hours", everyone["missing"].sum(), self.lang)
        left = self._of_hours("weeks", weeks=counted("weeks", state.weeks_left, self.lang)) if state.weeks_left else ""  # fmt: skip
        left = left or (self._of_hours("year_over") if state.elapsed == 1 else "")
        share_said = self._of_hours("share", share=share(met, due)) if met and due >= state.least else ""  # fmt: skip
        about |= {"behind": f"{behind:,}", "missing": missing, "left": left, "share": share_said}
        if not behind:
            return [Finding(33, self._of_hours("on_track", **about))]
        return [Finding(64, self._of_hours("behind", **about), "warn"), *self._groups_behind()]

    def _groups_behind(self) -> list[Finding]:
        everyone = self.hours_state.everyone
        behind = everyone["standing"] == "behind"
        out = self.out_of_line(behind, everyone["unit_id"])
        if out.empty:
            return []
        named = [word("report_paper.group_share", self.lang, name=name, share=percent(value)) for name, value in out["share"].items()]  # fmt: skip
        about = {"names": listed(named, self.lang), "share": percent(behind.mean())}
        return [Finding(48, self._of_hours("groups", **about), "warn")]

    def _of_hours(self, key: str, **values: object) -> str:
        return word(f"report_hours.{key}", self.lang, **values)
