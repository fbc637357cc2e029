const MANY = 12;  // options of a choice; more of them are searched like the units

function drop_down(choice, choose) {
  const box = make("select", "hm-box", null, {"data-name": choice.name});
  choice.options.forEach(([label], i) => box.append(make("option", "", label, {value: String(i)})));
  box.addEventListener("change", () => choose(choice.options[Number(box.value)][1]));
  const node = make("label", "hm-field");
  node.append(make("span", "", choice.label), box);
  const other = make("option", "", "", {value: "-1"});  // a value of the address that is not among the options
  return {node, show: (at, value) => {
    other.textContent = at < 0 ? String(value ?? "") : "";
    at < 0 ? box.append(other) : other.remove();
    box.value = String(at);
    box.title = choice.options[at]?.[0] ?? other.textContent;
  }};
}
function tree_field(tree) {
  const node = make("div", "hm-field");
  node.append(tree.label, tree.node);
  return node;
}

function render({model, el}) {
  begin(el, "filters");
  const words = model.get("words");
  const units = model.get("units");
  const choices = model.get("choices");
  const unit_label = model.get("unit_label") || words.unit;
  const set_all = (values) => { model.set("values", values); model.save_changes(); };
  const set = (name, value) => set_all({...model.get("values"), [name]: value});
  let asked = false;
  const ask = () => { if (!asked) model.send({want: "pinyin"}); asked = true; };
  const trees = [];
  const tree_of = (items, choose, about) => {
    trees.push(new TreeBox(items, words, choose, {...about, ask}));
    return trees.at(-1);
  };
  model.on("msg:custom", (message) => {
    if (message.kind === "pinyin") for (const tree of trees) tree.read(message.readings);
  });
  const fields = [];  // each shows the values
  if (units.length) {
    const tree = tree_of(units, (id) => set("unit", id), {kind: "hm-unit", label: unit_label});
    fields.push({node: tree_field(tree), show: (values) => tree.show(values.unit)});
  }
  for (const choice of choices.filter((c) => !c.hidden)) {
    const choose = (value) => set(choice.name, value);
    const at = (values) => choice.options.findIndex(([, value]) => value === (values[choice.name] ?? null));
    if (choice.options.length > MANY) {
      const items = choice.options.map(([label], i) => [i, label, 0]);
      const tree = tree_of(items, (i) => choose(choice.options[i][1]), {kind: "hm-many", label: choice.label});
      tree.box.dataset.name = choice.name;
      fields.push({node: tree_field(tree), show: (values) => tree.show(at(values))});
    } else {
      const box = drop_down(choice, choose);
      fields.push({node: box.node, show: (values) => box.show(at(values), values[choice.name])});
    }
  }
  const body = make("div", "hm-filters-body");
  body.append(...fields.map(({node}) => node));
  const fold = button("hm-button hm-filters-fold", words.filters, () =>
    fold.setAttribute("aria-expanded", String(el.classList.toggle("hm-unfolded"))), {"aria-expanded": "false"});
  const chips = make("div", "hm-chips", null, {"aria-live": "polite"});
  const chosen = make("p", "hm-chosen");  // for paper and the wall screen, where there is nothing to choose
  el.append(fold, body, chips, chosen);

  const label_of = (name, value) => {
    if (name === "unit") return [unit_label, units.find(([id]) => id === value)?.[1] ?? ""];
    const choice = choices.find((c) => c.name === name);
    return [choice.label, choice.options.find(([, v]) => v === value)?.[0] ?? String(value ?? "")];
  };
  const draw = () => {
    const values = model.get("values");
    const defaults = model.get("defaults");
    for (const field of fields) field.show(values);
    const set_names = Object.keys(values).filter((name) => values[name] !== defaults[name]);
    const chip = (name) => {
      const [label, text] = label_of(name, values[name]);
      const said = fill(words.chip, {label, text});
      const node = button("hm-chip", null, () => set(name, defaults[name]),
        {"data-name": name, "aria-label": fill(words.remove, {label, text}), title: said});
      node.append(make("span", "", said), make("i", "", "✕", {"aria-hidden": "true"}));
      return node;
    };
    chosen.replaceChildren(...Object.keys(values).filter((name) => values[name] !== null || set_names.includes(name)).map((name) => {
      const [label, text] = label_of(name, values[name]);
      return make("span", "", fill(words.chip, {label, text}));
    }));
    const held = chips.contains(document.activeElement);
    chips.replaceChildren(...set_names.map(chip));
    if (set_names.length) chips.append(button("hm-button hm-reset", words.reset, () => set_all({...defaults})));
    if (held) (chips.querySelector("button") ?? el.querySelector(".hm-box"))?.focus();
    fold.textContent = set_names.length ? `${words.filters} · ${set_names.length}` : words.filters;
  };
  model.on("change:values", draw);
  draw();
  ready(el);
}
export default {render};
