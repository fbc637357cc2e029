const CROWD = 2000;  // rows from which a canvas is quicker than as many elements
const LARGER = [0.6, 2];  // how far a drawing is scaled to use a height that the page gives
const NARROWEST = 340;  // and how many pixels of its own it keeps

// Rows that come later are not read by Vega's loader, which turns text into dates and numbers at first.
const read = (turn) => (value) => (value === null || value === undefined || value === "" ? null : turn(value));
const PARSERS = {date: read(Date.parse), number: read(Number), boolean: read((v) => v !== "false" && Boolean(v)), string: read(String)};
const parsed = (list, parse) => copy(list).map((row) => {
  for (const [field, kind] of Object.entries(parse)) row[field] = PARSERS[kind](row[field]);
  return row;
});

// What of a specification follows its rows, as Vega's signals; where only this differs, nothing is drawn anew.
const sizes = ({params = [], height}) => ({
  ...Object.fromEntries(params.filter(follows).map(({name, value}) => [name, value])),
  ...(height?.step ? {y_step: height.step} : {height}),
});
const follows = ({name, value}) => value !== undefined && !COLOURS.includes(name);
const shape = (spec) => JSON.stringify({...spec, height: typeof spec.height, params: spec.params?.map((p) => (follows(p) ? p.name : p))});

// The bundle comes once per page: by URL from our Voilà, else from Python.
function vega(model) {
  const base = document.body.dataset.baseUrl ?? "/voila/";
  globalThis.hongmiaoVega ??= import(`${base}static/${model.get("bundle")}?v=1`).catch(() => asked(model));
  globalThis.hongmiaoVega.catch(() => { globalThis.hongmiaoVega = undefined; });
  return globalThis.hongmiaoVega;
}
function asked(model) {
  return new Promise((resolve, reject) => {
    const receive = (message, buffers) => {
      if (message.kind !== "bundle") return;
      model.off("msg:custom", receive);
      const url = URL.createObjectURL(new Blob([buffers[0]], {type: "text/javascript"}));
      import(url).then(resolve, reject).finally(() => URL.revokeObjectURL(url));
    };
    model.on("msg:custom", receive);
    model.send({want: "bundle"});
    setTimeout(() => reject(new Error("no bundle")), 60000);
  });
}

// What the server drew of a chart, where the page shows it: it stands for the chart until the page can be used and Vega's
// turn has come. Whoever points at it or asks for its figures gives it that turn at once.
const pictured = ({id}) => {
  const stage = id && document.querySelector(`.hm-painted [data-of="${id}"] .hm-stage`);
  return stage && getComputedStyle(stage.firstElementChild).visibility === "visible" ? stage.cloneNode(true) : null;
};
const idle = () => new Promise((go) => (globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 50)))(go, {timeout: 500}));
let turns = Promise.resolve();

