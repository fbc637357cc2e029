const TYPES = {csv: "text/csv", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"};

function save(name, bytes) {
  const url = URL.createObjectURL(new Blob([bytes], {type: TYPES[name.split(".").pop()]}));
  const link = make("a", "", null, {href: url, download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
function cell(text, column) {
  const node = make("td", column.align === "right" ? "hm-n" : "");
  if (column.kind && text) node.append(make("span", `hm-${column.kind}`, text));
  else node.textContent = text;
  return node;
}

function render({model, el}) {
  begin(el, "table");
  const words = model.get("words");
  const tell = (changes) => {
    for (const [name, value] of Object.entries(changes)) model.set(name, value);
    model.save_changes();
  };
  const title = make("h2");
  const subtitle = make("p", "hm-sub");
  const search = make("input", "hm-search", null, {type: "search", placeholder: words.search, "aria-label": words.search});
  search.hidden = !model.get("searchable");
  search.value = model.get("search");
  let typing;
  search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => tell({search: search.value}), 250);
  });
  const files = ["xlsx", "csv"].map((kind) => button("hm-button", words[kind], (event) => {
    event.currentTarget.disabled = true;
    model.send({want: kind});
  }, {"data-want": kind}));
  model.on("msg:custom", (message, buffers) => {
    if (message.kind !== "file") return;
    save(message.name, buffers[0]);
    for (const file of files) file.disabled = false;
  });
  const tools = make("div", "hm-tools");
  tools.append(search, ...files);
  const words_box = make("div");
  words_box.append(title, subtitle);
  const head = make("div", "hm-card-head");
  head.append(words_box, tools);

  const scroll = make("div", "hm-scroll", null, {tabindex: "0", role: "region"});
  const table = make("table");
  const thead = make("thead");
  const tbody = make("tbody");
  table.append(thead, tbody);
  scroll.append(table);
  const foot = make("div", "hm-pager");
  el.append(head, scroll, foot);

  // A head can stick to the window only where the table needs no scroll box of its own.
  const observer = new ResizeObserver(() =>
    scroll.classList.toggle("hm-wide", table.offsetWidth > scroll.clientWidth - 2 * parseFloat(getComputedStyle(scroll).paddingLeft) + 1));
  observer.observe(scroll);
  observer.observe(table);

  const draw_head = () => {
    const row = make("tr");
    for (const column of model.get("columns")) {
      const by = model.get("sort") === column.name;
      const order = by ? (model.get("descending") ? "descending" : "ascending") : null;
      const th = make("th", column.align === "right" ? "hm-n" : "", null, {scope: "col", "aria-sort": order});
      if (!column.sortable) th.textContent = column.label;
      else {
        const sort = button("hm-sort", column.label, () => tell(by && model.get("descending")
          ? {sort: "", descending: false} : {sort: column.name, descending: by}));
        sort.append(make("i", "", by ? (model.get("descending") ? "↓" : "↑") : "", {"aria-hidden": "true"}));
        th.append(sort);
      }
      row.append(th);
    }
    thead.replaceChildren(row);
  };
  const draw_rows = () => {
    const columns = model.get("columns");
    const lines = model.get("rows").map((row) => {
      const line = make("tr");
      line.append(...row.map((text, i) => cell(text, columns[i])));
      return line;
    });
    if (!lines.length) {
      const none = make("tr");
      none.append(make("td", "hm-empty", model.get("search") ? words.no_match : model.get("empty"), {colspan: columns.length}));
      lines.push(none);
    }
    tbody.replaceChildren(...lines);
    for (const file of files) file.disabled = !model.get("total");
  };
  const draw_foot = () => {
    const [page, size, total] = ["page", "page_size", "total"].map((name) => model.get(name));
    const last = Math.max(0, Math.ceil(total / size) - 1);
    const turn = (to, label, sign) => {
      const node = button("hm-button", sign, () => tell({page: to}), {"aria-label": label});
      node.disabled = to < 0 || to > last || to === page;
      return node;
    };
    const number = (n) => n.toLocaleString("en-US");
    const said = total ? fill(words.rows_of, {from: number(page * size + 1), to: number(Math.min(total, (page + 1) * size)), total: number(total)}) : "";
    foot.hidden = total <= size;
    foot.replaceChildren(make("span", "", said, {"aria-live": "polite"}), turn(0, words.first, "«"), turn(page - 1, words.previous, "‹"),
      turn(page + 1, words.next, "›"), turn(last, words.last, "»"));
  };
  const draw_words = () => {
    title.textContent = model.get("title");
    subtitle.textContent = model.get("subtitle");
    subtitle.hidden = !model.get("subtitle");
    scroll.setAttribute("aria-label", model.get("title") || words.table);
  };
  for (const name of ["title", "subtitle"]) model.on(`change:${name}`, draw_words);
  for (const name of ["sort", "descending", "columns"]) model.on(`change:${name}`, draw_head);
  for (const name of ["rows", "total"]) model.on(`change:${name}`, draw_rows);
  for (const name of ["page", "page_size", "total"]) model.on(`change:${name}`, draw_foot);
  for (const draw of [draw_words, draw_head, draw_rows, draw_foot]) draw();
  ready(el);
  return () => observer.disconnect();
}
export default {render};
