// The unit tree is one flat list in tree order: [id, name, depth]. Shown are the roots, what is open, and what matches.
class UnitBox {
  constructor(units, words, choose) {
    this.units = units;
    this.words = words;
    this.choose = choose;
    this.index = new Map(units.map(([id], i) => [id, i]));
    this.open = new Set(units.filter(([, , depth]) => depth === 0).map(([id]) => id));
    this.id = `hm-units-${Math.random().toString(36).slice(2)}`;
    this.node = make("div", "hm-unit");
    this.box = button("hm-box", "", () => this.toggle(), {"aria-haspopup": "listbox", "aria-expanded": "false"});
    this.panel = make("div", "hm-panel");
    this.panel.hidden = true;
    this.search = make("input", "hm-search", null, {
      type: "search", placeholder: words.search_unit, "aria-label": words.search_unit, role: "combobox",
      "aria-controls": this.id, "aria-expanded": "true", autocomplete: "off"});
    this.list = make("ul", "hm-list", null, {role: "listbox", id: this.id});
    this.panel.append(this.search, this.list);
    this.node.append(this.box, this.panel);
    this.search.addEventListener("input", () => { this.at = 0; this.draw(); });
    this.panel.addEventListener("keydown", (event) => this.key(event));
    this.node.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !this.node.contains(event.relatedTarget)) this.close(false);
    });
    this.outside = (event) => { if (!this.node.contains(event.target)) this.close(false); };
  }
  show(value) {
    this.value = value;
    this.box.textContent = this.units[this.index.get(value)]?.[1] ?? "";
    this.box.title = this.box.textContent;
  }
  toggle() { this.panel.hidden ? this.reveal() : this.close(); }
  reveal() {
    for (const i of this.above(this.index.get(this.value))) this.open.add(this.units[i][0]);
    this.search.value = "";
    this.panel.hidden = false;
    this.box.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", this.outside);
    this.at = Math.max(0, this.visible().indexOf(this.index.get(this.value)));
    this.draw();
    this.search.focus();
  }
  close(refocus = true) {
    this.panel.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", this.outside);
    if (refocus) this.box.focus();
  }
  above(i) {
    const path = [];
    for (let depth = this.units[i]?.[2], j = i - 1; depth > 0 && j >= 0; j--)
      if (this.units[j][2] < depth) { path.push(j); depth = this.units[j][2]; }
    return path;
  }
  parent(i) { return this.units[i + 1]?.[2] > this.units[i][2]; }
  visible() {
    const sought = this.search.value.trim().toLowerCase();
    const shown = [];
    let closed = Infinity;
    for (let i = 0; i < this.units.length; i++) {
      const [id, name, depth] = this.units[i];
      if (sought) { if (name.toLowerCase().includes(sought)) shown.push(i); continue; }
      if (depth > closed) continue;
      closed = this.open.has(id) ? Infinity : depth;
      shown.push(i);
    }
    return shown;
  }
  draw() {
    const shown = this.visible();
    this.at = Math.min(this.at, shown.length - 1);
    // A window of rows round the one at hand keeps a tree of thousands quick.
    const first = Math.max(0, Math.min(this.at - 100, shown.length - 200));
    const items = shown.slice(first, first + 200).map((i, n) => this.item(i, first + n === this.at));
    if (!items.length) items.push(make("li", "hm-none", this.words.no_match));
    this.list.replaceChildren(...items);
    const here = this.list.querySelector(".hm-at");
    here?.scrollIntoView({block: "nearest"});
    here ? this.search.setAttribute("aria-activedescendant", here.id) : this.search.removeAttribute("aria-activedescendant");
  }
  item(i, at) {
    const [id, name, depth] = this.units[i];
    const chosen = id === this.value;
    const row = make("li", at ? "hm-at" : "", null, {role: "option", id: `${this.id}-${i}`, "aria-selected": String(chosen)});
    const path = this.search.value.trim() ? this.above(i).slice(0, -1).reverse().map((j) => this.units[j][1]).join(" / ") : "";
    row.style.paddingLeft = `${8 + (path || this.search.value ? 0 : depth * 16)}px`;
    const fold = make("i", "hm-fold", this.parent(i) && !this.search.value ? (this.open.has(id) ? "▾" : "▸") : "");
    row.append(fold, make("span", "", name), make("small", "", path));
    row.addEventListener("mousedown", (event) => event.preventDefault());
    row.addEventListener("click", (event) => {
      if (event.target === fold && fold.textContent) this.fold(i, !this.open.has(id));
      else this.take(i);
    });
    return row;
  }
  fold(i, open) {
    const id = this.units[i][0];
    open ? this.open.add(id) : this.open.delete(id);
    this.at = this.visible().indexOf(i);
    this.draw();
  }
  take(i) { this.close(); this.choose(this.units[i][0]); }
  key(event) {
    const shown = this.visible();
    const i = shown[this.at];
    const last = shown.length - 1;
    const acts = {
      ArrowDown: () => { this.at = Math.min(last, this.at + 1); this.draw(); },
      ArrowUp: () => { this.at = Math.max(0, this.at - 1); this.draw(); },
      PageDown: () => { this.at = Math.min(last, this.at + 8); this.draw(); },
      PageUp: () => { this.at = Math.max(0, this.at - 8); this.draw(); },
      Enter: () => { if (i !== undefined) this.take(i); },
      Escape: () => this.close(),
    };
    if (!this.search.value && i !== undefined) {
      if (this.parent(i)) acts.ArrowRight = () => this.fold(i, true);
      acts.ArrowLeft = () => (this.open.has(this.units[i][0]) && this.parent(i) ? this.fold(i, false)
        : this.above(i).length && this.fold(this.above(i)[0], false));
    }
    if (!acts[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }
}

function drop_down(choice, choose) {
  const node = make("select", "hm-box", null, {"data-name": choice.name});
  choice.options.forEach(([label], i) => node.append(make("option", "", label, {value: String(i)})));
  node.addEventListener("change", () => choose(choice.options[Number(node.value)][1]));
  return node;
}
function field(label, control) {
  const node = make("label", "hm-field");
  node.append(make("span", "", label), control);
  return node;
}

function render({model, el}) {
  begin(el, "filters");
  const words = model.get("words");
  const set = (name, value) => {
    model.set("values", {...model.get("values"), [name]: value});
    model.save_changes();
  };
  const units = model.get("units");
  const choices = model.get("choices");
  const fold = button("hm-button hm-filters-fold", words.filters, () => el.classList.toggle("hm-open"));
  const body = make("div", "hm-filters-body");
  const chips = make("div", "hm-chips", null, {"aria-live": "polite"});
  const tree = units.length ? new UnitBox(units, words, (id) => set("unit", id)) : null;
  if (tree) {
    const unit = make("div", "hm-field");
    unit.append(make("span", "", model.get("unit_label") || words.unit), tree.node);
    tree.box.setAttribute("aria-label", model.get("unit_label") || words.unit);
    body.append(unit);
  }
  const boxes = choices.filter((c) => !c.hidden).map((c) => [c, drop_down(c, (value) => set(c.name, value))]);
  for (const [choice, box] of boxes) body.append(field(choice.label, box));
  el.append(fold, body, chips);

  const label_of = (name, value) => {
    if (name === "unit") return [model.get("unit_label") || words.unit, units.find(([id]) => id === value)?.[1]];
    const choice = choices.find((c) => c.name === name);
    return [choice.label, choice.options.find(([, v]) => v === value)?.[0] ?? String(value)];
  };
  const draw = () => {
    const values = model.get("values");
    const defaults = model.get("defaults");
    tree?.show(values.unit);
    for (const [choice, box] of boxes)
      box.value = String(choice.options.findIndex(([, value]) => value === (values[choice.name] ?? null)));
    const set_names = Object.keys(values).filter((name) => values[name] !== defaults[name]);
    const chip = (name) => {
      const [label, text] = label_of(name, values[name]);
      const node = button("hm-chip", fill(words.chip, {label, text}), () => set(name, defaults[name]),
        {"data-name": name, "aria-label": fill(words.remove, {label, text})});
      node.append(make("i", "", "✕", {"aria-hidden": "true"}));
      return node;
    };
    chips.replaceChildren(...set_names.map(chip));
    if (set_names.length) chips.append(button("hm-button hm-reset", words.reset, () => {
      model.set("values", {...defaults});
      model.save_changes();
    }));
    fold.textContent = set_names.length ? `${words.filters} · ${set_names.length}` : words.filters;
  };
  model.on("change:values", draw);
  draw();
  ready(el);
}
export default {render};
