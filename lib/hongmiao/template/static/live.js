// Shows a page of our own parts and keeps its line to the kernel. A page with anything else is shown by Voilà's scripts.
// `PARTS` stands above this text as it is served: each part's script by its key.
const {body} = document;
const BOX = {VBoxModel: "widget-vbox", HBoxModel: "widget-hbox"};
const AGAIN = [0.5, 1, 2, 4, 8];  // seconds between the tries to mend a line that was cut
const models = new Map();
const sign = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const session = sign();

// What a part is given: its state, and ways to change it, to hear of changes and to tell its kernel.
class Model {
  constructor(id, {script, state, children, classes = []}) {
    Object.assign(this, {id, script, state, children, classes, listeners: new Map(), changed: new Set()});
    this.widget_manager = {kernel: line};
    models.set(id, this);
  }
  get(name) { return this.state[name]; }
  set(name, value) {
    if (JSON.stringify(this.state[name]) === JSON.stringify(value)) return;
    this.state[name] = value;
    this.changed.add(name);
    this.tell(`change:${name}`);
  }
  save_changes() {
    const state = Object.fromEntries([...this.changed].map((name) => [name, this.state[name]]));
    this.changed.clear();
    if (Object.keys(state).length) line.send(this, {method: "update", state, buffer_paths: []});
  }
  send(content) { line.send(this, {method: "custom", content}); }
  on(name, act) { this.listeners.set(name, [...this.listeners.get(name) ?? [], act]); }
  off(name, act) { this.listeners.set(name, (this.listeners.get(name) ?? []).filter((one) => one !== act)); }
  tell(name, ...news) { for (const act of this.listeners.get(name) ?? []) act(...news); }
  renew(state) {  // what its kernel says of it
    Object.assign(this.state, state);
    for (const name of Object.keys(state)) this.tell(`change:${name}`);
  }
}

