function step_box(step) {
  const node = make("li", "hm-strip-step");
  const head = make("h2");
  head.append(linked("", step.href, step.title));
  const list = make("ul");
  const rows = step.waiting ? bones(5) : step.lines.map((line) => linked("hm-strip-line", line.href, make("span", "", line.label), figure(line), ...note_of(line)));
  list.append(...rows.map((row) => { const item = make("li"); item.append(row); return item; }));
  node.setAttribute("aria-busy", String(step.waiting));
  node.append(head, make("p", "hm-sub", step.about), list);
  return node;
}

function render({model, el}) {
  begin(el, "stages");
  const empty = make("p", "hm-stages-empty");
  const strip = make("ol", "hm-strip");
  el.append(empty, strip);
  const draw = () => {
    const steps = model.get("steps");
    strip.setAttribute("aria-label", model.get("label"));
    strip.replaceChildren(...steps.map((step) => step_box(step)));
    strip.hidden = !steps.length;
    empty.textContent = model.get("empty");
    empty.hidden = !model.get("empty");
  };
  // What takes longer to count is asked for when the rest can be seen.
  const ask = () => { if (model.get("steps").some((step) => step.waiting)) model.send({want: "rest"}); };
  for (const name of ["steps", "empty", "label"]) model.on(`change:${name}`, draw);
  model.on("change:due", ask);
  draw();
  ready(el);
  requestAnimationFrame(ask);
}
export default {render};
