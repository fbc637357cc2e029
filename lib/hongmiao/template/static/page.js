// What stands round a board: the header, links that carry on the state, meeting mode, and notices of what has changed.
const {body} = document;
const at = (choice) => document.querySelector(choice);
const header = at(".hm-header");

// The token of the printed address has done its work once the cookie is set: it should not be copied with a link.
const address = () => {
  const here = new URL(location.href);
  here.searchParams.delete("token");
  return here;
};
history.replaceState(history.state, "", address());

// Links to other boards carry on what all boards share; the other language shows this very page.
const CARRIED = ["lang", "mode", "unit"];
const carry = (link) => {
  const here = address();
  if (link.dataset.lang) {
    here.searchParams.set("lang", link.dataset.lang);
    link.href = here;
    return;
  }
  const next = new URL(link.href);
  for (const name of CARRIED) {
    if (here.searchParams.has(name)) next.searchParams.set(name, here.searchParams.get(name));
    else next.searchParams.delete(name);
  }
  if (link.dataset.mode) next.searchParams.set("mode", link.dataset.mode);
  link.href = next;
};
for (const way of ["pointerdown", "focusin", "click", "contextmenu"]) {
  document.addEventListener(way, (event) => {
    const link = event.target.closest?.("a[data-carry], a[data-lang]");
    if (link) carry(link);
  }, true);
}

// The band: menus of a stage's boards, and one menu of all of it where there is no room for tabs.
const opened = () => [...header.querySelectorAll("button[aria-expanded=true]")];
const fold = (menus) => menus.forEach((menu) => menu.setAttribute("aria-expanded", "false"));
const stages = ".hm-tabs button";
header.addEventListener("click", (event) => {
  const menu = event.target.closest("button[aria-expanded]");
  if (!menu) return;
  const open = menu.getAttribute("aria-expanded") !== "true";
  if (menu.matches(stages)) fold([...header.querySelectorAll(stages)]);
  menu.setAttribute("aria-expanded", String(open));
});
header.addEventListener("keydown", (event) => {
  const menu = opened().at(-1);
  if (event.key === "Escape" && menu) {
    fold([menu]);
    menu.focus();
    event.stopPropagation();
  }
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
  const links = menu?.matches(stages) ? [...menu.nextElementSibling.querySelectorAll("a")] : [];
  if (!step || !links.length) return;
  event.preventDefault();
  const here = links.indexOf(document.activeElement);
  links.at(here < 0 ? step > 0 ? 0 : -1 : (here + step) % links.length).focus();
});
document.addEventListener("pointerdown", (event) => { if (!header.contains(event.target)) fold(opened()); });
header.addEventListener("focusout", (event) => {
  const menu = opened().find((one) => one.matches(stages));
  if (menu && event.relatedTarget && !menu.parentElement.contains(event.relatedTarget)) fold([menu]);
});
const tabs = header.querySelector(".hm-tabs");
const fit = () => {
  header.classList.remove("hm-folded");
  header.classList.toggle("hm-folded", tabs.scrollWidth > tabs.parentElement.clientWidth + 1);
};
if (tabs) new ResizeObserver(fit).observe(header);

// What the buttons do.
const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {  // a plain http address of an intranet has no clipboard
    const box = document.createElement("textarea");
    box.value = text;
    box.style.cssText = "position: fixed; opacity: 0";
    body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }
};
const set = (name, value) => {
  const here = address();
  if (value) here.searchParams.set(name, value);
  else here.searchParams.delete(name);
  history.replaceState(history.state, "", here);
  document.dispatchEvent(new CustomEvent("hongmiao:set", {detail: {[name]: value}}));
};
const present = (mode) => {
  set("mode", mode);
  // A board of ours changes the mode itself, once Python has taken the names away.
  if (!document.querySelector(".hm-link")) body.dataset.mode = mode ?? "";
};
new MutationObserver(([change]) => {
  const mode = body.dataset.mode;
  if (mode === (change.oldValue ?? "")) return;
  fit();
  scrollTo(0, 0);
  const next = [...header.querySelectorAll(mode ? "[data-do=leave]" : "[data-do=meeting], .hm-fold-header")].find((one) => one.offsetWidth);
  next?.focus({preventScroll: true});
}).observe(body, {attributeFilter: ["data-mode"], attributeOldValue: true});
const deeds = {
  async share(button) {
    const told = button.firstElementChild;
    const text = button.dataset.text ??= told.textContent;
    told.textContent = await copy(address().href) ? button.dataset.done : button.dataset.failed;
    button.focus();
    clearTimeout(button.back);
    button.back = setTimeout(() => { told.textContent = text; }, 2000);
  },
  meeting() {
    fold(opened());
    present("meeting");
  },
  leave() { present(null); },
  print() {
    fold(opened());
    print();
  },
};
for (const button of header.querySelectorAll("[data-do]")) button.addEventListener("click", () => deeds[button.dataset.do](button));