// The line to the kernel, in Jupyter's messages. What is said before it stands waits.
const line = {
  listeners: new Set(), waiting: [], tries: 0, open: false,
  statusChanged: {connect: (act) => line.listeners.add(act), disconnect: (act) => line.listeners.delete(act)},
  connect({baseUrl, kernelId}) {
    const address = new URL(`${baseUrl}api/kernels/${kernelId}/channels?session_id=${session}`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    // Not the older way of messages: Voilà takes every binary one for the newer, and would never come to the end of it.
    const socket = this.socket = new WebSocket(address, "v1.kernel.websocket.jupyter.org");
    socket.binaryType = "arraybuffer";
    // Until it answers this, the server has not joined the socket to the kernel, and may lose what the kernel says.
    socket.onopen = () => { this.post("kernel_info_request", {}); };
    socket.onmessage = ({data}) => this.hear(...opened(data));
    socket.onclose = () => {
      this.open = false;
      if (this.tries < AGAIN.length) setTimeout(() => this.connect({baseUrl, kernelId}), 1000 * AGAIN[this.tries++]);
    };
  },
  post(kind, content) {
    const header = {msg_id: sign(), msg_type: kind, session, username: "", version: "5.3", date: new Date().toISOString()};
    this.socket.send(closed(["shell", ...[header, {}, {}, content].map((one) => JSON.stringify(one))]));
  },
  send(model, data) {
    if (this.open) this.post("comm_msg", {comm_id: model.id, data});
    else this.waiting.push([model, data]);
  },
  hear({header, content}, buffers) {
    const {msg_type: kind} = header;
    if (kind === "kernel_info_reply" && !this.open) {
      [this.open, this.tries] = [true, 0];
      for (const said of this.waiting.splice(0)) this.send(...said);
    } else if (kind === "status") for (const act of this.listeners) act(null, content.execution_state);
    else if (kind === "comm_open") met(content.comm_id, content.data.state ?? {});
    else if (kind === "comm_close") models.delete(content.comm_id);
    else if (kind === "comm_msg") told(models.get(content.comm_id), content.data, buffers);
  },
};
// A message is its pieces, led by where each begins and the last ends: channel, header, parent, metadata, content, buffers.
function opened(data) {
  const view = new DataView(data);
  const at = (i) => Number(view.getBigUint64(8 * i, true));
  const pieces = Array.from({length: at(0) - 1}, (_, i) => new DataView(data, at(i + 1), at(i + 2) - at(i + 1)));
  const [header, content] = [pieces[1], pieces[4]].map((piece) => JSON.parse(new TextDecoder().decode(piece)));
  return [{header, content}, pieces.slice(5)];
}
function closed(texts) {
  const pieces = texts.map((text) => new TextEncoder().encode(text));
  const starts = [8 * (pieces.length + 2)];
  for (const piece of pieces) starts.push(starts.at(-1) + piece.length);
  const whole = new Uint8Array(starts.at(-1));
  const view = new DataView(whole.buffer);
  [starts.length, ...starts].forEach((number, i) => view.setBigUint64(8 * i, BigInt(number), true));
  pieces.forEach((piece, i) => whole.set(piece, starts[i]));
  return whole;
}
const ids = (children) => children.map((child) => child.replace("IPY_MODEL_", ""));
function told(model, {method, state, content}, buffers) {
  if (!model) return;
  if (method === "custom") model.tell("msg:custom", content, buffers);
  if (method !== "update") return;
  if (state.children) model.children = ids(state.children);
  if (state._dom_classes) model.classes = state._dom_classes;
  model.renew(state);
}
// A widget that the kernel made after the page was opened.
function met(id, state) {
  if (models.has(id) || !(state._esm || state._model_name in BOX)) return;
  new Model(id, {script: state._esm, state, children: state.children && ids(state.children), classes: state._dom_classes});
}

// A script is one of ours by its key, else the text of a part that stands beside its board.
async function module_of(script) {
  if (PARTS[script]) return PARTS[script]();
  const url = URL.createObjectURL(new Blob([script], {type: "text/javascript"}));
  try { return (await import(url)).default; } finally { URL.revokeObjectURL(url); }
}
// Stands in the page before its script runs: a part that has a width can draw at once.
function show(id, place) {
  const model = models.get(id);
  if (!model) return () => {};
  const el = document.createElement("div");
  el.className = ["jupyter-widgets", ...model.classes].join(" ");
  place.append(el);
  if (!model.children) return shown(model, el);
  let ends = [];
  const fill = () => {
    for (const end of ends) end();
    el.replaceChildren();
    el.className = ["jupyter-widgets", ...model.classes].join(" ");
    ends = model.children.map((child) => show(child, el));
  };
  model.on("change:children", fill);
  fill();
  return () => { model.off("change:children", fill); for (const end of ends) end(); };
}
function shown(model, el) {
  let [end, ended] = [null, false];
  const draw = (module) => { end = ended || module.render({model, el}); };
  const failed = (error) => { console.error(error); window.hm_failed(); };
  const found = PARTS[model.script];
  try { found ? draw(found()) : module_of(model.script).then(draw).catch(failed); } catch (error) { failed(error); }
  return () => { ended = true; if (typeof end === "function") end(); };
}

// Laid when the board stands: what its kernel says while it makes the board is not for the page, names in a meeting among it.
const config = () => JSON.parse(document.getElementById("jupyter-config-data").textContent);
// A page that was drawn ahead is shown before its kernel has started, and joined to the kernel's own widgets once they are
// known: they stand in the same order, and only what differs is drawn again.
let early = null;
const page_of = (choice) => { const told = document.querySelector(choice); return told && {...JSON.parse(told.textContent), place: told.parentElement}; };
function opens({root, models: found, words, place}) {
  const made = Object.entries(found).map(([id, about]) => new Model(id, {...about, state: about.children ? {} : {words, ...about.state}}));
  return {made, end: show(root, place)};
}
function begin() {
  const page = page_of("script[data-page=early]");
  early = {...opens(page), place: page.place};
}
function join() {
  const page = page_of("script[data-page=live]");
  if (!page) {
    if (early) window.hm_failed();  // its kernel did not say what it had said before
    return;
  }
  const found = Object.entries(page.models);
  if (early?.made.length === found.length && found.every(([, about], i) => about.script === early.made[i].script)) {
    early.made.forEach((model, i) => adopt(model, ...found[i], page.words));
  } else {
    early?.end();
    early?.place.replaceChildren();
    opens(page);
  }
  line.connect(config());
  addEventListener("beforeunload", farewell);
}
function adopt(model, id, {state = {}, children, classes}, words) {
  const touched = new Set(line.waiting.flatMap(([one, {state: said = {}}]) => (one === model ? Object.keys(said) : [])));
  const other = Object.entries({words, ...state}).filter(([name, value]) =>
    !model.children && !touched.has(name) && JSON.stringify(value) !== JSON.stringify(model.state[name]));
  models.set(id, Object.assign(model, {id, children, classes}));
  model.renew(Object.fromEntries(other));
}
// The kernel ends with its page; a page that comes back from the browser's memory says that it is cut off.
function farewell() {
  line.tries = AGAIN.length;
  const said = new FormData();
  said.append("_xsrf", document.cookie.match(/\b_xsrf=([^;]*)/)?.[1] ?? "");
  const {baseUrl, kernelId} = config();
  navigator.sendBeacon(`${baseUrl}voila/api/shutdown/${kernelId}`, said);
}
if ("arrived" in body.dataset) begin();
else document.addEventListener("hongmiao:page", begin, {once: true});
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", join);
else join();
import(body.dataset.bundle).catch(() => {});  // Vega is read while the kernel starts
