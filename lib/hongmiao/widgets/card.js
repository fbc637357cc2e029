// A modal dialog stands above the whole page, keeps the focus inside and gives it back where it was.
function render({model, el}) {
  begin(el, "record");
  const words = model.get("words");
  const id = `hm-record-${Math.random().toString(36).slice(2)}`;
  const dialog = make("dialog", "", null, {"aria-labelledby": id});
  const [title, subtitle] = [make("h2", "", null, {id, tabindex: "-1"}), make("p", "hm-sub")];
  const [heading, head, body] = [make("div"), make("header"), make("div", "hm-record-body", null, {tabindex: "0", role: "region", "aria-labelledby": id})];
  heading.append(title, subtitle);
  // Where the kit serves its pages; a notebook has no such neighbour.
  const own = make("a", "hm-button hm-own-page", "", {hidden: ""});
  head.append(heading, own, button("hm-button hm-cross", "✕", () => dialog.close(), {"aria-label": words.close_card, title: words.close_card}));
  dialog.append(head, body);
  el.append(dialog);

  const draw = () => {
    title.textContent = model.get("title");
    subtitle.textContent = model.get("subtitle");
    subtitle.hidden = !model.get("subtitle");
    const [called, address] = model.get("link");
    own.hidden = !address || !document.body.dataset.voila;
    if (address) { own.textContent = called; own.setAttribute("href", address); }
    body.replaceChildren(...model.get("sections").map((section) => {
      const node = make("section");
      const name = make("h3", "", section.title);
      if (section.heads.length) {
        const few = section.rows.length < section.total;
        name.append(make("small", "", fill(few ? words.latest_of : words.rows_in_all, {count: section.rows.length, total: section.total.toLocaleString("en-US")})));
      }
      node.append(name, section.heads.length ? table_of(section) : facts_of(section.facts));
      return node;
    }));
    body.scrollTop = 0;
  };
  const follow = () => {
    if (!dialog.isConnected) requestAnimationFrame(follow);
    else if (!model.get("shown")) dialog.close();
    else if (!dialog.open) {
      dialog.showModal();
      title.focus();
    }
  };
  dialog.addEventListener("close", () => {
    if (!model.get("shown")) return;
    model.set("shown", false);
    model.save_changes();
  });
  // The dialog has no padding: a press on itself and not on what is in it is a press beside it.
  dialog.addEventListener("pointerdown", (event) => { if (event.target === dialog) dialog.close(); });
  for (const name of ["title", "subtitle", "sections", "link"]) model.on(`change:${name}`, draw);
  model.on("change:shown", follow);
  draw();
  follow();
  ready(el);
}
export default {render};
