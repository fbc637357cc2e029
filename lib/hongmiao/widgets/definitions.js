// Not <details>: on paper its closed content cannot be opened by style, and a script comes after the pages are counted.
function render({model, el}) {
  begin(el, "definitions");
  const id = `hm-definitions-${Math.random().toString(36).slice(2)}`;
  const list = make("dl", "", null, {id});
  const fold = button("hm-unfold", "", () => {
    fold.setAttribute("aria-expanded", String(el.classList.toggle("hm-unfolded")));
  }, {"aria-expanded": "false", "aria-controls": id});
  el.append(fold, list);
  const draw = () => {
    fold.textContent = model.get("title");
    list.replaceChildren(...model.get("entries").map(([term, text]) => {
      const pair = make("div");
      pair.append(make("dt", "", term), make("dd", "", text));
      return pair;
    }));
    el.hidden = !model.get("entries").length;
  };
  for (const name of ["title", "entries"]) model.on(`change:${name}`, draw);
  draw();
  ready(el);
}
export default {render};
