// The worker that replays a log: loads its module, then works off the one job that the page posts.
import init, { replay } from "./replay-worker-wasm.js";

addEventListener("message", async ({ data: [job, file] }) => {
  try {
    await init({ module_or_path: new URL("./replay-worker-wasm_bg.wasm", import.meta.url) });
    replay(job, file ?? undefined);
  } catch (error) {
    postMessage(JSON.stringify({ kind: "failed", text: `${error}` }));
  }
});
