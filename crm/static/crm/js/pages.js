// Keeps a page with its files, so that it opens without a network (js/sw.js).
const PAGES = "raatali-pages-1";
// So many inventories are kept, the last ones opened.
const INVENTORIES = 10;

async function keepFiles(pages) {
  const files = performance.getEntriesByType("resource").map(({ name }) => name.split("#")[0]);
  const own = files.filter((name) => name.startsWith(`${location.origin}/static/`));
  const there = new Set((await pages.keys()).map(({ url }) => url)); // named by content
  const missing = [...new Set(own)].filter((name) => !there.has(name));
  await Promise.allSettled(missing.map((name) => pages.add(name)));
}

async function letOldGo(pages) {
  const inventories = (await pages.keys()).filter(({ url }) => url.endsWith("/inventory/"));
  await Promise.all(inventories.slice(0, -INVENTORIES).map((old) => pages.delete(old)));
}

// A comfort only: where it fails, the next visit tries again.
export async function keepPage(form, url) {
  const worker = navigator.serviceWorker;
  if (!worker || !navigator.onLine) {
    return;
  }
  try {
    await worker.register(form.dataset.worker);
    const pages = await caches.open(PAGES);
    await keepFiles(pages);
    const page = await fetch(url, { cache: "no-store" });
    if (page.ok && !page.redirected) {
      await pages.delete(url); // so that it counts as the newest
      await pages.put(url, page);
      await letOldGo(pages);
      form.dataset.kept = "true";
    }
  } catch {
    delete form.dataset.kept;
  }
}
