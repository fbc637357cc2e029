"""A board of charts over names and numbers that break layouts; the browser tests open it."""

import altair as alt
import pandas as pd

from hongmiao.charts import PAGE_COLOURS, STARS, composition, grid, headed_bars, over_time, styled
from hongmiao.widgets import ChartView, Page, Row

LONG = "惠济区长兴路街道办事处新城社区第一网格党员先锋服务队" * 8
SCRIPT = "<script>document.title='run'</script>"
COLOURS = {f"{stars} 星": colour for stars, colour in STARS.items()}
APART = {"未评": PAGE_COLOURS["soft"]}
WORDS = {"unit": "人数", "whole": "参评人数", "share": "占比"}


def groups(names: list[str], counts=(5, 20, 30, 25, 20)) -> pd.DataFrame:
    rows = [
        {"group": name, "part": part, "count": n, "unit": f"u{i}", "stars": stars}
        for i, name in enumerate(names)
        for stars, (part, n) in enumerate(zip(COLOURS, counts, strict=True), 1)
    ]
    return pd.DataFrame(rows)


def bars(names: list[str], **more) -> ChartView:
    frame = pd.concat(
        [groups(names), pd.DataFrame([{"group": names[0], "part": "未评", "count": 3}])]
    )
    chart = composition(
        frame, COLOURS | APART, apart=[*APART], apart_title="未评（人）", apart_whole="名单人数", picks=["unit", "stars"], **WORDS, **more
    )  # fmt: skip
    return ChartView(
        chart, title=f"{len(names)} 组/“星级”", subtitle="占参评人数的比例" * 9, source="来源：虚构"
    )


def headed(counts: dict[str, int]) -> ChartView:
    rows = [
        {"group": name, "figures": f"完成 {n:,} / 计划 {2 * n:,}，50.0%", "part": "5 星", "count": n, "goal": 2 * n,
         "whole": 2 * n, "gap": gap}
        for (name, n), gap in zip(counts.items(), (2.5, -1, 0), strict=True)
    ]  # fmt: skip
    words = WORDS | {"whole": "计划"}
    return ChartView(headed_bars(pd.DataFrame(rows), COLOURS, **words), title="计划")


def cells() -> ChartView:
    ages = ["18–29", "30–34", "35–39", LONG]
    rows = [{"column": age, "row": row, "count": 1_000_000 * (i == 0) + i} for i, age in enumerate(ages) for row in ("本科", LONG)]  # fmt: skip
    frame = pd.DataFrame([*rows, {"column": None, "row": "本科", "count": 3}])
    return ChartView(grid(frame, ages, ["本科", LONG], unknown="未知", **WORDS), title="年龄与学历")


def board() -> Page:
    periods = [f"第{i % 4 + 1}季度\n{2000 + i // 4} 年" for i in range(24)]
    many = alt.Chart(pd.DataFrame({"n": range(2001)}), height=80).mark_point().encode(x="n")
    nothing = composition(groups(["甲"], (0,) * 5), COLOURS)
    once = ChartView(over_time(groups([LONG]), COLOURS, **WORDS), title="一期")
    return Page(
        "charts",
        "图表",
        "说明",
        Row(
            bars([f"第{i}支部" for i in range(60)]),
            bars([LONG, SCRIPT, "甲"], strong="甲"),
            widths=(7, 5),
        ),
        Row(
            bars(["独一组"]), ChartView(over_time(groups(periods), COLOURS, **WORDS), title="逐期")
        ),
        Row(headed({LONG: 1, SCRIPT: 1_000_000, "农村（社区）干部": 5}), cells()),
        Row(ChartView(nothing, title="无", empty="本期无人参评"), once),
        ChartView(styled(many), title="两千零一点"),
    )
