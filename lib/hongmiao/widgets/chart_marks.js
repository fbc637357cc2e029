// What a drawn chart shares with its page, on a board and in a report: colours, and what its marks tell.
const COLOURS = ["ink", "muted", "line", "card", "accent", "soft"];
const dark = matchMedia("(prefers-color-scheme: dark)");
const copy = (value) => JSON.parse(JSON.stringify(value));  // Vega marks the rows it is given

// What a mark tells when pointed at: a line without a value is left out, and nothing is told of what counts nobody.
const told = (datum, lines) => (datum.count === 0 ? null : Object.fromEntries(Object.entries(lines).filter(([, text]) => text !== "")));
const said = (datum, lines) => {
  const texts = Object.entries(told(datum, lines) ?? {}).map(([head, text]) => (head === "title" ? text : `${head} ${text}`));
  return texts.length ? texts.join(", ") : null;
};
// Vega speaks English and reads every field aloud; here a mark says what its tooltip says, and what has none is silent.
function outspoken(node, picks, noun) {
  for (const guide of [...(node.axes ?? []), ...(node.legends ?? []), ...(node.title ? [node.title] : [])]) guide.aria = false;
  for (const mark of node.marks ?? []) {
    outspoken(mark, picks, noun);
    const update = mark.encode?.update;
    if (!update || mark.type === "group") continue;
    const lines = update.tooltip?.signal;
    delete update.ariaRoleDescription;
    delete update.description;
    if (!lines) { mark.aria = false; mark.interactive = false; continue; }
    update.tooltip = {signal: `hongmiaoTold(datum, ${lines})`};
    update.description = {signal: `hongmiaoSaid(datum, ${lines})`};
    update.ariaRoleDescription = {value: noun};
    if (picks.length) update.cursor = {signal: `${picks.map((name) => `isValid(datum[${JSON.stringify(name)}])`).join(" || ")} ? "pointer" : "default"`};
  }
}
function coloured(spec, colours) {
  for (const signal of spec.signals ?? []) if (colours[signal.name]) signal.value = colours[signal.name];
  return spec;
}
