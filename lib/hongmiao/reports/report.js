// A report's page: each chart is drawn where it stands, follows the page's width and colours, and lists its figures on demand.
const {charts, formats, words} = JSON.parse(document.getElementById("hm-charts").textContent);

class Figure {
  constructor(frame) {
    this.frame = frame;
    this.chart = charts[frame.dataset.chart];
  }
  name() { return this.chart.title; }
  picked() { return false; }  // nothing is chosen by a click here
  colours(printed) {
    const style = getComputedStyle(this.frame);
    const paper = Object.fromEntries((this.chart.spec.params ?? []).map((one) => [one.name, one.value]));
    return Object.fromEntries(COLOURS.map((name) => [name, (printed && paper[name]) || style.getPropertyValue(`--hm-${name}`).trim()]));
  }
  async draw() {
    const spec = copy(this.chart.spec);
    this.fits = spec.width === "container";
    if (this.fits) spec.width = this.frame.clientWidth;
    const patch = (vg) => { outspoken(vg, [], ""); return coloured(vg, this.colours()); };
    const options = {actions: false, renderer: "svg", tooltip: {theme: "hongmiao"}, formatLocale: formats.number, timeFormatLocale: formats.time};
    const stage = make("div");
    this.frame.append(stage);
    this.api = await vegaEmbed(stage, spec, {...options, patch, expressionFunctions: {hongmiaoTold: told, hongmiaoSaid: said}});
    this.frame.dataset.drawn = "true";
    const data = this.frame.parentElement.querySelector("details");
    data.addEventListener("toggle", () => data.lastElementChild.replaceChildren(dataTable(this, words)));
    new ResizeObserver(() => this.fit()).observe(this.frame);
  }
  fit() {
    if (this.fits && this.frame.clientWidth) this.api.view.signal("width", this.frame.clientWidth).runAsync();
  }
  recolour(printed = false) {
    const known = new Set((this.api.vgSpec.signals ?? []).map((signal) => signal.name));
    for (const [name, value] of Object.entries(this.colours(printed))) if (known.has(name)) this.api.view.signal(name, value);
    this.api.view.run();
  }
}

const figures = [...document.querySelectorAll("[data-chart]")].map((frame) => new Figure(frame));
for (const figure of figures) await figure.draw();
const recolour = (printed) => () => figures.forEach((figure) => figure.recolour(printed));
dark.addEventListener("change", recolour(false));
addEventListener("beforeprint", recolour(true));
addEventListener("afterprint", recolour(false));
document.body.dataset.ready = "true";
