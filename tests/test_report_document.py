"""A report's files: whatever stands in the records comes out of HTML, PDF and XLSX as it went in, every time alike."""

import io
import json
import re
import zipfile
from html.parser import HTMLParser

import altair as alt
import nbformat
import pandas as pd
import pypdfium2 as pdfium
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from hongmiao.boards.listing import Picture
from hongmiao.boards.stars_board import Stars
from hongmiao.charts import styled
from hongmiao.errors import NoChapters, NoChineseFont
from hongmiao.reports import pdf
from hongmiao.reports.columns import widths
from hongmiao.reports.document import Document, as_html, as_pdf, as_xlsx, rows
from hongmiao.reports.parts import (
    MIME,
    Chapter,
    Chart,
    Findings,
    Numbers,
    Rows,
    Sentence,
    Terms,
)
from hongmiao.spreadsheet import sheet_names
from hongmiao.widgets import Column, Tile

HOSTILE = '<img src=x onerror=alert(1)></script> {{ x }} {% raw %} #import "x" $a^2$ *b* @c =HYPERLINK(1) // \\u{41} ]]>'
A4 = (595, 842)


def notebook(*chapters: Chapter) -> nbformat.NotebookNode:
    """A notebook whose cells ended in these chapters."""
    outputs = [
        nbformat.v4.new_output("execute_result", {MIME: one.as_dict()}, execution_count=1)
        for one in chapters
    ]
    cells = [nbformat.v4.new_code_cell("x", outputs=[output]) for output in outputs]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# x"), *cells])


def picture(text: str = "古渡镇", counts: tuple = (3, 5)) -> Picture:
    frame = pd.DataFrame({"name": [text, "柳岸街道"], "count": counts})
    mark = alt.Chart(frame).mark_bar(clip=True).properties(height=80)
    chart = styled(mark.encode(x="count:Q", y=alt.Y("name:N", title=None), tooltip=["name:N"]))
    return Picture(chart, f"图：{text}", "占参评人数的比例", f"两条，{text}")


def every_part(text: str, chart: bool = False) -> list[Chapter]:
    columns = [
        Column("name", text),
        Column("n", "人数", align="right"),
        Column("s", "星级", kind="tag"),
    ]
    table = Rows(text, columns, [[text, "1,204", text], ["王五", "12.5%", ""]], subtitle=text)
    parts = [Chart(picture(text), 7), Chart(picture(text), 5)] if chart else []
    tile = Tile(text, "8,412", text, text, about=text)
    return [
        Chapter(text, [Numbers([tile]), Findings([Sentence(text, "warn")])], text, cover=True),
        Chapter(text, [*parts, table], text),
        Chapter("口径", [Terms([(text, text)], text)]),
    ]


def document(*chapters: Chapter) -> Document:
    return Document.of(notebook(*chapters))


class Texts(HTMLParser):
    """Every text and attribute of a page, and the names of its elements; not what stands in scripts and styles."""

    def __init__(self, page: bytes):
        super().__init__()
        self.texts, self.names, self.within = [], [], ""
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.within = tag
        self.texts += [value for _, value in attrs if value]

    def handle_endtag(self, tag):
        self.within = ""

    def handle_data(self, data):
        if self.within not in ("script", "style"):
            self.texts.append(data)


def sheets(data: bytes) -> dict[str, list[list]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def legible(text: str) -> str:
    return re.sub(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]",
        "\ufffd",
        text.replace("\r\n", "\n"),
    )


def texts_of(data: bytes) -> list[str]:
    """The text of each page, without the spaces and breaks that setting it makes."""
    return [
        re.sub(r"[\s\u200b\u00ad\ufffe\u2010-]", "", page.get_textpage().get_text_bounded())
        for page in pdfium.PdfDocument(data)
    ]


def plain(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=80))
@example(HOSTILE)
@example("a\x00b\x1b\ud800\r\nc\x85")
@example("  two  spaces\t")
def test_any_text_stands_in_a_page_as_it_is_and_is_never_markup(text):
    page, bare = (
        Texts(as_html(document(*every_part(text)))),
        Texts(as_html(document(*every_part("x")))),
    )
    assert page.names == bare.names
    # Title, heading, contents, table's title and heading, cells, sentence, tile, term and meaning.
    assert sum(legible(text) in one for one in page.texts) >= 15


@settings(max_examples=60)
@given(st.text(max_size=80))
@example(HOSTILE)
@example("=1+1")
@example("-3.5")
@example("https://example.org")
@example("_x0041_")
def test_any_text_stands_in_a_workbook_as_text_and_never_as_a_formula(text):
    data = as_xlsx(document(*every_part(text)))
    first, table, last = sheets(data).values()
    want = legible(text)
    assert table[1] == [want, 1204.0, want] if want else table[1][1] == 1204.0
    assert table[2][:2] == ["王五", 0.125]
    assert [want, 8412.0, want, want, want] in [row[:5] for row in first]
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert not any(b"<f>" in file.read(name) or b"hyperlink" in file.read(name) for name in file.namelist() if "sheet" in name)  # fmt: skip


