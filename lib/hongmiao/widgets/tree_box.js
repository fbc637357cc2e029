// Where `sought` stands in `name`, as [from, to]. A sign counts as itself or as the beginning of one of its readings, so
// that 古渡镇 is found by 古渡, "gdz", "gudu" and "古dz".
function place_of(name, sought, readings) {
  const at = name.indexOf(sought);
  if (at >= 0) return [at, at + sought.length];
  const typed = sought.replace(/\s+/g, "");
  const eat = (i, j) => {
    if (j === typed.length) return i;
    if (i === name.length) return -1;
    let end = name[i] === typed[j] ? eat(i + 1, j + 1) : -1;
    for (const reading of readings[name[i]] ?? []) {
      for (let k = 0; end < 0 && k < reading.length && reading[k] === typed[j + k]; k++) end = eat(i + 1, j + k + 1);
      if (end >= 0) break;
    }
    return end;
  };
  for (let i = 0; typed && i < name.length; i++) {
    const end = eat(i, 0);
    if (end >= 0) return [i, end];
  }
  return null;
}

// A drop-down that can be searched. Its tree is one flat list in tree order: [id, name, depth]. Shown are the roots, what
// is open, and what matches.
class TreeBox {
  constructor(items, words, choose, {kind, label, ask}) {
    Object.assign(this, {items, words, choose, ask});
    this.index = new Map(items.map(([id], i) => [id, i]));
    this.names = items.map(([, name]) => name.toLowerCase());
    const path = [];
    this.parents = items.map(([, , depth], i) => { path[depth] = i; return path[depth - 1]; });
    this.open = new Set(items.filter(([, , depth]) => depth === 0).map(([id]) => id));
    this.id = `hm-tree-${Math.random().toString(36).slice(2)}`;
    this.readings = {};
    this.node = make("div", kind);
    this.label = make("span", "", label, {id: `${this.id}-label`});
    this.box = button("hm-box", "", () => this.toggle(), {
      id: `${this.id}-box`, "aria-labelledby": `${this.id}-label ${this.id}-box`, "aria-haspopup": "listbox", "aria-expanded": "false"});
    this.panel = make("div", "hm-panel");
    this.panel.hidden = true;
    this.search = make("input", "hm-search", null, {
      type: "search", placeholder: words.search_tree, "aria-label": fill(words.search_in, {label}), role: "combobox",
      "aria-controls": this.id, "aria-expanded": "true", autocomplete: "off", spellcheck: "false"});
    this.list = make("ul", "hm-list", null, {role: "listbox", id: this.id, "aria-label": label});
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
    this.box.textContent = this.box.title = this.items[this.index.get(value)]?.[1] ?? "";
  }
  read(readings) {
    this.readings = readings;
    if (!this.panel.hidden && this.search.value) this.draw();
  }
  toggle() { this.panel.hidden ? this.reveal() : this.close(); }
  reveal() {
    this.ask();
    for (const i of this.above(this.index.get(this.value))) this.open.add(this.items[i][0]);
    this.search.value = "";
    this.panel.hidden = false;
    this.box.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", this.outside);
    this.panel.style.marginLeft = "";
    const over = this.panel.getBoundingClientRect().right - document.documentElement.clientWidth + 8;
    if (over > 0) this.panel.style.marginLeft = `${-over}px`;
    this.at = Math.max(0, this.visible().findIndex(([i]) => i === this.index.get(this.value)));
    this.draw();
    this.search.focus({preventScroll: true});
  }
  close(refocus = true) {
    this.panel.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", this.outside);
    if (refocus) this.box.focus();
  }
  above(i) {
    const path = [];
    for (let j = this.parents[i]; j !== undefined; j = this.parents[j]) path.push(j);
    return path;
  }
  parent(i) { return this.items[i + 1]?.[2] > this.items[i][2]; }
  // [place in the list, where the matched part begins, where it ends]
  visible() {
    const sought = this.search.value.trim().toLowerCase();
    const shown = [];
    let closed = Infinity;
    for (let i = 0; i < this.items.length; i++) {
      const [id, , depth] = this.items[i];
      if (sought) {
        const place = place_of(this.names[i], sought, this.readings);
        if (place) shown.push([i, ...place]);
        continue;
      }
      if (depth > closed) continue;
      closed = this.open.has(id) ? Infinity : depth;
      shown.push([i, 0, 0]);
    }
    return shown;
  }
  draw() {
    const shown = this.shown = this.visible();
    this.at = Math.max(0, Math.min(this.at, shown.length - 1));
    // A window of rows round the one at hand keeps a tree of thousands quick.
    const first = Math.max(0, Math.min(this.at - 100, shown.length - 200));
    const rows = shown.slice(first, first + 200).map((place, n) => this.row(place, first + n === this.at));
    if (!rows.length) rows.push(make("li", "hm-none", this.words.no_match, {role: "option", "aria-disabled": "true"}));
    this.list.replaceChildren(...rows);
    const here = this.list.querySelector(".hm-at");
    here?.scrollIntoView({block: "nearest"});
    here ? this.search.setAttribute("aria-activedescendant", here.id) : this.search.removeAttribute("aria-activedescendant");
  }
  row([i, from, to], at) {
    const [id, name, depth] = this.items[i];
    const sought = this.search.value.trim();
    const row = make("li", at ? "hm-at" : "", null, {
      role: "option", id: `${this.id}-${i}`, "aria-selected": String(id === this.value), title: name});
    row.style.paddingLeft = `${8 + (sought ? 0 : depth * 16)}px`;
    const fold = make("i", "hm-fold", this.parent(i) && !sought ? (this.open.has(id) ? "▾" : "▸") : "", {"aria-hidden": "true"});
    const text = make("span", "", name.slice(0, from));
    if (to > from) text.append(make("mark", "", name.slice(from, to)));
    text.append(name.slice(to));
    row.append(fold, text);
    const path = sought ? this.above(i).slice(0, -1).reverse().map((j) => this.items[j][1]).join(" / ") : "";
    if (path) row.append(make("small", "", path));
    row.addEventListener("mousedown", (event) => event.preventDefault());
    row.addEventListener("click", (event) => {
      if (event.target === fold && fold.textContent) this.fold(i, !this.open.has(id));
      else this.take(i);
    });
    return row;
  }
  fold(i, open) {
    const id = this.items[i][0];
    open ? this.open.add(id) : this.open.delete(id);
    this.at = this.visible().findIndex(([j]) => j === i);
    this.draw();
  }
  take(i) { this.close(); this.choose(this.items[i][0]); }
  key(event) {
    const last = this.shown.length - 1;
    const i = this.shown[this.at]?.[0];
    const go = (to) => () => { this.at = Math.max(0, Math.min(last, to)); this.draw(); };
    const acts = {
      ArrowDown: go(this.at + 1), ArrowUp: go(this.at - 1), PageDown: go(this.at + 8), PageUp: go(this.at - 8),
      Enter: () => { if (i !== undefined) this.take(i); },
      Escape: () => this.close(),
    };
    if (!this.search.value && i !== undefined) {
      if (this.parent(i)) acts.ArrowRight = () => this.fold(i, true);
      acts.ArrowLeft = () => (this.open.has(this.items[i][0]) && this.parent(i) ? this.fold(i, false)
        : this.parents[i] !== undefined && this.fold(this.parents[i], false));
    }
    if (!acts[event.key] || event.isComposing) return;  // while an input method holds them, keys are its own
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }
}