class Drawing {
  constructor(model, el) {
    this.model = model;
    this.el = el;
    this.title = make("h2");
    this.subtitle = make("p", "hm-sub");
    this.frame = make("div", "hm-frame", null, {role: "figure"});
    this.note = make("p", "hm-empty", null, {role: "status"});
    this.note.hidden = true;
    this.frame.append(this.note);
    this.menu = chartMenu(this, model.get("words"));
    const head = make("div", "hm-chart-head");
    const texts = make("div");
    texts.append(this.title, this.subtitle);
    head.append(texts, this.menu.box);
    el.append(head, this.frame);
    this.stale = true;
    this.work = Promise.resolve();
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(this.frame);
  }
  begin() {
    if (!(this.stage = pictured(this.model))) return this.changed();
    this.still = true;
    this.frame.append(this.stage);
    const live = () => this.live();
    document.addEventListener("hongmiao:ready", () => { turns = turns.then(idle).then(live); }, {once: true});
    for (const way of ["pointerenter", "focusin"]) this.el.addEventListener(way, live, {once: true});
    ready(this.el);
  }
  live() {  // Vega's drawing, however long it takes
    if (this.still) this.changed();
    return this.work;
  }
  name() { return this.model.get("title"); }
  words() {
    const {model} = this;
    this.title.textContent = this.name();
    this.subtitle.textContent = model.get("subtitle");
    this.subtitle.hidden = !model.get("subtitle");
    this.frame.setAttribute("aria-label", model.get("alt") || this.name());
    this.menu.refresh();
  }
  changed() {
    this.still = false;
    this.stale = true;
    this.work = this.work.then(() => this.draw()).catch((error) => this.failed(error));
  }
  async draw() {
    if (!this.stale) return;
    this.stale = false;
    const rows = this.model.get("rows");
    const lists = Object.values(rows);
    const renderer = lists.reduce((sum, list) => sum + list.length, 0) > CROWD ? "canvas" : "svg";
    const anew = !this.api || renderer !== this.renderer || shape(this.model.get("spec")) !== this.shape;
    const blank = !Object.keys(this.model.get("spec")).length || lists.every((list) => list.every((row) => row.count === 0 && !row.goal));
    this.renderer = renderer;
    if (!blank) await (anew ? this.embed(rows) : this.renew(rows));
    this.state(blank ? this.model.get("empty") : "");
    ready(this.el);
  }
  state(note) {  // a chart, or words why there is none
    this.note.textContent = note;
    this.note.hidden = !note;
    this.menu.box.hidden = Boolean(note);
    if (note) this.turn(false);
    else if (this.data) this.fill();
    if (this.stage) this.stage.style.visibility = note || this.data ? "hidden" : "visible";
  }
  patch(vg) {
    outspoken(vg, this.picks, this.model.get("words").chart_mark);
    return vg;
  }
  options() {
    const formats = this.model.get("formats");
    return {actions: false, tooltip: {theme: "hongmiao"}, formatLocale: formats.number, timeFormatLocale: formats.time,
      patch: (vg) => this.patch(vg), expressionFunctions: {hongmiaoTold: told, hongmiaoSaid: said}};
  }
  async embed(rows) {
    this.vegaEmbed = (await vega(this.model)).vegaEmbed;
    const stage = make("div", "hm-stage hm-coming");
    this.frame.append(stage);
    const spec = {...copy(this.model.get("spec")), datasets: copy(rows)};
    this.shape = shape(this.model.get("spec"));
    this.picks = spec.usermeta?.picks ?? [];
    const patch = (vg) => coloured(this.patch(vg), this.colours());
    const api = await this.vegaEmbed(stage, spec, {...this.options(), renderer: this.renderer, patch});
    this.api?.finalize();
    this.stage?.remove();
    [this.api, this.stage] = [api, stage];
    this.sent = Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, JSON.stringify(list)]));
    stage.classList.remove("hm-coming");
    api.view.addEventListener("click", (_event, item) => item?.datum && this.pick(item.datum));
    this.quiet();
    this.fit();
  }
  async renew(rows) {
    const {view, vgSpec} = this.api;
    const other = Object.entries(rows).filter(([name, list]) => this.sent[name] !== (this.sent[name] = JSON.stringify(list)));
    const parses = other.map(([name]) => vgSpec.data.find((source) => source.name === name)?.format?.parse ?? {});
    if (parses.some((parse) => Object.values(parse).some((kind) => !PARSERS[kind]))) return this.embed(rows);
    for (const [name, size] of Object.entries(sizes(this.model.get("spec"))))
      if (size !== undefined && view.signal(name) !== size) view.signal(name, size);
    other.forEach(([name, list], i) => view.data(name, parsed(list, parses[i])));
    await view.runAsync();
    this.quiet();
    this.fit();
  }
  quiet() {  // of Vega's own English roles; the frame around it is the figure
    for (const name of ["role", "aria-label", "aria-roledescription"]) this.stage.querySelector(".chart-wrapper, svg")?.parentElement.removeAttribute(name);
    for (const group of this.stage.querySelectorAll("g[aria-roledescription]"))
      for (const name of ["role", "aria-roledescription"]) group.removeAttribute(name);
  }
  picked(datum) {  // the fields of a row that a click on it chooses by, if it has any
    return this.picks.some((name) => datum[name] !== null && datum[name] !== undefined);
  }
  pick(datum) {
    if (this.picked(datum)) this.model.send({want: "pick", value: Object.fromEntries(this.picks.map((name) => [name, datum[name] ?? null]))});
  }
  turn(to = !this.data) {  // to the table of the chart's figures, or back
    if (to === Boolean(this.data)) return;
    this.data?.remove();
    this.data = to ? make("div", "hm-data", null, {tabindex: "0", role: "region", "aria-label": this.name()}) : null;
    if (to) {
      this.frame.append(this.data);
      this.fill();
    }
    if (this.stage) this.stage.style.visibility = to ? "hidden" : "visible";
    this.el.classList.toggle("hm-as-data", to);
    this.menu.refresh();
  }
  fill() { this.data.replaceChildren(dataTable(this, this.model.get("words"))); }
  colours(printed = false) {
    const style = getComputedStyle(this.el);
    const plain = Object.fromEntries((this.model.get("spec").params ?? []).map((p) => [p.name, p.value]));
    return Object.fromEntries(COLOURS.map((name) =>
      [name, (printed ? "" : style.getPropertyValue(`--hm-${name}`).trim()) || plain[name]]));
  }
  recolour(printed = false) {
    if (!this.api) return;
    const known = new Set((this.api.vgSpec.signals ?? []).map((signal) => signal.name));
    for (const [name, value] of Object.entries(this.colours(printed)))
      if (known.has(name) && value) this.api.view.signal(name, value);
    this.api.view.run();
    this.quiet();
  }
  async fit(tries = 3) {
    const wide = this.frame.clientWidth;
    this.frame.tabIndex = this.frame.scrollHeight > this.frame.clientHeight ? 0 : -1;  // what scrolls is reached by keyboard
    if (!this.api || !wide || this.model.get("spec").width !== "container") return;
    const {view} = this.api;
    const width = Math.round(wide / this.larger(wide));
    if (view.signal("width") === width || !tries) return;
    await view.signal("width", width).runAsync();
    this.quiet();
    await this.fit(tries - 1);  // the legend may have found other lines
  }
  larger(wide) {  // how far the drawing is scaled, so that it uses the height the page gives
    const drawn = this.stage.querySelector("svg")?.viewBox.baseVal.height;
    if (!drawn || !getComputedStyle(this.frame).getPropertyValue("--hm-chart-height").trim()) return 1;
    const [least, most] = LARGER;
    return Math.max(least, Math.min(most, wide / NARROWEST, this.frame.clientHeight / drawn));
  }
  failed(error) {
    console.error(error);
    this.state(this.model.get("words").chart_failed);
    this.shape = null;  // the next data may do better
    ready(this.el, "error");
  }
  end() {
    this.observer.disconnect();
    this.api?.finalize();
  }
}
function render({model, el}) {
  begin(el, "chart");
  const drawing = new Drawing(model, el);
  for (const name of ["title", "subtitle", "alt"]) model.on(`change:${name}`, () => drawing.words());
  for (const name of ["spec", "rows"]) model.on(`change:${name}`, () => drawing.changed());
  const outside = [[dark, "change", () => drawing.recolour()], [window, "beforeprint", () => drawing.recolour(true)],
    [window, "afterprint", () => drawing.recolour()]];
  for (const [target, event, act] of outside) target.addEventListener(event, act);
  drawing.words();
  // The card has a width only once it stands in the page.
  const start = () => (el.isConnected && el.clientWidth ? drawing.begin() : requestAnimationFrame(start));
  start();
  return () => {
    for (const [target, event, act] of outside) target.removeEventListener(event, act);
    drawing.end();
  };
}
export default {render};
