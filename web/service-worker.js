// Keeps the page usable without a network. The build writes VERSION and FILES above this line: every
// file of the page with its hash. A new version is fetched whole and checked before it counts, and
// it waits until the visitor asks for it.

const NAMES = `groq-calc ${registration.scope} `;
const CACHE = NAMES + VERSION;

async function install() {
  const cache = await caches.open(CACHE);
  const asked = FILES.map(
    ([path, integrity]) => new Request(path, { cache: "no-cache", integrity }),
  );
  await cache.addAll(asked);
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(NAMES) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function answer(request) {
  const cache = await caches.open(CACHE);
  const page = new URL(request.url).pathname.replace(/index\.html$/, "");
  const home = page === new URL(registration.scope).pathname;
  const kept = await cache.match(home ? "./" : request, { ignoreSearch: true });
  return kept ?? fetch(request);
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => {
  if (event.data === "activate") skipWaiting();
});
addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  // Anything outside of the page, Groq's API above all, goes its own way.
  if (method === "GET" && url.startsWith(registration.scope)) {
    event.respondWith(answer(event.request));
  }
});
