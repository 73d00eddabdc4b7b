// Starts the page. A file of its own, since the policy allows no inline script.
import init from "./web.js";

init({ module_or_path: new URL("./web_bg.wasm", import.meta.url) }).catch((error) => {
  const note = document.getElementById("loading");
  if (note) note.textContent = `The calculator could not start: ${error}`;
});
