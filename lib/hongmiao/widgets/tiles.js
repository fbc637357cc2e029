const WIDE = 72, HIGH = 24, ROOM = 3;  // of a trend, and what its last point needs around it

function drawn(tag, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
// A line from the least to the greatest value; it breaks where a value is missing.
function spark(trend, about) {
  const known = trend.filter((value) => value !== null);
  if (known.length < 2) return [];
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const x = (i) => ROOM + i * (WIDE - 2 * ROOM) / (trend.length - 1);
  const y = (value) => most === least ? HIGH / 2 : HIGH - ROOM - (value - least) / (most - least) * (HIGH - 2 * ROOM);
  const steps = trend.map((value, i) => value === null ? ""
    : (i && trend[i - 1] !== null ? `L${x(i)} ${y(value)}` : `M${x(i)} ${y(value)}h.01`));
  const node = drawn("svg", {class: "hm-spark", viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": about});
  const last = trend.findLastIndex((value) => value !== null);
  node.append(drawn("path", {d: steps.join("")}), drawn("circle", {cx: x(last), cy: y(trend[last]), r: 2.5}));
  return [node];
}
// How wide a number is in its own type size: Chinese signs are square, digits little more than half of that.
const width_of = (text) => Math.max(1, [...text].reduce((sum, sign) => sum + (sign > "\u2e80" ? 1 : 0.62), 0));

function tile_box(words, id, pick) {
  const node = make("div", "hm-tile");
  const label = make("span");
  const mark = button("hm-about-mark", "?", () => {}, {"aria-describedby": id});
  const head = make("div", "hm-tile-label");
  head.append(label, mark);
  const number = make("b", "hm-tile-value");
  const opener = button("hm-tile-open", "", pick);  // lies over the whole tile, below the mark of its definition
  const main = make("div", "hm-tile-main");
  const note = make("em");
  node.append(opener, head, main, note);
  const about = explain(node, id);
  const draw = (tile) => {
    label.textContent = label.title = tile.label;
    mark.hidden = !tile.about;
    mark.setAttribute("aria-label", fill(words.about, {label: tile.label}));
    number.replaceChildren(tile.value, ...tile.unit ? [make("small", "", tile.unit)] : []);
    number.title = tile.value.length > 20 ? tile.value : "";
    number.style.setProperty("--em", width_of(tile.value));
    number.style.setProperty("--unit", `${tile.unit ? 14 * width_of(tile.unit) + 6 : 1}px`);
    main.replaceChildren(number, ...spark(tile.trend, tile.trend_about));
    note.textContent = tile.note || "\u00a0";
    note.title = tile.note;
    note.className = tile.tone && `hm-${tile.tone}`;
    opener.hidden = !tile.opens;
    opener.setAttribute("aria-pressed", String(tile.chosen));
    opener.setAttribute("aria-label", fill(words.list_rows, {label: tile.label, value: tile.value + tile.unit}));
    node.classList.toggle("hm-tile-chosen", tile.chosen);
    about.say(tile.about);
  };
  return {node, draw};
}
function render({model, el}) {
  begin(el, "tiles");
  const words = model.get("words");
  const stem = `hm-about-${Math.random().toString(36).slice(2)}`;
  const boxes = [];  // kept, so that focus and an open definition outlive a change of the numbers
  const draw = () => {
    const tiles = model.get("tiles");
    while (boxes.length < tiles.length) {
      const at = boxes.length;
      boxes.push(tile_box(words, `${stem}-${at}`, () => {
        model.send({want: "pick", at});
        el.closest(".hm-page")?.querySelector(".hm-table")?.scrollIntoView({block: "nearest"});
      }));
    }
    for (const {node} of boxes.splice(tiles.length)) node.remove();
    tiles.forEach((tile, i) => {
      boxes[i].draw(tile);
      if (boxes[i].node.parentNode !== el) el.append(boxes[i].node);
    });
  };
  model.on("change:tiles", draw);
  draw();
  ready(el);
}
export default {render};
