function render({model, el}) {
  begin(el, "sheet");
  el.classList.toggle("hm-printed", model.get("paper"));
  const title = make("h2");
  const note = make("p", "hm-sub");
  const body = make("div", "hm-sheet-body");
  el.append(title, note, body);
  // On paper a long table ends after so many rows, and says how many more there are.
  const cut = (node, {rows, printed, total}) => {
    if (!printed || total <= printed) return;
    node.querySelectorAll("tbody tr").forEach((row, i) => row.classList.toggle("hm-unprinted", i >= printed));
    node.append(make("p", "hm-sub hm-printed", fill(model.get("rest"), {count: (total - printed).toLocaleString("en-US")})));
  };
  const draw = () => {
    title.textContent = model.get("title");
    title.hidden = !model.get("title");
    note.textContent = model.get("note");
    note.hidden = !model.get("note");
    const sections = model.get("sections");
    el.classList.toggle("hm-sheet-none", !sections.length);
    body.replaceChildren(...sections.map((section) => {
      const node = make("section", section.rows.length ? "hm-wide" : "");
      node.append(make("h3", "", section.title));
      if (section.note) node.append(make("p", "hm-sub", section.note));
      if (section.facts.length) node.append(facts_of(section.facts));
      if (section.rows.length) node.append(table_of(section));
      cut(node, section);
      return node;
    }));
  };
  for (const name of ["title", "note", "sections"]) model.on(`change:${name}`, draw);
  draw();
  ready(el);
}
export default {render};
