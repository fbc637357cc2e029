function render({model, el}) {
  begin(el, "foot");
  const draw = () => el.replaceChildren(...model.get("notes").map((note) => make("span", "", note)));
  model.on("change:notes", draw);
  draw();
  ready(el);
}
export default {render};
