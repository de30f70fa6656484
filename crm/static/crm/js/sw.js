// Opens the log screen without a network. It keeps nothing by itself: js/log.js keeps
// the page and its files, and a page without anybody signed in lets them go again.
const PAGES = "raatali-pages-1";
const LOG = new URL("log/", self.registration.scope).href;
const PATIENCE = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

function later(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// The network first; on a connection that only seems to be one, what was kept.
async function page(request) {
  const kept = await caches.match(LOG, { cacheName: PAGES, ignoreVary: true });
  const answer = fetch(request);
  if (!kept) {
    return answer;
  }
  answer.catch(() => {});
  return (await Promise.race([answer.catch(() => kept), later(PATIENCE)])) ?? kept;
}

async function file(request) {
  try {
    return await fetch(request);
  } catch (problem) {
    const kept = await caches.match(request, { cacheName: PAGES, ignoreVary: true });
    if (kept) {
      return kept;
    }
    throw problem;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) {
    return;
  }
  if (request.mode === "navigate" && url.origin + url.pathname === LOG) {
    event.respondWith(page(request));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(file(request));
  }
});
