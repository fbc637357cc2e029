// A link, or the same words where it leads nowhere; the page's header gives it language, mode and unit as it is pressed.
const linked = (kind, href, ...inside) => {
  const node = href ? make("a", kind, null, {href, "data-carry": ""}) : make("span", kind);
  node.append(...inside);
  return node;
};
const figure = (line) => {
  const node = make("b", "hm-line-value", line.value);
  if (line.unit) node.append(make("small", "", line.unit));
  return node;
};
const note_of = (line) => line.note ? [make("em", line.tone && `hm-${line.tone}`, line.note)] : [];
const bones = (count) => Array.from({length: count}, () => make("div", "hm-line-bone", null, {"aria-hidden": "true"}));
