function render({model, el}) {
  begin(el, "takehome");
  const title = make("h2");
  const lead = make("p", "hm-sub");
  const text = make("div", "hm-takehome-text");
  text.append(title, lead);
  const take = button("hm-button", "", () => { busy(true); model.send({want: "take"}); });
  el.append(text, take);
  const busy = (on) => { take.disabled = on || model.get("shut"); take.setAttribute("aria-busy", String(on)); };
  const draw = () => {
    title.textContent = model.get("title");
    lead.textContent = model.get("shut") ? model.get("said") : model.get("lead");
    take.textContent = model.get("button");
    busy(false);
  };
  model.on("msg:custom", (message, buffers) => {
    if (message.kind !== "file") return;
    busy(false);
    if (buffers.length) takeHome(message.name, new Blob([buffers[0]]));
  });
  for (const name of ["title", "lead", "button", "shut", "said"]) model.on(`change:${name}`, draw);
  draw();
  ready(el);
}
export default {render};
