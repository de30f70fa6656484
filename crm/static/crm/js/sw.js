// Opens the log screen and the last inventories without a network. It keeps nothing by
// itself: js/pages.js keeps a page and its files, and a page without anybody signed in
// lets them go again.
const PAGES = "raatali-pages-1";
const KEPT = /^(log|jobs\/\d+\/inventory)\/$/;
const PATIENCE = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

function later(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// The network first; on a connection that only seems to be one, what was kept.
async function page(request) {
  const kept = await caches.match(request, { cacheName: PAGES, ignoreVary: true, ignoreSearch: true });
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
  if (request.method !== "GET" || !request.url.startsWith(self.location.origin)) {
    return;
  }
  const { pathname } = new URL(request.url);
  const inside = pathname.slice(new URL(self.registration.scope).pathname.length);
  if (request.mode === "navigate" && KEPT.test(inside)) {
    event.respondWith(page(request));
  } else if (pathname.startsWith("/static/")) {
    event.respondWith(file(request));
  }
});
