function facts_of(facts) {
  const list = make("dl", "hm-facts");
  for (const [label, text] of facts) {
    const pair = make("div");
    pair.append(make("dt", "", label), make("dd", text ? "" : "hm-muted", text || "—"));
    list.append(pair);
  }
  return list;
}
function table_of({title, heads, rows}) {
  const frame = make("div", "hm-rows", null, {tabindex: "0", role: "region", "aria-label": title});
  const table = make("table");
  const counted = heads.map((_, i) => rows.every((cells) => /^(-?[\d,.]+%?)?$/.test(cells[i])));
  const line = (kind, cells) => {
    const row = make("tr");
    row.append(...cells.map((text, i) => make(kind, counted[i] ? "hm-n" : "", text,
      {title: text.length > 16 ? text : null, scope: kind === "th" ? "col" : null})));
    return row;
  };
  const [head, body] = [make("thead"), make("tbody")];
  head.append(line("th", heads));
  body.append(...rows.map((cells) => line("td", cells)));
  table.append(head, body);
  frame.append(table);
  return frame;
}
