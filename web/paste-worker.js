// The worker that reads a pasted text, with or without the vocabulary of gpt-oss: the page says
// which by its name. It keeps its module and answers one job after the other.
import { VOCABULARY } from "./vocabulary.js";

const KEPT = `groq-calc tokenizer ${new URL("./", import.meta.url)}`;
const EVERY = 80;

// The vocabulary is large: it is fetched once, with word of how far it is, and kept for use
// without a network. What is kept is of this very build, by its hash.
async function vocabulary() {
  const url = new URL("./tokenizer_bg.wasm", import.meta.url);
  const name = `${url}?${VOCABULARY.hash}`;
  const cache = await globalThis.caches?.open(KEPT).catch(() => undefined);
  const kept = await cache?.match(name);
  if (kept) return kept;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const bytes = await read(response);
  if (globalThis.crypto?.subtle) {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    // The server has another version by now, whose parts do not fit this page.
    if (`sha256-${btoa(String.fromCharCode(...hash))}` !== VOCABULARY.hash) throw new Error("version");
  }
  const type = { headers: { "Content-Type": "application/wasm" } };
  if (cache) {
    // Whether there is room or not, it can be used now.
    for (const old of await cache.keys()) await cache.delete(old);
    await cache.put(name, new Response(bytes, type)).catch(() => {});
  }
  return new Response(bytes, type);
}

async function read(response) {
  const parts = [];
  let bytes = 0;
  let told = 0;
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    bytes += part.value.length;
    if (Date.now() - told >= EVERY) {
      told = Date.now();
      postMessage(JSON.stringify({ kind: "loading", bytes, of: VOCABULARY.bytes }));
    }
  }
  return new Blob(parts).arrayBuffer();
}

async function start() {
  if (self.name !== "tokenizer") {
    const module = await import("./paste-worker-wasm.js");
    await module.default({ module_or_path: new URL("./paste-worker-wasm_bg.wasm", import.meta.url) });
    return module;
  }
  postMessage(JSON.stringify({ kind: "loading", bytes: 0, of: VOCABULARY.bytes }));
  const [module, bytes] = await Promise.all([import("./tokenizer.js"), vocabulary()]);
  await module.default({ module_or_path: bytes });
  return module;
}

const started = start();
addEventListener("message", async ({ data: [id, job, text] }) => {
  try {
    const { read } = await started;
    postMessage(`${id} ${read(job, text)}`);
  } catch (error) {
    postMessage(`${id} ${JSON.stringify({ kind: "failed", text: error.message ?? `${error}` })}`);
  }
});
