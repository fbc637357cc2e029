function render({model, el}) {
  begin(el, "link");
  el.hidden = true;
  ready(el);
  if (!document.body.dataset.voila) return;  // a notebook's own address is not ours to write
  const names = model.get("names");
  const follow = () => {
    const query = model.get("query");
    const next = new URLSearchParams(location.search);
    for (const name of [...names, "token"]) next.delete(name);
    for (const [name, value] of Object.entries(query)) next.set(name, value);
    const text = next.toString();
    history.replaceState(history.state, "", location.pathname + (text ? `?${text}` : "") + location.hash);
    if (names.includes("mode")) document.body.dataset.mode = query.mode ?? "";
  };
  const read = () => {
    const here = new URLSearchParams(location.search);
    model.set("query", Object.fromEntries(names.filter((name) => here.has(name)).map((name) => [name, here.get(name)])));
    model.save_changes();
    follow();
  };
  // Python joins it to what it knows: `query` here may be older than a filter that was set a moment ago.
  const on_set = (event) => model.send({want: "set", query: event.detail});
  model.on("change:query", follow);
  document.addEventListener("hongmiao:set", on_set);
  addEventListener("popstate", read);  // back over a jump within the page
  read();
  return () => {
    document.removeEventListener("hongmiao:set", on_set);
    removeEventListener("popstate", read);
  };
}
export default {render};
