// What a chart offers beside its picture: its figures as a table, and itself as a file.
const PAPER = {colour: "#ffffff", edge: 20, narrow: 560, wide: 1100};

// The marks that tell something, in the order a reader takes: one for each line of the table.
function telling(view) {
  const found = [];
  const walk = (mark) => {
    for (const item of mark.items ?? []) {
      if (item.tooltip) found.push(item);
      if (mark.marktype === "group") item.items.forEach(walk);
    }
  };
  walk(view.scenegraph().root);
  return found.sort((one, other) => (one.datum.place ?? 0) - (other.datum.place ?? 0));
}

function dataTable(drawing, words) {
  const items = telling(drawing.api.view);
  const heads = [...new Set(items.flatMap((item) => Object.keys(item.tooltip)))];
  const isNumber = heads.map((head) => items.every(({tooltip}) => !tooltip[head] || /^[−-]?[\d,.]+%?$/.test(tooltip[head])));
  const kind = (i) => (isNumber[i] ? "hm-n" : "");
  const table = make("table");
  const top = make("tr");
  top.append(...heads.map((head, i) => make("th", kind(i), head === "title" ? words.chart_item : head, {scope: "col"})));
  const head = make("thead");
  head.append(top);
  const body = make("tbody");
  for (const {tooltip, datum} of items) {
    const line = make("tr");
    line.append(...heads.map((name, i) => {
      if (i) return make("td", kind(i), tooltip[name] ?? "");
      const first = make("th", kind(i), null, {scope: "row"});
      const text = make("span", "hm-told", tooltip[name] ?? "", {title: tooltip[name] ?? null});
      const act = drawing.picked(datum) ? button("hm-pick", null, () => drawing.pick(datum)) : first;
      act.append(text);
      if (act !== first) first.append(act);
      return first;
    }));
    body.append(line);
  }
  table.append(make("caption", "", drawing.name()), head, body);
  return table;
}

function wrapped(text, room, size) {
  const lines = [""];
  let used = 0;
  for (const sign of text) {
    const broad = sign.codePointAt(0) > 0x2e80 ? size : size * 0.56;
    if (used + broad > room) { lines.push(""); used = 0; }
    lines[lines.length - 1] += sign;
    used += broad;
  }
  return lines;
}

// The picture as it is printed: light, on white, under its title and with its source.
async function onPaper(drawing, kind) {
  const {model, vegaEmbed, frame} = drawing;
  const spec = copy(model.get("spec"));
  const width = Math.min(PAPER.wide, Math.max(PAPER.narrow, frame.clientWidth));
  const room = width - 2 * PAPER.edge;
  const small = [model.get("subtitle"), model.get("source")].filter(Boolean).flatMap((text) => wrapped(text, room, 12));
  const title = {text: wrapped(model.get("title"), room, 16), subtitle: small, fontSize: 16, subtitleFontSize: 12, subtitleLineHeight: 18,
    lineHeight: 22, subtitleColor: {expr: "muted"}, subtitlePadding: 6, offset: 16, anchor: "start", frame: "bounds"};
  if (spec.width === "container") spec.width = width;
  const paper = {...spec, title, background: PAPER.colour, padding: PAPER.edge, datasets: copy(model.get("rows"))};
  const {view, finalize} = await vegaEmbed(make("div"), paper, {...drawing.options(), renderer: "svg"});
  try {
    if (kind === "svg") return new Blob([await view.toSVG()], {type: "image/svg+xml"});
    const canvas = await view.toCanvas(2);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  } finally {
    finalize();
  }
}
async function saveAs(drawing, kind) {
  const name = drawing.name().replace(/[\\/:*?"<>|\u0000-\u001f]+/g, "_").replace(/^[. ]+|[. ]+$/g, "").slice(0, 80);
  takeHome(`${name || kind}.${kind}`, await onPaper(drawing, kind));
}

// One quiet button that opens a short list; Escape and leaving it close it.
function chartMenu(drawing, words) {
  const box = make("div", "hm-menu");
  const list = make("div", "hm-menu-list");
  list.hidden = true;
  const show = (open) => {
    list.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) list.firstChild.focus();
  };
  const opener = button("hm-more", "⋯", () => show(list.hidden), {"aria-expanded": "false"});
  const act = (turn) => () => { show(false); opener.focus(); return turn(); };
  const data = button("", words.chart_data, act(() => drawing.live().then(() => drawing.turn())));
  const files = ["png", "svg"].map((kind) =>
    button("", words[`chart_${kind}`], act(() => drawing.live().then(() => saveAs(drawing, kind)).catch((error) => drawing.failed(error))), {"data-want": kind}));
  list.append(data, ...files);
  box.append(opener, list);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || list.hidden) return;
    event.stopPropagation();
    show(false);
    opener.focus();
  });
  box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) show(false); });
  const words_of = () => {
    const label = fill(words.chart_menu, {title: drawing.name()});
    opener.setAttribute("aria-label", label);
    opener.title = label;
    data.textContent = drawing.data ? words.chart_picture : words.chart_data;
  };
  return {box, refresh: words_of};
}
