"""The data dictionary says what the declarations say."""

import re
from pathlib import Path

import pytest

from hongmiao.dictionary import data_dictionary
from hongmiao.records import RECORD_TYPES

PAGE = Path(__file__).parents[1] / "data/README.md"


def test_the_page_is_in_step_with_the_record_types():
    assert PAGE.read_text("utf-8") == data_dictionary(), "run `make dictionary`"


@pytest.mark.parametrize("kind", RECORD_TYPES.values(), ids=list(RECORD_TYPES))
def test_every_column_heading_and_word_can_be_looked_up(kind):
    section = data_dictionary().split(f"\n## {kind.table()}\n")[1].split("\n## ")[0]
    for name, field in kind.fields().items():
        words = [word for code, words in field.labels.items() for word in (f"`{code}`", *words)]
        looked_up = (
            []
            if field.hidden
            else [f"`{name}`", *field.headings, *field.names, *field.scopes, *words]
        )
        assert not [text for text in looked_up if text not in section]
        assert not (field.hidden and name in section)


def test_every_link_leads_to_a_section():
    links, sections = (
        set(re.findall(mark, data_dictionary(), re.MULTILINE))
        for mark in (r"\(#(\w+)\)", r"^## (\w+)$")
    )
    assert links == sections == set(RECORD_TYPES)
