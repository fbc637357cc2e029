function render({model, el}) {
  begin(el, "link");
  el.hidden = true;
  ready(el);
  if (!document.body.dataset.voila) return;  // a notebook's own address is not ours to write
  const names = model.get("names");
  const here = new URLSearchParams(location.search);
  const query = Object.fromEntries(names.filter((n) => here.has(n)).map((n) => [n, here.get(n)]));
  const write = () => {
    const next = new URLSearchParams(location.search);
    for (const name of [...names, "token"]) next.delete(name);
    for (const [name, value] of Object.entries(model.get("query"))) next.set(name, value);
    const text = next.toString();
    history.replaceState(history.state, "", location.pathname + (text ? `?${text}` : "") + location.hash);
  };
  model.on("change:query", write);
  if (JSON.stringify(query) !== JSON.stringify(model.get("query"))) {
    model.set("query", query);
    model.save_changes();
  } else write();
}
export default {render};
