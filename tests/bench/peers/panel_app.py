"""The dashboard as Panel's documentation would have it: widgets, bound functions, cached questions."""

import core
import panel as pn

pn.extension("vega", "tabulator")
tiles, charts, courses = map(pn.cache, (core.tiles, core.altair_charts, core.courses))
levels = pn.cache(core.levels)()

unit = pn.widgets.Select(name="组织", options=pn.cache(core.units)())
year = pn.widgets.Select(name="年度", options=pn.cache(core.years)())
level = pn.widgets.Select(name="层级", options=levels)
measure = pn.widgets.Select(name="指标", options=list(core.MEASURES))


def tile(number: int):
    def text(unit, year, level):
        label, value = list(tiles(unit, year, level).items())[number]
        return f"<p>{label}</p><b style='font-size:28px'>{value}</b>"

    return pn.pane.HTML(pn.bind(text, unit, year, level))


def chart(number: int):
    def picture(unit, year, level, measure):
        return charts(unit, year, level, measure)[number]

    return pn.pane.Vega(pn.bind(picture, unit, year, level, measure), sizing_mode="stretch_width")


pn.Column(
    f"# {core.TITLE}",
    pn.Row(unit, year, level, measure),
    pn.Row(*map(tile, range(4))),
    pn.Row(chart(0), chart(1), sizing_mode="stretch_width"),
    chart(2),
    pn.widgets.Tabulator(pn.bind(courses, unit, year, level), show_index=False, disabled=True, height=400),
    sizing_mode="stretch_width",
).servable(title=core.TITLE)  # fmt: skip
