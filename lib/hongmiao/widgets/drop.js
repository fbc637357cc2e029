// A button with a panel below it. Arrow keys go through the panel; Escape, leaving it and a press beside it close it.
function drop(text, kind, role, label) {
  const node = make("div", "hm-drop");
  const panel = make("div", `hm-drop-panel ${kind}`, null, {role, "aria-label": label});
  panel.hidden = true;
  const items = () => [...panel.querySelectorAll("button, input")].filter((item) => !item.disabled);
  const outside = (event) => { if (!node.contains(event.target)) show(false); };
  const show = (open, refocus = false) => {
    panel.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    document[open ? "addEventListener" : "removeEventListener"]("pointerdown", outside);
    if (open) items()[0]?.focus();
    else if (refocus) opener.focus();
  };
  const opener = button(`hm-button hm-drop-opener ${kind}-opener`, text, () => show(panel.hidden, true),
    {"aria-haspopup": role === "menu" ? "menu" : null, "aria-expanded": "false", title: label});
  node.addEventListener("focusout", (event) => { if (event.relatedTarget && !node.contains(event.relatedTarget)) show(false); });
  node.addEventListener("keydown", (event) => {
    const list = items();
    const at = list.indexOf(document.activeElement);
    const to = {ArrowDown: (at + 1) % list.length, ArrowUp: (at + list.length - 1) % list.length, Home: 0, End: list.length - 1}[event.key];
    if (panel.hidden || (event.key !== "Escape" && to === undefined)) return;
    event.preventDefault();
    event.stopPropagation();
    event.key === "Escape" ? show(false, true) : list[to].focus();
  });
  node.append(opener, panel);
  return {node, panel, opener, close: () => show(false, true)};
}

