// The page's root is the body that our template made, elsewhere the board's own box.
const root_of = (el) => el.closest("[data-board]") ?? el.closest(".hm-page") ?? el;

// The root is busy while Python works for longer than a moment; a quick answer shows nothing.
function tell_work(kernel, el) {
  let soon;
  const follow = (_kernel, status) => {
    clearTimeout(soon);
    const root = root_of(el);
    if (status === "busy") soon = setTimeout(() => root.setAttribute("aria-busy", "true"), 300);
    else root.removeAttribute("aria-busy");
  };
  kernel?.statusChanged?.connect(follow);
  return () => kernel?.statusChanged?.disconnect(follow);
}

function render({model, el}) {
  begin(el, "head");
  const words = model.get("words");
  const put_away = (name) => button("hm-button", words.close, () => { model.set(name, ""); model.save_changes(); });
  const title = make("h1");
  const lead = make("p", "hm-lead");
  const notice = make("div", "hm-notices", null, {role: "status"});
  const card = make("div", "hm-trouble", null, {role: "alert"});
  el.append(make("div", "hm-working", null, {"aria-hidden": "true"}), title, lead, notice, card);
  const draw = () => {
    title.textContent = model.get("title");
    lead.textContent = model.get("lead");
    lead.hidden = !model.get("lead");
    const told = model.get("notice");
    notice.replaceChildren(...told ? [make("span", "", told), put_away("notice")] : []);
    const id = model.get("trouble");
    card.hidden = !id;
    card.replaceChildren(make("b", "", words.trouble), make("span", "", fill(words.trouble_id, {id})), put_away("trouble"));
  };
  for (const name of ["title", "lead", "notice", "trouble"]) model.on(`change:${name}`, draw);
  draw();
  ready(el);

  const kernel = model.widget_manager?.kernel;
  const look = () => {
    if (!el.isConnected) return;
    const root = root_of(el);
    root.dataset.board = model.get("name");
    if (root.dataset.state === "error") return clearInterval(watch);  // its kernel failed: nothing more will come
    const parts = [...el.closest(".hm-page")?.querySelectorAll("[data-part]") ?? []];
    const done = kernel?.open !== false && parts.length >= model.get("parts") && parts.every((part) => part.dataset.ready);
    root.dataset.state = !done ? "loading" : parts.some((part) => part.dataset.ready === "error") ? "error" : "ready";
    if (!done) return;
    clearInterval(watch);
    document.dispatchEvent(new Event("hongmiao:ready"));
  };
  const watch = setInterval(look, 30);
  const rest = tell_work(kernel, el);
  return () => { clearInterval(watch); rest(); };
}
export default {render};