// Meeting mode by keyboard; before any part of the page, whose open menu or dialog wants the key first.
const ELSEWHERE = "input, select, textarea, [contenteditable], dialog, [role=tree], [role=listbox], [role=menu], [role=slider]";
addEventListener("keydown", (event) => {
  if (body.dataset.mode !== "meeting" || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest?.(ELSEWHERE) || at("dialog[open], .hm-page button[aria-expanded=true]")) return;
  const turn = {ArrowLeft: "before", ArrowRight: "after"}[event.key];
  if (turn) at(`[data-turn=${turn}]`)?.click();
  else if (event.key === "Escape") deeds.leave();
}, true);

// One row of charts, the first with its tiles, is as high as the screen.
const GAP = 14;  // between the parts of a page, in its own pixels
const measure = () => {
  const rows = [...document.querySelectorAll(".hm-page .hm-row")];
  const presented = body.dataset.mode === "meeting" && innerWidth > 900;
  for (const row of rows) {
    const card = row.querySelector(".hm-chart");
    const frame = card?.querySelector(".hm-frame");
    if (!presented || !frame) {
      row.style.removeProperty("--hm-chart-height");
      continue;
    }
    const zoom = row.getBoundingClientRect().width / row.offsetWidth;
    const above = row === rows[0] ? row.getBoundingClientRect().top + scrollY : header.offsetHeight + GAP * zoom;
    const heads = [...row.querySelectorAll(".hm-chart")].map((one) => one.scrollHeight - one.querySelector(".hm-frame").offsetHeight);
    const room = (innerHeight - above) / zoom - Math.max(...heads) - GAP;
    row.style.setProperty("--hm-chart-height", `${Math.max(200, Math.floor(room))}px`);
  }
};
const measured = new ResizeObserver(measure);
const watch_page = () => {
  if (body.dataset.state !== "loading") {  // the page itself stands in the painted one's place
    at(".hm-painted")?.remove();
    at("#loading")?.removeAttribute("aria-busy");
  }
  measured.disconnect();
  for (const part of document.querySelectorAll("[data-part=head], .hm-filters, .hm-tiles")) measured.observe(part);
  measure();
};
new MutationObserver(watch_page).observe(body, {attributeFilter: ["data-state", "data-mode"]});
addEventListener("resize", measure);

// A page whose kernel or server is gone keeps its last numbers, and so does one opened before the last load: each says so.
const follow = ({baseUrl, kernelId}) => {
  const show = (id, on) => { at(id).hidden = !on; };
  const ask = async () => {
    if (document.hidden) return;
    try {
      const [kernel, state] = await Promise.all([`api/kernels/${kernelId}?no_track_activity=1`, "hongmiao/state"]
        .map((path) => fetch(baseUrl + path, {cache: "no-store"})));
      show("#hm-gone", !kernel.ok);
      show("#hm-changed", kernel.ok && state.ok && (await state.json()).stamp !== body.dataset.stamp);
    } catch { show("#hm-gone", true); }
  };
  setInterval(ask, 15000);
  document.addEventListener("hongmiao:cut", () => setTimeout(ask, 500));
  document.addEventListener("visibilitychange", ask);
  addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
  // A notebook without a Page of ours never calls itself ready; show it all the same.
  setTimeout(() => {
    if (body.dataset.state === "loading" && !at(".hm-page")) body.dataset.state = "ready";
  }, 15000);
};
// The index shows its cards at once; figures that were not at hand are asked for until they are.
const fill_in = async () => {
  const answer = await fetch(location.href, {cache: "no-store"});
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["#hm-figures", ".hm-site-foot"]) if (page.querySelector(part)) at(part).replaceWith(page.querySelector(part));
  if (at("#hm-figures[data-waiting]")) setTimeout(fill_in, 1000);
};
addEventListener("load", () => {
  const config = document.getElementById("jupyter-config-data");
  if (config) follow(JSON.parse(config.textContent));
  else if (at("#hm-gone")) at("#hm-gone").hidden = false;  // the server went before its kernel had started
  if (at("#hm-figures[data-waiting]")) fill_in();
});
