"""Record types: every declaration is whole, and no heading can be taken for two things."""

import pytest

from hongmiao.files.cells import parse, squeezed
from hongmiao.files.headings import vocabulary
from hongmiao.locale import LANGUAGES, word
from hongmiao.records import RECORD_TYPES
from hongmiao.tables import columns_of

DOMAIN = {
    "unit": ["unit_id"], "person": ["person_id"], "pool_membership": ["person_id", "pool", "entry_date"],
    "selection_step": ["person_id", "pool", "step"], "course": ["course_id"], "enrolment": ["person_id", "course_id", "attempt"],
    "activity": ["activity_id"], "placement": ["person_id", "unit_id", "start_date"], "star_rating": ["person_id", "period"],
    "rating_score": ["person_id", "period", "rater"], "points_entry": ["entry_id"], "assessment": ["person_id", "period", "indicator"],
    "vacancy": ["vacancy_id"], "case": ["case_id"], "project": ["project_id"],
}  # fmt: skip
EVERY = pytest.mark.parametrize("kind", RECORD_TYPES.values(), ids=list(RECORD_TYPES))


def test_every_record_type_of_the_domain_is_there_with_its_key():
    assert {table: RECORD_TYPES[table].primary_key() for table in DOMAIN} == DOMAIN


def test_a_record_type_stands_after_those_it_refers_to():
    order = list(RECORD_TYPES)
    assert all(
        order.index(to) <= order.index(table)
        for table, kind in RECORD_TYPES.items()
        for to in kind.references().values()
    )


@EVERY
def test_no_heading_means_two_columns_of_one_record_type(kind):
    owners: dict[str, set] = {}
    for name, field in kind.fields().items():
        for heading in () if field.hidden else (name, *field.headings):
            owners.setdefault(squeezed(heading), set()).add(name)
    assert not {heading: names for heading, names in owners.items() if len(names) > 1}


@EVERY
def test_a_reference_can_be_given_by_a_name(kind):
    """Some headings of names another column claims for itself, but not all."""
    words = vocabulary(kind.table())
    for name, field in kind.fields().items():
        assert not field.to or any(
            words[squeezed(heading)] == (name, "name") for heading in field.names
        ), name


@EVERY
def test_a_word_of_a_label_means_one_code(kind):
    for field in kind.fields().values():
        owners: dict[str, set] = {}
        for code, words in field.labels.items():
            assert len(words) >= 2 and all(words), (
                "a label has its word in Chinese, then in English"
            )
            for text in (code, *words):
                owners.setdefault(squeezed(text), set()).add(code)
        assert not {text: codes for text, codes in owners.items() if len(codes) > 1}


@EVERY
def test_a_column_has_its_headings_in_both_languages_and_an_example_that_can_be_read(kind):
    assert kind.zh and kind.en
    for name, field in kind.fields().items():
        assert field.zh and field.en, name
        assert not parse(field.example, field, field.zh).code
        assert all(word(f"unit.{field.unit}", lang) for lang in LANGUAGES if field.unit)
        assert not (field.overflow and field.overflow not in kind.fields())


@EVERY
def test_sqlite_holds_the_columns_of_the_record_type_strictly_with_key_and_links(store, kind):
    table = store.db.table(kind.table())
    assert list(table.columns_dict) == list(columns_of(kind)) and table.strict
    assert table.pks == kind.primary_key()
    links = {(key.column, key.other_table) for key in table.foreign_keys}
    assert links == {*kind.references().items(), ("source_id", "source")}
    required = {column.name for column in table.columns if column.notnull or column.is_pk}
    assert required == {name for name, column in kind.columns().items() if not column.nullable}
    looked_up = {index.columns[0] for index in table.indexes} | {kind.primary_key()[0]}
    assert set(kind.references()) <= looked_up
