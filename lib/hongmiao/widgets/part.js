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
// A file of the page's own making, saved under a name.
const takeHome = (name, blob) => {
  const url = URL.createObjectURL(blob);
  make("a", "", null, {href: url, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
};
// The page waits until every part says so before it calls itself ready.
const begin = (el, name) => { el.classList.add("hm-part", `hm-${name}`); el.dataset.part = name; };
const ready = (el, how = "true") => { el.dataset.ready = how; };

// What `owner` means, while the pointer or the focus is on it or after a tap: the pointer may rest on the text, and Escape
// puts it away. It keeps inside the window; `say(text)` changes it, and without a text nothing is shown.
function explain(owner, id) {
  const box = make("div", "hm-about", "", {role: "tooltip", id});
  box.hidden = true;
  const place = () => {
    box.style.marginLeft = "";
    box.classList.remove("hm-above");
    const at = box.getBoundingClientRect();
    const zoom = at.width / box.offsetWidth || 1;
    const over = Math.min(at.left - 8, at.right - document.documentElement.clientWidth + 8);
    if (over > 0) box.style.marginLeft = `${-over / zoom}px`;
    box.classList.toggle("hm-above", at.bottom > innerHeight && owner.getBoundingClientRect().top - at.height > 64);
  };
  const away = (event) => { if (event.key === "Escape" || (event.type === "pointerdown" && !owner.contains(event.target))) hide(); };
  const hide = () => {
    box.hidden = true;
    for (const kind of ["keydown", "pointerdown"]) document.removeEventListener(kind, away);
  };
  const show = () => {
    if (!box.hidden || !box.textContent) return;
    box.hidden = false;
    place();
    for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, away);
  };
  for (const kind of ["pointerenter", "focusin", "click"]) owner.addEventListener(kind, show);
  owner.addEventListener("pointerleave", () => { if (!owner.contains(document.activeElement)) hide(); });
  owner.addEventListener("focusout", () => { if (!owner.matches(":hover")) hide(); });
  owner.append(box);
  return {say: (text) => { box.textContent = text; if (!text) hide(); }};
}
