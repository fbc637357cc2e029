"""How Chinese signs are read, for searching names by their initials."""

from collections.abc import Iterable


def readings(texts: Iterable[str]) -> dict[str, list[str]]:
    """Every way to read each Chinese sign of the texts, without tones: {"长": ["chang", "zhang"]}; ü is v."""
    from pypinyin import Style, pinyin  # a sixth of a second, which no page should wait for

    signs = sorted(set().union(*texts))
    read = (pinyin(s, style=Style.NORMAL, heteronym=True, errors="ignore") for s in signs)
    return {sign: sorted({*found[0]}) for sign, found in zip(signs, read, strict=True) if found}
