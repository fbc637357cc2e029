"""The filter bar and the address that holds it, as far as they can be known without a browser."""

import json
import subprocess
import sys
import time
from urllib.parse import urlencode

import pytest
import traitlets as t
from hypothesis import given
from hypothesis import strategies as st

from hongmiao.widgets import Choice, FilterBar, LinkState, Tile, Tiles
from hongmiao.widgets.pinyin import readings

UNITS = [("d", "全区", 0), ("t1", "北河镇", 1), ("v1", "上村", 2), ("t2", "古渡镇", 1)]
PERIODS = Choice("period", "周期", [("第二季度", "2018Q2"), ("第一季度", "2018Q1")], "2018Q2")


class Leaf(t.HasTraits):
    """A part of an address beside the bar, as a table is."""

    linked = ("page",)
    page = t.Int(1)

    def names(self):
        return ["page"]

    def query(self):
        return {"page": str(self.page)} if self.page != 1 else {}

    def read(self, query):
        text = query.get("page", "1")
        self.page = int(text) if text.isdigit() else 1
        return {} if text.isdigit() else {"page": text}


@pytest.fixture
def bar():
    return FilterBar(UNITS, [PERIODS])


@pytest.fixture
def address(monkeypatch):
    return lambda **query: monkeypatch.setenv("QUERY_STRING", urlencode(query))


def test_the_bar_takes_only_what_is_on_offer(bar):
    bar.values = {"unit": "nobody", "period": "2018Q1", "more": "x"}
    assert bar.values == {"unit": "d", "period": "2018Q1"}
    bar.values = {"period": ["2018Q1"]}
    assert bar.values == {"unit": "d", "period": "2018Q2"}


@given(unit=st.sampled_from([u[0] for u in UNITS]), period=st.sampled_from(["2018Q1", "2018Q2"]))
def test_what_the_address_says_is_what_was_set(unit, period):
    bar, again = FilterBar(UNITS, [PERIODS]), FilterBar(UNITS, [PERIODS])
    bar.values = {"unit": unit, "period": period}
    assert again.read(bar.query()) == {}
    assert again.values == bar.values


def test_numbers_come_back_from_the_address_as_numbers():
    bar = FilterBar(choices=[Choice("stars", "星级", [("全部", None), ("五星", 5)])])
    bar.read({"stars": "5"})
    assert (bar.values["stars"], bar.query(), bar.label_of("stars")) == (5, {"stars": "5"}, "五星")


def test_the_address_of_the_page_sets_every_part_of_it(address, bar):
    address(period="2018Q1", unit="t2", page="3", lang="en")
    leaf = Leaf()
    link = LinkState(bar, leaf)
    assert bar.values == {"unit": "t2", "period": "2018Q1"} and leaf.page == 3
    bar.values = {**bar.values, "unit": "d"}
    assert link.query == {"period": "2018Q1", "page": "3"}
    link.query = {"unit": "v1"}  # as a preheated page sends it
    assert bar.values == {"unit": "v1", "period": "2018Q2"} and leaf.page == 1
    assert link.refused == {}


def test_what_an_address_asks_for_in_vain_is_told_and_taken_out(address, bar):
    address(period="2099", unit="t2", page="x", elsewhere="2099")
    link = LinkState(bar, Leaf())
    assert link.refused == {"period": "2099", "page": "x"}
    assert link.query == {"unit": "t2"}
    link.query = {"unit": "nowhere"}
    assert (link.refused, link.query) == ({"unit": "nowhere"}, {})
    link.query = {"unit": "t1"}
    assert link.refused == {}


def test_the_header_adds_to_what_is_set_and_takes_out(bar):
    link = LinkState(bar, Leaf())
    bar.values = {**bar.values, "unit": "t1"}
    link._answer(link, {"want": "set", "query": {"page": "2", "stranger": "1"}}, [])
    assert link.query == {"unit": "t1", "page": "2"}
    link._answer(link, {"want": "set", "query": {"page": None}}, [])
    assert (link.query, link.refused) == ({"unit": "t1"}, {})


def test_no_half_read_address_is_ever_written(bar):
    leaf = Leaf()
    link = LinkState(bar, leaf)
    written = []
    link.observe(lambda change: written.append(change["new"]), "query")
    link.query = {"unit": "t1", "page": "4", "period": "2099"}
    assert len(written) == 2 and link.query == {"unit": "t1", "page": "4"}


def test_an_address_of_any_length_is_read(address, bar):
    address(unit="t1", note="长" * 1000, period="2018Q1")
    LinkState(bar)
    assert bar.values == {"unit": "t1", "period": "2018Q1"}


def test_a_sign_is_found_under_each_of_its_readings():
    read = readings(["长桥街道", "重阳镇", "<b>A1"])
    assert (read["长"], read["重"]) == (["chang", "zhang"], ["chong", "tong", "zhong"])
    assert not {"<", "b", "A", "1"} & set(read)


def test_the_readings_of_a_tree_of_twenty_thousand_come_in_half_a_second(monkeypatch):
    signs = [chr(code) for code in range(0x4E00, 0x4E00 + 5000)]
    names = ["".join(signs[i % 5000 : i % 5000 + 8]) for i in range(20_000)]
    bar = FilterBar([(str(i), name, 0) for i, name in enumerate(names)])
    sent = []
    monkeypatch.setattr(FilterBar, "send", lambda self, content: sent.append(content))
    start = time.process_time()
    bar._answer(bar, {"want": "pinyin"}, [])
    assert time.process_time() - start < 0.5
    assert len(sent[0]["readings"]) > 4900 and len(json.dumps(sent)) < 500_000
    bar._answer(bar, {"want": "anything"}, [])
    assert len(sent) == 1


def test_pinyin_is_not_loaded_before_somebody_searches():
    code = "import sys, hongmiao.widgets; sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_trend_reaches_the_page_as_plain_numbers_with_gaps():
    tiles = Tiles([Tile("星", "3.3", trend=(3, float("nan"), None, 3.5), trend_about="近 4 期")])
    assert tiles.tiles[0]["trend"] == [3.0, None, None, 3.5]
    assert Tiles([Tile("星", "3.3")]).tiles[0]["trend"] == []
