const MARKS = {good: "✓", bad: "✕", warn: "?"};  // never by colour alone

function render({model, el}) {
  begin(el, "compare");
  const title = make("h2");
  const lead = make("p", "hm-sub");
  const frame = make("div", "hm-compare-frame", null, {tabindex: "0", role: "region"});
  el.append(title, lead, frame);
  const head_of = ([key, name, under]) => {
    const cell = make("th", "", null, {scope: "col"});
    const label = fill(model.get("remove"), {name});
    cell.append(make("b", "", name), button("hm-compare-cross", "✕", () => model.send({want: "remove", key}), {"aria-label": label, title: label}), make("small", "", under));
    return cell;
  };
  const row_of = ([label, about, cells]) => {
    const row = make("tr");
    row.append(make("th", "", label, {scope: "row", title: about || null}));
    row.append(...cells.map(([text, tone]) => {
      const cell = make("td", tone && `hm-tone-${tone}`);
      if (MARKS[tone]) cell.append(make("i", "", MARKS[tone], {"aria-hidden": "true"}));
      cell.append(make("span", text ? "" : "hm-muted", text || "—"));
      return cell;
    }));
    return row;
  };
  const draw = () => {
    const heads = model.get("heads");
    el.hidden = !heads.length;
    title.textContent = model.get("title");
    frame.setAttribute("aria-label", model.get("title"));
    lead.textContent = model.get("lead");
    lead.hidden = !model.get("lead");
    const table = make("table");
    const [top, body] = [make("thead"), make("tbody")];
    const line = make("tr");
    line.append(make("td"), ...heads.map(head_of));
    top.append(line);
    body.append(...model.get("rows").map(row_of));
    table.append(top, body);
    frame.replaceChildren(table);
  };
  for (const name of ["title", "lead", "heads", "rows"]) model.on(`change:${name}`, draw);
  draw();
  ready(el);
}
export default {render};
