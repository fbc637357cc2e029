"""The dashboard as Streamlit's documentation would have it: a wide page, columns, cached questions."""

import core
import streamlit as st

st.set_page_config(page_title=core.TITLE, layout="wide")
kept = st.cache_data(show_spinner=False)
tiles, charts, courses = kept(core.tiles), kept(core.altair_charts), kept(core.courses)
units, years, levels = kept(core.units)(), kept(core.years)(), kept(core.levels)()

st.title(core.TITLE)
one, two, three, four = st.columns(4)
unit = units[one.selectbox("组织", list(units))]
year = two.selectbox("年度", years)
level = levels[three.selectbox("层级", list(levels))]
measure = four.selectbox("指标", list(core.MEASURES))

for column, (label, value) in zip(st.columns(4), tiles(unit, year, level).items(), strict=True):
    column.metric(label, value)
parts, lines, cells = charts(unit, year, level, measure)
left, right = st.columns(2)
left.altair_chart(parts)
right.altair_chart(lines)
st.altair_chart(cells)
st.dataframe(courses(unit, year, level), hide_index=True)
