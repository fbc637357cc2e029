// Shared by all parts: elements are built, never written as HTML, so no cell of a table can become markup.
const make = (tag, kind = "", text = null, attributes = {}) => {
  const node = document.createElement(tag);
  if (kind) node.className = kind;
  if (text !== null && text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) if (value !== null) node.setAttribute(name, value);
  return node;
};
const button = (kind, text, act, attributes = {}) => {
  const node = make("button", kind, text, {type: "button", ...attributes});
  node.addEventListener("click", act);
  return node;
};
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
// The page waits until every part says so before it calls itself ready.
const begin = (el, name) => { el.classList.add("hm-part", `hm-${name}`); el.dataset.part = name; };
const ready = (el, how = "true") => { el.dataset.ready = how; };