SET = st.text(st.sampled_from("<>#$*_@`~[]{}()\\/=+'\";:&%!?.,0123ABCxyz 张三丰村街道，。“”（）·"), min_size=1, max_size=60)  # fmt: skip


@settings(max_examples=12)
@given(SET.filter(str.strip))
@example(HOSTILE)
@example("#[!-~]{24,}" * 9)
def test_any_text_is_set_in_a_pdf_as_it_is_and_is_never_markup(text):
    (page,) = texts_of(as_pdf(document(*every_part(text))))
    assert page.count(plain(text)) >= 8


def test_no_sign_at_all_keeps_a_pdf_or_a_chart_from_being_made():
    text = "".join(map(chr, [*range(0, 0x250), 0x202E, 0xFFFE, 0x1F600, 0xD800])) + HOSTILE
    made = document(*every_part(text, chart=True))
    assert as_pdf(made)[:5] == b"%PDF-" and as_xlsx(made)[:2] == b"PK"
    page = as_html(made)
    for script in re.findall(rb'<script type="application/json"[^>]*>(.*?)</script>', page):
        assert len(json.loads(script)["charts"]) == 2
    assert page.count(b"</script>") == 3


@pytest.fixture(scope="module")
def report(demo_store) -> Document:
    """A board of the demo district as a report, with two charts side by side and a table longer than a page."""
    stars = Stars(demo_store, "zh")
    lines = [stars.row(line) for line in stars.leaf(limit=120).itertuples()]
    table = Rows("评定名单", stars.listing.columns, lines, shown=90, total=300)
    charts = [Chart(one, wide) for one, wide in zip(stars.pictures(), stars.widths, strict=True)]
    return document(
        Chapter("示范区 2018 年第二季度星级", [Numbers(stars.tiles())], "全区", cover=True),
        Chapter("党员星级", [*charts, table], breaks=True),
        Chapter("口径", [Terms(stars.definitions())]),
    )


@pytest.fixture(scope="module")
def pages(report) -> bytes:
    return as_pdf(report)


def test_the_same_document_has_the_same_bytes(report, pages):
    assert as_pdf(report) == pages
    assert as_html(report) == as_html(report)
    book = as_xlsx(report)
    assert book == as_xlsx(report)
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        assert b"1980-01-01T00:00:00Z" in file.read("docProps/core.xml")
        assert {one.date_time[0] for one in file.infolist()} == {1980}
    assert not re.search(rb"CreationDate|ModDate|xmp:CreateDate", pages)


def test_pages_are_a4_and_numbered_and_carry_the_title_and_no_text_is_cut(pages):
    book = pdfium.PdfDocument(pages)
    for number, text in enumerate(texts_of(pages), 1):
        assert f"第{number}页/共{len(book)}页" in text
        assert "示范区2018年第二季度星级" in text
    for page in book:
        assert tuple(map(round, page.get_size())) == A4
        text = page.get_textpage()
        boxes = [
            text.get_charbox(at)
            for at in range(text.count_chars())
            if text.get_text_range(at, 1).strip()
        ]
        assert min(box[0] for box in boxes) > 40 and max(box[2] for box in boxes) < A4[0] - 40
        assert min(box[1] for box in boxes) > 15 and max(box[3] for box in boxes) < A4[1] - 15


def test_a_pdf_says_what_it_is_and_where_its_chapters_are(pages):
    book = pdfium.PdfDocument(pages)
    titles = [mark.get_title() for mark in book.get_toc()]
    assert book.get_metadata_value("Title") == "示范区 2018 年第二季度星级" == titles[0]
    assert {"一、党员星级", "二、口径", "评定名单"} <= {*titles}
    assert re.search(rb"/Lang\s*\(zh-CN\)", pages)


def test_charts_are_vectors_whose_chinese_can_be_read(pages, report):
    book = pdfium.PdfDocument(pages)
    kinds = [one.type for page in book for one in page.get_objects(max_depth=8)]
    assert pdfium.raw.FPDF_PAGEOBJ_IMAGE not in kinds
    assert kinds.count(pdfium.raw.FPDF_PAGEOBJ_PATH) > 100
    assert "五星一般不超过33%" in "".join(texts_of(pages))


