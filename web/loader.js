// Starts the page. A file of its own, since the policy allows no inline script.
// The chosen theme comes before the first paint, the rest with the page.
import init from "./web.js";

try {
  const theme = localStorage.getItem("groq-calc.theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing shows the system's theme.
}

init({ module_or_path: new URL("./web_bg.wasm", import.meta.url) }).catch((error) => {
  const note = document.getElementById("loading");
  if (note) note.textContent = `The calculator could not start: ${error}`;
});
