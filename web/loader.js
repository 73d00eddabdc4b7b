// Starts the page, then keeps it for use without a network. A file of its own, since the policy
// allows no inline script.
import init from "./web.js";

const HOUR = 3_600_000;

// The views that are loaded when they are opened, with their styles. A try that failed is not
// remembered.
const parts = {};
const tries = {};
let styles;
const style = (href) =>
  new Promise((done) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    // Without its style a view is plain, but it works.
    link.onload = link.onerror = done;
    document.head.append(link);
  });
globalThis.loadPart = (name) => {
  tries[name] ??= 0;
  parts[name] ??= import(tries[name]++ ? `./${name}.js?try=${tries[name]}` : `./${name}.js`).then(async (part) => {
    styles ??= Promise.all(["views", "charts", "code", "live", "paste", "replay"].map((name) => style(`./${name}.css`)));
    await part.default({ module_or_path: new URL(`./${name}_bg.wasm`, import.meta.url) });
    await styles;
    return part;
  });
  parts[name].catch(() => delete parts[name]);
  return parts[name];
};

async function keep() {
  const workers = navigator.serviceWorker;
  const kept = await workers.register("./service-worker.js", { updateViaCache: "none" });
  let accepted = false;
  const offer = () => {
    // On the first visit there is nothing older to replace.
    if (!kept.waiting || !workers.controller) return;
    document.documentElement.dataset.update = "ready";
    dispatchEvent(new Event("update-ready"));
  };
  offer();
  kept.addEventListener("updatefound", () => kept.installing?.addEventListener("statechange", offer));
  addEventListener("update-accepted", () => {
    accepted = true;
    kept.waiting?.postMessage("activate");
  });
  workers.addEventListener("controllerchange", () => {
    if (accepted) location.reload();
  });
  // Who keeps the page open for days is told as well.
  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - asked < HOUR) return;
    asked = Date.now();
    kept.update().catch(() => {});
  });
}

try {
  await init({ module_or_path: new URL("./web_bg.wasm", import.meta.url) });
  // Without a worker (an old browser, a private window) the page works all the same.
  if ("serviceWorker" in navigator) {
    // Not while the first screen is drawn: keeping the files is work for the processor as well.
    const idle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 1000));
    idle(() => keep().catch(() => {}), { timeout: 3000 });
  }
} catch (error) {
  const note = document.getElementById("loading-note");
  if (note) note.textContent = `The calculator could not start: ${error}`;
}
