"""The dashboard as Dash's documentation would have it: one layout, a callback for each output that differs; under gunicorn."""

import core
import dash
import plotly.graph_objects as go
from dash import Input, Output, dash_table, dcc, html

app = dash.Dash(__name__, title=core.TITLE, serve_locally=True)
server = app.server
LEVELS = core.levels()


def drop(name: str, options: dict, value: object) -> dcc.Dropdown:
    shown = [{"label": label, "value": key} for label, key in options.items()]
    return dcc.Dropdown(shown, value, id=name, clearable=False, style={"width": 260})


def layout() -> html.Div:
    units, years = core.units(), core.years()
    names = {label: label for label in LEVELS}
    return html.Div(
        [
            html.H1(core.TITLE),
            html.Div(
                [
                    drop("unit", units, next(iter(units.values()))),
                    drop("year", {year: year for year in years}, years[0]),
                    drop("level", names, next(iter(names))),
                    drop("measure", {name: name for name in core.MEASURES}, next(iter(core.MEASURES))),
                ],
                style={"display": "flex"},
            ),
            html.Div(id="tiles", style={"display": "flex", "gap": 24}),
            html.Div([dcc.Graph(id="parts"), dcc.Graph(id="lines")], style={"display": "flex"}),
            dcc.Graph(id="cells"),
            dash_table.DataTable(id="rows", page_size=core.ROWS),
        ]
    )  # fmt: skip


app.layout = layout
FILTERS = [Input(name, "value") for name in ("unit", "year", "level")]


@app.callback(Output("tiles", "children"), *FILTERS)
def tiles(unit, year, level):
    found = core.tiles(unit, year, LEVELS[level])
    return [html.Div([html.P(label), html.B(value)]) for label, value in found.items()]


@app.callback(Output("parts", "figure"), *FILTERS[:2])
def parts(unit, year):
    found = core.statuses(unit, year).groupby("status")
    bars = [go.Bar(y=rows["audience"], x=rows["persontimes"], name=status, orientation="h") for status, rows in found]  # fmt: skip
    return go.Figure(bars, go.Layout(barmode="stack", height=300))


@app.callback(Output("lines", "figure"), *FILTERS)
def lines(unit, year, level):
    found = core.months(unit, year, LEVELS[level])
    return go.Figure([go.Scatter(x=found["month"], y=found[name], name=name) for name in ("completed", "planned")], go.Layout(height=300))  # fmt: skip


@app.callback(Output("cells", "figure"), *FILTERS[:2], Input("measure", "value"))
def cells(unit, year, measure):
    found = core.grid(unit, year, measure).pivot(index="group_name", columns="audience", values="share")  # fmt: skip
    return go.Figure(go.Heatmap(z=found.to_numpy(), x=found.columns, y=found.index), go.Layout(height=400))  # fmt: skip


@app.callback(Output("rows", "data"), *FILTERS)
def rows(unit, year, level):
    return core.courses(unit, year, LEVELS[level]).to_dict("records")
