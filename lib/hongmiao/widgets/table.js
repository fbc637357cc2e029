const TYPES = {csv: "text/csv", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"};
const FILES = ["xlsx", "csv", "gb18030"];
const LONG = 24;  // signs that may not find room in a cell
const number = (n) => n.toLocaleString("en-US");

class TableView {
  constructor(model, el) {
    this.model = model;
    this.el = el;
    this.words = model.get("words");
    this.stem = `hm-table-${Math.random().toString(36).slice(2)}`;
    this.build_card();
    this.build_table();
    this.build_foot();
    this.build_export();
    this.build_chooser();
    this.fit();
    const follow = (names, draw) => { for (const name of names) model.on(`change:${name}`, draw.bind(this)); };
    follow(["title", "subtitle"], this.draw_words);
    follow(["columns", "hidden"], this.draw_columns);
    follow(["sort", "descending"], this.draw_sort);
    follow(["rows", "total", "opens", "selected"], this.draw_rows);
    follow(["tabs", "tab"], this.draw_tabs);
    follow(["rows", "page", "page_size", "total"], this.draw_foot);
    follow(["asked", "answered"], this.draw_wait);
    follow(["search"], this.draw_search);
    model.on("msg:custom", (message, buffers) => this.receive(message, buffers));
    for (const draw of ["tabs", "words", "columns", "foot", "search", "wait"]) this[`draw_${draw}`]();
  }
  // Every question counts up `asked`; the table waits until Python has `answered` it.
  ask(changes) {
    for (const [name, value] of Object.entries(changes)) this.model.set(name, value);
    this.model.set("asked", this.model.get("asked") + 1);
    this.model.save_changes();
  }
  shown() {
    const hidden = this.model.get("hidden");
    return this.model.get("columns").map((column, place) => ({...column, place})).filter(({name}) => !hidden.includes(name));
  }

  build_card() {
    const {words} = this;
    this.title = make("h2");
    this.subtitle = make("p", "hm-sub");
    this.search = make("input", "hm-search", null, {type: "search", placeholder: words.search, "aria-label": words.search});
    this.search.hidden = !this.model.get("searchable");
    let typing;
    const typed = () => {
      clearTimeout(typing);
      typing = setTimeout(() => { if (this.search.value !== this.model.get("search")) this.ask({search: this.search.value}); }, 250);
    };
    this.search.addEventListener("input", (event) => { if (!event.isComposing) typed(); });
    this.search.addEventListener("compositionend", typed);
    this.tools = make("div", "hm-tools");
    this.tools.append(this.search);
    const texts = make("div", "hm-card-words");
    texts.append(this.title, this.subtitle);
    const head = make("div", "hm-card-head");
    head.append(texts, this.tools);
    this.tabs = make("div", "hm-views", null, {role: "group", "aria-label": words.lists});
    this.notice = make("p", "hm-table-notice", null, {role: "status"});
    this.el.append(this.tabs, head, this.notice);
  }
  build_table() {
    this.scroll = make("div", "hm-scroll", null, {tabindex: "0", role: "region"});
    this.table = make("table");
    [this.thead, this.tbody] = [make("thead"), make("tbody")];
    this.table.append(this.thead, this.tbody);
    this.scroll.append(this.table);
    this.meanings = make("div");
    this.meanings.hidden = true;
    this.el.append(this.scroll, this.meanings);
    this.tbody.addEventListener("click", (event) => {
      const opener = event.target.closest("tr")?.querySelector(".hm-open");
      if (!opener || (event.target.closest(".hm-open") === null && String(getSelection()))) return;  // text was being marked
      opener.focus({preventScroll: true});
      this.model.send({want: "open", key: opener.dataset.key});
    });
    this.tbody.addEventListener("keydown", (event) => {
      const all = this.openers();
      const at = all.indexOf(event.target);
      const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1}[event.key];
      if (at < 0 || !all[to]) return;
      event.preventDefault();
      all[to].focus();
    });
    // One stop for the Tab key in the whole table; arrow keys go from row to row.
    this.tbody.addEventListener("focusin", (event) => {
      for (const opener of this.openers()) opener.tabIndex = opener === event.target ? 0 : -1;
    });
  }
  openers() { return [...this.tbody.querySelectorAll(".hm-open")]; }
  build_foot() {
    const {words} = this;
    this.foot = make("div", "hm-pager");
    this.said = make("span", "hm-said", null, {"aria-live": "polite"});
    this.sizes = make("select", "hm-box hm-sizes", null, {"aria-label": words.page_size});
    for (const size of this.model.get("sizes")) this.sizes.append(make("option", "", fill(words.rows_each, {size}), {value: size}));
    this.sizes.addEventListener("change", () => this.ask({page_size: Number(this.sizes.value)}));
    const last = () => Math.max(0, Math.ceil(this.model.get("total") / this.model.get("page_size")) - 1);
    const page = () => this.model.get("page");
    const turns = [["first", "«", () => 0], ["previous", "‹", () => page() - 1], ["next", "›", () => page() + 1], ["last", "»", last]];
    this.turns = turns.map(([name, sign, to]) => {
      const node = button("hm-button", sign, () => this.ask({page: to()}), {"aria-label": words[name], title: words[name]});
      return {node, possible: () => to() >= 0 && to() <= last() && to() !== page()};
    });
    const box = make("div", "hm-turns");
    box.append(...this.turns.map(({node}) => node));
    this.foot.append(this.said, this.sizes, box);
    this.el.append(this.foot);
  }
  build_export() {
    const {words} = this;
    const menu = drop(words.export, "hm-export", "menu", words.export_what);
    menu.panel.append(...FILES.map((kind) => {
      const item = button("", words[`as_${kind}`], () => {
        menu.close();
        this.wait_for_file(true);
        this.model.send({want: kind});
      }, {role: "menuitem", "data-want": kind});
      item.append(make("small", "", words[`as_${kind}_for`]));
      return item;
    }));
    this.export = menu.opener;
    this.tools.append(menu.node);
  }
  build_chooser() {
    const {words} = this;
    const chooser = drop(words.columns, "hm-columns", "group", words.choose_columns);
    const hide = (names) => { this.model.set("hidden", names); this.model.save_changes(); };
    const all = () => this.model.get("columns").map(({name}) => name);
    const kept = () => all().find((name) => name === this.model.get("opens")) ?? all()[0];
    const acts = make("div", "hm-columns-acts");
    acts.append(button("hm-text-button", words.all_columns, () => hide([])),
      button("hm-text-button", words.one_column, () => hide(all().filter((name) => name !== kept()))),
      button("hm-text-button", words.reset_columns, () => hide(this.model.get("columns").filter(({shown}) => !shown).map(({name}) => name))));
    this.boxes = make("div", "hm-columns-list");
    this.boxes.addEventListener("change", ({target}) => {
      const hidden = this.model.get("hidden");
      hide(target.checked ? hidden.filter((name) => name !== target.value) : [...hidden, target.value]);
    });
    chooser.panel.append(this.boxes, acts);
    this.tools.insertBefore(chooser.node, this.export.parentNode);
  }
  // A head can stick to the window only where the table needs no scroll box of its own.
  fit() {
    this.observer = new ResizeObserver(() => this.scroll.classList.toggle("hm-wide",
      this.table.offsetWidth > this.scroll.clientWidth - 2 * parseFloat(getComputedStyle(this.scroll).paddingLeft) + 1));
    this.observer.observe(this.scroll);
    this.observer.observe(this.table);
  }

  draw_tabs() {
    const tabs = this.model.get("tabs");
    const inside = this.tabs.contains(document.activeElement);
    this.tabs.hidden = !tabs.length;
    this.tabs.replaceChildren(...tabs.map(([name, title]) => button("hm-view", title, () => this.ask({tab: name}),
      {"aria-pressed": String(name === this.model.get("tab")), "data-list": name})));
    if (inside) this.tabs.querySelector("[aria-pressed=true]")?.focus();
  }
  draw_words() {
    this.title.textContent = this.model.get("title");
    this.subtitle.textContent = this.model.get("subtitle");
    this.subtitle.hidden = !this.model.get("subtitle");
    this.scroll.setAttribute("aria-label", this.model.get("title") || this.words.table);
  }
  draw_search() { if (!this.search.matches(":focus")) this.search.value = this.model.get("search"); }
  draw_columns() {
    const row = make("tr");
    this.meanings.replaceChildren();
    this.heads = this.shown().map((column) => this.head(column));
    row.append(...this.heads.map(({th}) => th));
    this.thead.replaceChildren(row);
    this.draw_sort();
    this.draw_boxes();
    this.draw_rows();
  }
  head(column) {
    const th = make("th", column.align === "right" ? "hm-n" : "", null, {scope: "col"});
    const box = make("div", "hm-column");
    const label = column.sortable ? button("hm-sort", "", () => this.sort_by(column.name)) : make("span");
    label.append(make("span", "", column.label, {title: column.label.length > LONG ? column.label : null}));
    const arrow = make("i", "", "", {"aria-hidden": "true"});
    if (column.sortable) label.append(arrow);
    box.append(label);
    th.append(box);
    const told = [column.about, ...Object.entries(column.tells).map(([term, text]) => fill(this.words.term, {term, text}))].filter(Boolean);
    if (told.length) {
      const id = `${this.stem}-${column.name}`;
      box.append(button("hm-about-mark", "?", () => {}, {"aria-describedby": id, "aria-label": fill(this.words.about, {label: column.label})}));
      explain(th, id).say(told.join("\n"));
    }
    return {th, arrow, name: column.name};
  }
  sort_by(name) {  // up, down, and back to the table's own order
    const [by, descending] = [this.model.get("sort") === name, this.model.get("descending")];
    this.ask(by && descending ? {sort: "", descending: false} : {sort: name, descending: by});
  }
  draw_sort() {
    const [sort, descending] = [this.model.get("sort"), this.model.get("descending")];
    for (const {th, arrow, name} of this.heads) {
      if (name === sort) th.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else th.removeAttribute("aria-sort");
      arrow.textContent = name !== sort ? "" : descending ? "↓" : "↑";
    }
  }
  draw_boxes() {
    const at = document.activeElement?.value;
    const inside = this.boxes.contains(document.activeElement);
    const shown = new Set(this.shown().map(({name}) => name));
    this.boxes.replaceChildren(...this.model.get("columns").map(({name, label}) => {
      const line = make("label");
      const box = make("input", "", null, {type: "checkbox", value: name});
      box.checked = shown.has(name);
      box.disabled = box.checked && shown.size === 1;
      line.append(box, make("span", "", label));
      return line;
    }));
    if (inside) [...this.boxes.querySelectorAll("input")].find(({value}) => value === at)?.focus();
  }
  draw_rows() {
    const columns = this.shown();
    const opens = this.model.get("columns").findIndex(({name}) => name === this.model.get("opens"));
    const {key: held, mark: marked} = this.tbody.contains(document.activeElement) ? document.activeElement.dataset : {};
    const lines = this.model.get("rows").map((row, i) => {
      const line = make("tr", opens < 0 ? "" : "hm-opens");
      line.append(...columns.map((column) => this.cell(row[column.place], column)));
      if (opens >= 0) this.open_from(line, columns.findIndex(({place}) => place === opens), row[opens], i);
      if (opens >= 0 && this.model.get("selects")) this.mark_from(line.firstElementChild, row[opens]);
      return line;
    });
    if (!lines.length) {
      const none = make("tr");
      none.append(make("td", "hm-empty", this.model.get("search").trim() ? this.words.no_match : this.model.get("empty"), {colspan: columns.length}));
      lines.push(none);
    }
    this.tbody.replaceChildren(...lines);
    if (held) this.openers().find(({dataset}) => dataset.key === held)?.focus();
    if (marked) this.tbody.querySelector(`[data-mark="${CSS.escape(marked)}"]`)?.focus();
    this.export.disabled = !this.model.get("total");
  }
  cell(text, column) {
    const node = make("td", column.align === "right" ? "hm-n" : "", null, {title: text.length > LONG ? text : null});
    const told = Object.hasOwn(column.tells, text) ? column.tells[text] : null;
    if (!text || !(column.kind || told)) node.textContent = text;
    else node.append(make("span", column.kind && `hm-${column.kind}`, text, !told ? {} : {title: told, "aria-describedby": this.meaning(column, text, told)}));
    return node;
  }
  // What a tag means, once in the page for all cells that show it.
  meaning(column, text, told) {
    const id = `${this.stem}-${column.name}-${Object.keys(column.tells).indexOf(text)}`;
    if (!this.meanings.querySelector(`#${id}`)) this.meanings.append(make("span", "", told, {id}));
    return id;
  }
  open_from(line, place, key, i) {
    const cell = line.children[Math.max(0, place)];
    const text = cell.textContent || "›";
    const opener = button("hm-open", "", () => {}, {"data-key": key, tabindex: i ? "-1" : "0", "aria-label": fill(this.words.open_row, {row: text})});
    opener.append(...cell.childNodes.length ? cell.childNodes : [text]);
    cell.replaceChildren(opener);
  }
  // A row can be marked, to be set beside others.
  mark_from(cell, key) {
    const selected = this.model.get("selected");
    const box = make("input", "hm-mark", null, {type: "checkbox", "aria-label": fill(this.words.mark_row, {row: cell.textContent}), "data-mark": key});
    box.checked = selected.includes(key);
    box.disabled = !box.checked && selected.length >= this.model.get("selects");
    box.addEventListener("click", (event) => event.stopPropagation());
    box.addEventListener("change", () => {
      this.model.set("selected", box.checked ? [...selected, key] : selected.filter((one) => one !== key));
      this.model.save_changes();
    });
    cell.prepend(box);
  }
  draw_foot() {
    const [page, size, total] = ["page", "page_size", "total"].map((name) => this.model.get(name));
    const least = Math.min(...this.model.get("sizes"));
    this.foot.hidden = !total;
    this.said.textContent = fill(this.words.rows_of, {from: number(page * size + 1), to: number(Math.min(total, (page + 1) * size)), total: number(total)});
    this.sizes.value = String(size);
    for (const {node, possible} of this.turns) node.disabled = !possible();
    for (const node of [this.sizes, ...this.turns.map((turn) => turn.node)]) node.hidden = total <= least;
  }
  draw_wait() { this.table.setAttribute("aria-busy", String(this.model.get("asked") !== this.model.get("answered"))); }
  wait_for_file(waiting) {
    this.export.disabled = waiting;
    this.export.setAttribute("aria-busy", String(waiting));
  }
  receive(message, buffers) {
    if (message.kind !== "file") return;
    this.wait_for_file(false);
    if (buffers.length) takeHome(message.name, new Blob([buffers[0]], {type: TYPES[message.name.split(".").pop()]}));
    this.notice.textContent = message.notice ?? "";
  }
  end() { this.observer.disconnect(); }
}

function render({model, el}) {
  begin(el, "table");
  const view = new TableView(model, el);
  ready(el);
  return () => view.end();
}
export default {render};
