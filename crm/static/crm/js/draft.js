// Drafts and the outbox of the log screen, kept on the phone for one user at a time.
//
// Everything typed is kept as it is typed. What is saved without a network waits in the
// outbox and is sent when there is one; its UUID makes the server store it only once.
const DAYS_KEPT = 14;
const PATIENCE = 20_000;
const RETRY = 60_000;

const user = () => document.body.dataset.user ?? "";
const place = (box) => `raatali:${box}:${user()}:`;

export function uuid() {
  if (crypto.randomUUID) {
    return crypto.randomUUID();
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// --- What is kept ------------------------------------------------------------

export function keep(box, entry) {
  try {
    localStorage.setItem(place(box) + entry.draft, JSON.stringify(entry));
    return true;
  } catch {
    return false; // private mode, or the storage is full: the form itself remains
  }
}

export function forget(box, draft) {
  localStorage.removeItem(place(box) + draft);
}

export function kept(box) {
  if (!user()) {
    return [];
  }
  const oldest = Date.now() - DAYS_KEPT * 86_400_000;
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(place(box)))
    .map((key) => JSON.parse(localStorage.getItem(key)))
    .filter((entry) => box === "outbox" || entry.at > oldest)
    .sort((a, b) => a.at - b.at);
}

// --- Sending -----------------------------------------------------------------

let token = "";

function freshToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie?.slice("csrftoken=".length) ?? token;
}

async function fetchToken(url) {
  const response = await fetch(url, { cache: "no-store" });
  if (response.redirected) {
    return "";
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  token = page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  return token;
}

function post(url, entry, csrf) {
  const body = new URLSearchParams(entry.values);
  body.set("csrfmiddlewaretoken", csrf);
  return fetch(url, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(PATIENCE),
  });
}

// Answers what became of it: saved, problem (needs a look), login, or later.
export async function send(url, entry) {
  try {
    let response = await post(url, entry, freshToken());
    if (response.status === 403) {
      const csrf = await fetchToken(url);
      if (!csrf) {
        return { fate: "login" };
      }
      response = await post(url, entry, csrf);
    }
    if (response.redirected) {
      return { fate: "login" };
    }
    if (response.status === 422) {
      return { fate: "problem" };
    }
    return response.ok ? { fate: "saved", ...(await response.json()) } : { fate: "later" };
  } catch {
    return { fate: "later" };
  }
}

// --- The outbox --------------------------------------------------------------

let sending = false;

function address() {
  return document.querySelector("#log")?.action ?? document.querySelector("[data-outbox]")?.href;
}

function tell(detail) {
  document.dispatchEvent(new CustomEvent("outbox", { detail }));
}

function settle(entry, fate) {
  if (fate === "saved") {
    forget("outbox", entry.draft);
    forget("draft", entry.draft);
  } else if (fate === "problem") {
    keep("outbox", { ...entry, problem: true });
  }
}

export async function flush() {
  if (sending || !navigator.onLine || !address()) {
    return;
  }
  sending = true;
  let fate = "saved";
  for (const entry of kept("outbox").filter((waiting) => !waiting.problem)) {
    ({ fate } = await send(address(), entry));
    settle(entry, fate);
    if (fate === "login" || fate === "later") {
      break;
    }
  }
  sending = false;
  tell({ fate });
}

function showCount() {
  const count = kept("outbox").length;
  for (const link of document.querySelectorAll("[data-outbox]")) {
    link.hidden = count === 0;
    link.querySelector("[data-count]").textContent = String(count);
  }
}

// On a page without anybody signed in, pages kept for use without a network are let go.
async function clearPages() {
  const names = "caches" in globalThis ? await caches.keys() : [];
  await Promise.all(names.filter((name) => name.startsWith("raatali-pages")).map((name) => caches.delete(name)));
}

export function watchOutbox() {
  if (!user()) {
    clearPages();
    return;
  }
  showCount();
  document.addEventListener("outbox", showCount);
  window.addEventListener("online", flush);
  setInterval(() => kept("outbox").length && flush(), RETRY);
  if (kept("outbox").length) {
    flush();
  }
}
