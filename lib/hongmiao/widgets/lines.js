const part = (value) => `${100 * Math.min(1, Math.max(0, value))}%`;

const FORMS = {
  figures: (line) => linked("hm-line", line.href, figure(line),
    linked("hm-line-text", "", make("span", "", line.label), make("em", "", [line.about, line.note].filter(Boolean).join(" · ")))),
  sentences: (line) => linked(`hm-line ${line.tone && `hm-line-${line.tone}`}`, line.href, linked("hm-line-text", "", make("span", "", line.label)), make("i", "", line.about)),
  bars: (line) => {
    const bar = make("span", "hm-line-bar", null, {"aria-hidden": "true"});
    if (line.share !== null) bar.append(make("span", "hm-line-done"));
    if (line.expected !== null) bar.append(make("span", "hm-line-expected"));
    for (const [name, value] of [["--share", line.share], ["--expected", line.expected]]) if (value !== null) bar.style.setProperty(name, part(value));
    bar.style.setProperty("--colour", line.colour);
    return linked("hm-line", line.href, make("span", "hm-line-name", line.label), figure(line), bar, ...note_of(line));
  },
};

function render({model, el}) {
  begin(el, "lines");
  el.dataset.form = model.get("form");
  const title = make("h2");
  const lead = make("p", "hm-sub");
  const list = make("ul");
  const after = make("p", "hm-sub");
  el.append(title, lead, list, after);
  const draw = () => {
    const waiting = model.get("waiting");
    el.setAttribute("aria-busy", String(waiting));
    title.textContent = model.get("title");
    for (const [node, name] of [[lead, "lead"], [after, "after"]]) { node.textContent = model.get(name); node.hidden = !model.get(name); }
    const nodes = waiting ? bones(4) : model.get("lines").map(FORMS[model.get("form")]);
    list.replaceChildren(...nodes.map((node) => { const item = make("li"); item.append(node); return item; }));
    list.hidden = !nodes.length;
    el.hidden = !nodes.length && !model.get("after");
  };
  for (const name of ["lines", "title", "lead", "after", "waiting"]) model.on(`change:${name}`, draw);
  draw();
  ready(el);
}
export default {render};
