// The page's root is the body that our template made, elsewhere the board's own box.
const root_of = (el) => el.closest("[data-board]") ?? el.closest(".hm-page") ?? el;

function render({model, el}) {
  begin(el, "head");
  const words = model.get("words");
  const title = make("h1");
  const lead = make("p", "hm-lead");
  const card = make("div", "hm-trouble", null, {role: "alert"});
  card.hidden = true;
  el.append(title, lead, card);
  const draw = () => {
    title.textContent = model.get("title");
    lead.textContent = model.get("lead");
    lead.hidden = !model.get("lead");
    const id = model.get("trouble");
    card.hidden = !id;
    card.replaceChildren(make("b", "", words.trouble), make("span", "", fill(words.trouble_id, {id})),
      button("hm-button", words.close, () => { model.set("trouble", ""); model.save_changes(); }));
  };
  for (const name of ["title", "lead", "trouble"]) model.on(`change:${name}`, draw);
  draw();
  ready(el);

  const look = () => {
    if (!el.isConnected) return;
    const root = root_of(el);
    root.dataset.board = model.get("name");
    const parts = [...el.closest(".hm-page")?.querySelectorAll("[data-part]") ?? []];
    const done = parts.length >= model.get("parts") && parts.every((part) => part.dataset.ready);
    root.dataset.state = !done ? "loading" : parts.some((part) => part.dataset.ready === "error") ? "error" : "ready";
    if (done) clearInterval(watch);
  };
  const watch = setInterval(look, 30);
  return () => clearInterval(watch);
}
export default {render};
