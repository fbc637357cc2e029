function tile({label, value, unit, note, tone, about}, id) {
  const box = make("div", "hm-tile", null, about ? {tabindex: "0", "aria-describedby": id} : {});
  const head = make("span", "hm-tile-label", label);
  if (about) head.append(make("i", "hm-about-mark", "?", {"aria-hidden": "true"}));
  const number = make("b", "hm-tile-value", value);
  if (unit) number.append(make("small", "", unit));
  box.append(head, number, make("em", tone && `hm-${tone}`, note || "\u00a0"));
  if (about) box.append(make("div", "hm-about", about, {role: "tooltip", id}));
  return box;
}
function render({model, el}) {
  begin(el, "tiles");
  const stem = `hm-about-${Math.random().toString(36).slice(2)}`;
  const draw = () => el.replaceChildren(...model.get("tiles").map((t, i) => tile(t, `${stem}-${i}`)));
  model.on("change:tiles", draw);
  draw();
  ready(el);
}
export default {render};
