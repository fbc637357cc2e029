"""One remark about one cell or row: where it is, what is wrong, what to do."""

from dataclasses import asdict, dataclass

from .locale import word


@dataclass(frozen=True)
class Finding:
    """An error (the row comes back) or a warning (the row goes in, marked); the words are in the locale."""

    file: str
    sheet: str
    line: int | None
    column: str  # heading as it stands in the file; "" for the whole row
    value: str
    code: str
    severity: str  # error or warning
    detail: str = ""
    table: str = ""

    def reason(self, lang: str | None = None) -> str:
        """What is wrong, in one sentence. lang: zh or en; without it the usual one."""
        return word(
            f"finding.{self.code}.reason",
            lang,
            column=self.column,
            value=self.value,
            detail=self.detail,
        )

    def remedy(self, lang: str | None = None) -> str:
        """What to do about it, in one sentence. lang: zh or en; without it the usual one."""
        return word(
            f"finding.{self.code}.remedy",
            lang,
            column=self.column,
            value=self.value,
            detail=self.detail,
        )

    def as_dict(self, lang: str | None = None) -> dict[str, object]:
        """All of it, with its words in `lang`: what `--json` prints."""
        return asdict(self) | {"reason": self.reason(lang), "remedy": self.remedy(lang)}