def test_a_long_table_goes_on_over_pages_under_its_heading_and_says_what_is_left(pages, report):
    ((_, table),) = report.parts("rows")
    heads = plain("".join(column["label"] for column in table["columns"]))[:4]
    with_rows = [text for text in texts_of(pages) if "★" in text]
    assert len(with_rows) >= 2 and all(heads in text for text in with_rows)
    text = "".join(with_rows)
    assert all(row[0] in text for row in table["rows"][:90])
    assert not any(row[0] in text for row in table["rows"][90:])
    assert "表中为前90行，共300行。" in text
    assert "表中为前 90 行，共 300 行。" in as_html(report).decode()
    assert len(sheets(as_xlsx(report))["评定名单"]) == 121


def test_a_code_without_a_break_and_a_cell_longer_than_a_page_stay_on_paper():
    columns = [Column(f"c{n}", "列" * 9) for n in range(14)]
    lines = [["X" * 300, "苗" * 4000, *["2018-06-30"] * 12]]
    made = document(Chapter("x", [Rows("t", columns, lines), Terms([("项", "义" * 6000)])]))
    book = pdfium.PdfDocument(as_pdf(made))
    assert "".join(texts_of(as_pdf(made))).count("苗") == 4000
    assert "".join(texts_of(as_pdf(made))).count("义") == 6000
    for page in book:
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        assert max(box[2] for box in boxes) < A4[0] and min(box[1] for box in boxes) >= 0


def test_a_machine_without_a_chinese_font_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(pdf, "FAMILIES", ("No Such Font",))
    with pytest.raises(NoChineseFont, match="No Such Font.*fonts-noto-cjk"):
        as_pdf(document(Chapter("x")))


def test_a_notebook_that_was_not_run_makes_no_document():
    with pytest.raises(NoChapters, match="运行"):
        Document.of(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]))


def test_an_english_report_has_no_chinese_but_data():
    chapters = [Chapter(one.title, one.parts, one.subtitle, one.cover, lang="en") for one in every_part("Members")]  # fmt: skip
    made = document(*chapters)
    chinese = re.compile("[㐀-鿿]+")
    data = {"王五", "人数", "星级", "人数星级", "口径"}
    assert {*chinese.findall(" ".join(Texts(as_html(made)).texts))} <= data
    assert {*chinese.findall(" ".join(texts_of(as_pdf(made))))} <= data
    assert {*chinese.findall(json.dumps(sheets(as_xlsx(made)), ensure_ascii=False))} <= data


def test_a_chapter_reads_in_a_notebook_without_a_network_and_without_a_script():
    shown = Chapter("星级", [Chart(picture()), Chart(picture(counts=(1, 2)))])._repr_mimebundle_()
    page = shown["text/html"]
    assert not re.search(r"<script|url\(http|(src|href)=", page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len({*ids}) > 0 and {*re.findall(r"url\(#([^)]+)\)", page)} <= {*ids}
    assert page.count("<svg") == 2 and "古渡镇" in page and "两条，古渡镇" in shown["text/plain"]
    assert shown[MIME]["parts"][0]["spec"]["datasets"]


def test_a_run_that_nobody_reads_draws_no_chart(monkeypatch):
    monkeypatch.setenv("HONGMIAO_DRAWN", "0")
    assert {*Chapter("星级", [Chart(picture())])._repr_mimebundle_()} == {MIME, "text/plain"}


def test_what_is_not_a_number_is_nothing_in_a_notebook_as_in_json():
    spec = Chart(picture(counts=(3, float("nan")))).as_dict()["spec"]
    json.dumps(spec, allow_nan=False)
    assert None in [row["count"] for row in spec["datasets"]["rows"]]


@given(st.lists(st.integers(1, 12), max_size=9))
def test_charts_fill_their_rows_and_keep_their_order(spans):
    parts = [{"kind": "chart", "width": span, "at": at} for at, span in enumerate(spans)]
    found = rows(parts)
    assert [part["at"] for row in found for part in row] == [*range(len(spans))]
    assert all(sum(part["width"] for part in row) == 12 for row in found)
    assert all(part["width"] >= 1 for row in found for part in row)


CELL = st.text(st.sampled_from("ab 12-村"), max_size=40)


@given(
    st.integers(1, 15).flatmap(
        lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1, max_size=4)
    )
)
def test_columns_fill_the_line_whatever_stands_in_them(lines):
    part = {"columns": [{"label": cell} for cell in lines[0]], "rows": lines[1:], "shown": 30}
    found = widths(part, 90)
    assert sum(found) == pytest.approx(90) and min(found) > 0


@given(st.lists(st.text(max_size=50), max_size=12))
@example(["A" * 40, "a" * 40, "History", "'x'", "[:]*?/\\", "", "😀" * 20])
@example(["表", "表 2", "表"])
def test_sheets_have_names_that_excel_takes_each_only_once(titles):
    names = sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 1 <= len(name.encode("utf-16-le", "surrogatepass")) // 2 <= 31
        assert (
            not set(name) & set("[]:*?/\\") and not name.startswith("'") and not name.endswith("'")
        )
        assert name.casefold() != "history"
