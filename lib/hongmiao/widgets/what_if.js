// Editors by kind: each is made once and told its value afterwards, so that the focus and an open list outlive a change.
const EDITORS = {
  number(lever, send) {
    const box = make("input", "hm-box hm-lever-number", null, {type: "number", step: "any", "aria-label": `${lever.words} ${lever.compares}`});
    box.addEventListener("change", () => send(box.value));
    return {nodes: [box, make("span", "hm-muted", lever.unit)], show: (value) => { if (document.activeElement !== box || box.value === "") box.value = value; }};
  },
  one(lever, send) {
    const box = make("select", "hm-box", null, {"aria-label": `${lever.words} ${lever.compares}`});
    for (const [code, label] of lever.options) box.append(make("option", "", label, {value: code}));
    box.addEventListener("change", () => send(box.value));
    return {nodes: [box], show: (value) => { box.value = String(value); }};
  },
  many(lever, send) {
    const {node, panel, opener} = drop("", "hm-columns-list", null, lever.words);
    const boxes = lever.options.map(([code, label]) => {
      const line = make("label");
      const box = make("input", "", null, {type: "checkbox", value: code});
      box.addEventListener("change", () => {
        const ticked = boxes.filter((one) => one.checked).map((one) => one.value);
        ticked.length ? send(ticked) : (box.checked = true);  // a condition without a value asks nothing
      });
      line.append(box, make("span", "", label));
      panel.append(line);
      return box;
    });
    const names = Object.fromEntries(lever.options);
    return {nodes: [node], show: (value) => {
      for (const box of boxes) box.checked = value.includes(box.value);
      opener.textContent = opener.title = value.map((code) => names[code] ?? code).join("、");
    }};
  },
};

function lever_box(lever, texts, model, id) {
  const node = make("div", "hm-lever");
  const send = (value) => model.send({want: "try", key: lever.key, value});
  const editor = EDITORS[lever.editor]?.(lever, send);
  const head = make("div", "hm-lever-head");
  const mark = button("hm-about-mark", "?", () => {}, {"aria-describedby": id, "aria-label": fill(model.get("words").about, {label: lever.words})});
  const name = make("div", "hm-lever-name");
  name.append(make("b", "", lever.words), mark, make("small", "", lever.kind));
  head.append(name);
  const line = make("div", "hm-lever-line");
  line.append(make("span", "", lever.compares), ...(editor?.nodes ?? [make("em", "hm-warn", texts.waiting)]));
  const written = make("small", "hm-muted");
  const trouble = make("small", "hm-warn", "", {role: "alert"});
  node.append(head, line, written, trouble);
  explain(name, id).say(lever.about);
  return {node, draw: (now) => {
    editor?.show(now.value);
    written.textContent = editor ? fill(texts.written, {value: now.written}) : now.written;
    trouble.textContent = now.trouble;
    trouble.hidden = !now.trouble;
    node.classList.toggle("hm-lever-changed", now.changed);
  }};
}

function render({model, el}) {
  begin(el, "whatif");
  const texts = model.get("texts");
  const stem = `hm-whatif-${Math.random().toString(36).slice(2)}`;
  const fold = button("hm-whatif-fold", texts.title, () => open(!el.classList.contains("hm-unfolded")), {"aria-expanded": "false", "aria-controls": stem});
  const trial = make("span", "hm-trial", texts.trial);
  const summary = make("span", "hm-whatif-summary", "", {role: "status"});
  const reset = button("hm-button", texts.reset, () => model.send({want: "reset"}));
  const take = button("hm-button", texts.take, () => model.send({want: "take"}));
  const head = make("div", "hm-whatif-head");
  const acts = make("div", "hm-whatif-acts");
  acts.append(reset, take);
  head.append(fold, trial, summary, acts);
  const body = make("div", "hm-whatif-body", null, {id: stem});
  const lead = make("p", "hm-sub", texts.lead);
  const levers = make("div", "hm-levers");
  body.append(lead, levers);
  el.append(head, body);
  const open = (wide) => {
    el.classList.toggle("hm-unfolded", wide);
    fold.setAttribute("aria-expanded", String(wide));
  };
  let boxes = [];
  let kept = "";
  const draw = () => {
    const now = model.get("levers");
    const same = JSON.stringify(now.map(({key, editor, options, compares}) => [key, editor, options, compares]));
    if (same !== kept) {  // another pool
      boxes = now.map((lever, i) => lever_box(lever, texts, model, `${stem}-${i}`));
      levers.replaceChildren(...boxes.map(({node}) => node));
      kept = same;
    }
    now.forEach((lever, i) => boxes[i].draw(lever));
    const tried = model.get("tried");
    trial.hidden = acts.hidden = !tried;
    summary.textContent = model.get("summary");
    el.classList.toggle("hm-tried", tried);
  };
  model.on("msg:custom", (message, buffers) => {
    if (message.kind === "file") takeHome(message.name, new Blob([buffers[0]], {type: "application/toml"}));
  });
  for (const name of ["levers", "summary", "tried"]) model.on(`change:${name}`, draw);
  draw();
  if (model.get("tried")) open(true);
  ready(el);
}
export default {render};
