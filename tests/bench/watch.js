// Runs in every page that is measured, before its own scripts: notes when something is first seen, frame by frame.
(() => {
  const walk = (root, choice, found = []) => {
    found.push(...root.querySelectorAll(choice));
    for (const node of root.querySelectorAll(SHADOWS)) if (node.shadowRoot) walk(node.shadowRoot, choice, found);
    return found;
  };
  const SHADOWS = "*";
  const all = (choice) => (window.benchShadows ? walk(document, choice) : [...document.querySelectorAll(choice)]);
  const seen = (node) => node.checkVisibility({visibilityProperty: true, opacityProperty: true}) && node.getBoundingClientRect().width > 0;
  const shown = (choice) => all(choice).filter(seen);
  const text = (node) => node.textContent.replace(/\s/g, "");
  const drawn = (node) => (node.tagName === "CANVAS" ? node.width > 1 : true);
  window.bench = {
    // Whether the numbers stand in tiles, and how many charts have marks.
    numbers: ({tiles}, wanted) => { const said = shown(tiles).map(text); return wanted.every((one) => said.some((other) => other.includes(one))); },
    charts: ({marks}) => shown(marks).filter(drawn).length,
    first: (about, wanted) => bench.numbers(about, wanted) && bench.charts(about) > 0,
    full: (about, wanted) => bench.numbers(about, wanted) && bench.charts(about) >= about.pictures && shown(about.rows).length > 0
      && (!about.ready || document.querySelector(about.ready)) && !(about.busy && document.querySelector(about.busy)),
    pixels: ({marks}) => shown(marks).filter(drawn).map((node) => (node.tagName === "CANVAS" ? node.toDataURL() : node.outerHTML)).slice(0, 1).join(),
    // pause: milliseconds between two looks where many pages share the processors; else every frame is looked at.
    watch(about, wanted, pause = 0) {
      window.benchShadows = about.shadows;
      const times = window.benchTimes = {};
      const look = () => {
        times.first ??= bench.first(about, wanted) ? performance.now() : undefined;
        times.full ??= times.first && bench.full(about, wanted) ? performance.now() : undefined;
        if (!times.full) pause ? setTimeout(look, pause) : requestAnimationFrame(look);
      };
      look();
    },
    // How long after the last key, click or choice the new numbers stand in the tiles and the first chart has other pixels.
    change(about, wanted) {
      const before = bench.pixels(about);
      window.benchAnswer = new Promise((answered) => {
        let asked = null;
        for (const kind of ["click", "change", "input", "keydown"]) addEventListener(kind, () => { asked = performance.now(); }, true);
        const begun = performance.now();
        const look = () => {
          if (asked !== null && bench.numbers(about, wanted) && bench.pixels(about) !== before) answered(performance.now() - asked);
          else if (performance.now() - begun > 60000) answered(null);
          else requestAnimationFrame(look);
        };
        look();
      });
    },
  };
})();
