const COLOURS = ["ink", "muted", "line", "card", "accent", "soft"];
const dark = matchMedia("(prefers-color-scheme: dark)");
const copy = (value) => JSON.parse(JSON.stringify(value));  // Vega marks the rows it is given

// Rows that come later are not read by Vega's loader, which turns text into dates and numbers at first.
const read = (turn) => (value) => (value === null || value === undefined || value === "" ? null : turn(value));
const PARSERS = {date: read(Date.parse), number: read(Number), boolean: read((v) => v !== "false" && Boolean(v)), string: read(String)};
const parsed = (list, parse) => copy(list).map((row) => {
  for (const [field, kind] of Object.entries(parse)) row[field] = PARSERS[kind](row[field]);
  return row;
});

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

class Drawing {
  constructor(model, el) {
    this.model = model;
    this.el = el;
    this.title = make("h2");
    this.subtitle = make("p", "hm-sub");
    this.frame = make("div", "hm-frame", null, {role: "img"});
    this.note = make("p", "hm-empty");
    this.note.hidden = true;
    this.frame.append(this.note);
    el.append(this.title, this.subtitle, this.frame);
    this.stale = new Set(["spec"]);
    this.work = Promise.resolve();
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(this.frame);
  }
  words() {
    const {model} = this;
    this.title.textContent = model.get("title");
    this.subtitle.textContent = model.get("subtitle");
    this.subtitle.hidden = !model.get("subtitle");
    this.frame.setAttribute("aria-label", model.get("alt") || model.get("title"));
  }
  changed(what) {
    this.stale.add(what);
    this.work = this.work.then(() => this.draw()).catch((error) => this.failed(error));
  }
  async draw() {
    if (!this.stale.size) return;
    const anew = this.stale.has("spec") || !this.api;
    this.stale.clear();
    const rows = this.model.get("rows");
    const blank = !Object.keys(this.model.get("spec")).length || Object.values(rows).every((list) => !list.length);
    if (!blank) await (anew ? this.embed(rows) : this.renew(rows));
    else if (anew) this.stale.add("spec");  // still to be drawn, once there are rows
    this.note.textContent = this.model.get("empty");
    this.note.hidden = !blank;
    if (this.stage) this.stage.style.visibility = blank ? "hidden" : "visible";
    ready(this.el);
  }
  async embed(rows) {
    const {vegaEmbed} = await vega(this.model);
    const stage = make("div", "hm-stage hm-coming");
    this.frame.append(stage);
    const spec = {...copy(this.model.get("spec")), datasets: copy(rows)};
    const formats = this.model.get("formats");
    const api = await vegaEmbed(stage, spec, {
      actions: false, renderer: "canvas", tooltip: {theme: "hongmiao"}, formatLocale: formats.number,
      timeFormatLocale: formats.time, patch: (vg) => coloured(vg, this.colours()),
    });
    this.api?.finalize();
    this.stage?.remove();
    [this.api, this.stage] = [api, stage];
    stage.classList.remove("hm-coming");
    this.listen(spec);
    this.fit();
  }
  async renew(rows) {
    const {view, vgSpec} = this.api;
    const parses = Object.keys(rows).map((name) => vgSpec.data.find((source) => source.name === name)?.format?.parse ?? {});
    if (parses.some((parse) => Object.values(parse).some((kind) => !PARSERS[kind]))) return this.embed(rows);
    Object.entries(rows).forEach(([name, list], i) => view.data(name, parsed(list, parses[i])));
    await view.runAsync();
  }
  listen(spec) {
    this.selections = (spec.params ?? []).filter((param) => param.select).map((param) => param.name);
    for (const name of this.selections) this.api.view.addSignalListener(name, () => this.picked());
  }
  picked() {
    const all = Object.assign({}, ...this.selections.map((name) => copy(this.api.view.signal(name) ?? {})));
    delete all.vlPoint;
    this.model.set("pick", all);
    this.model.save_changes();
  }
  unpick() {  // only from Python: an empty pick takes the chart's highlight away
    if (!this.api || Object.keys(this.model.get("pick")).length) return;
    for (const name of this.selections) this.api.view.data(`${name}_store`, []);
    this.api.view.runAsync();
  }
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
  }
  fit() {
    const width = this.frame.clientWidth;
    if (!this.api || !width || this.model.get("spec").width !== "container") return;
    if (this.api.view.signal("width") !== width) this.api.view.signal("width", width).runAsync();
  }
  failed(error) {
    console.error(error);
    this.note.textContent = this.model.get("words").chart_failed;
    this.note.hidden = false;
    if (this.stage) this.stage.style.visibility = "hidden";
    this.stale.add("spec");  // the next data may do better
    ready(this.el, "error");
  }
  end() {
    this.observer.disconnect();
    this.api?.finalize();
  }
}
function coloured(spec, colours) {
  for (const signal of spec.signals ?? []) if (colours[signal.name]) signal.value = colours[signal.name];
  return spec;
}
function render({model, el}) {
  begin(el, "chart");
  const drawing = new Drawing(model, el);
  for (const name of ["title", "subtitle", "alt"]) model.on(`change:${name}`, () => drawing.words());
  for (const name of ["spec", "rows"]) model.on(`change:${name}`, () => drawing.changed(name));
  model.on("change:pick", () => drawing.unpick());
  const outside = [[dark, "change", () => drawing.recolour()], [window, "beforeprint", () => drawing.recolour(true)],
    [window, "afterprint", () => drawing.recolour()]];
  for (const [target, event, act] of outside) target.addEventListener(event, act);
  drawing.words();
  // The card has a width only once it stands in the page.
  const start = () => (el.isConnected && el.clientWidth ? drawing.changed("spec") : requestAnimationFrame(start));
  start();
  return () => {
    for (const [target, event, act] of outside) target.removeEventListener(event, act);
    drawing.end();
  };
}
export default {render};
