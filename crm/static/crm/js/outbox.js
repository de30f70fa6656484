// The outbox: what was saved without a network is sent from any page when there is one,
// in the order in which it was written. Its UUID makes the server store it only once.
import { forget, keep, kept, user } from "./draft.js";
import { forgetPhoto, photoOf } from "./photos.js";

const PATIENCE = 20_000;
const PATIENCE_WITH_PHOTO = 90_000;
const RETRY = 60_000;
// Answers after which the same entry may well be taken another time.
const PASSING = new Set([408, 425, 429]);

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

async function post(entry, csrf) {
  const body = new FormData();
  for (const [name, value] of entry.values) {
    body.append(name, value);
  }
  body.set("csrfmiddlewaretoken", csrf);
  const photo = entry.photo ? await photoOf(entry.draft) : null;
  if (photo) {
    body.set("photo", photo, "photo.jpg");
  }
  return fetch(entry.url, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(photo ? PATIENCE_WITH_PHOTO : PATIENCE),
  });
}

async function refusal(response) {
  try {
    const { errors } = await response.json();
    return { fate: "problem", reason: Object.values(errors).flat().join(" "), fields: Object.keys(errors) };
  } catch {
    return { fate: "problem", reason: "", fields: [] };
  }
}

async function answerTo(response) {
  const { status } = response;
  if (response.redirected || status === 409) {
    return { fate: "login" }; // nobody is signed in, or somebody else
  }
  if (response.ok) {
    return { fate: "saved", ...(await response.json()) };
  }
  return status >= 500 || PASSING.has(status) ? { fate: "failed" } : refusal(response);
}

// Answers what became of it: saved, problem (needs a look), login, failed (the server
// is unwell), or later (no answer).
export async function send(entry) {
  try {
    let response = await post(entry, freshToken());
    if (response.status === 403) {
      const csrf = await fetchToken(entry.page);
      if (!csrf) {
        return { fate: "login" };
      }
      response = await post(entry, csrf);
    }
    return await answerTo(response);
  } catch {
    return { fate: "later" };
  }
}

// --- Waiting -----------------------------------------------------------------

let sending = false;

function tell(detail) {
  document.dispatchEvent(new CustomEvent("outbox", { detail }));
}

export function letGo(entry) {
  forget("outbox", entry.draft);
  forget("draft", entry.draft);
  if (entry.photo) {
    forgetPhoto(entry.draft).catch(() => {}); // swept up later: forgetStrayPhotos
  }
}

const stillWaits = ({ draft }) => kept("outbox").some((entry) => entry.draft === draft);

function settle(entry, { fate, reason, fields }) {
  if (fate === "saved") {
    letGo(entry);
  } else if (fate === "problem" && stillWaits(entry)) {
    keep("outbox", { ...entry, problem: true, reason, fields });
  }
}

// Tells of each entry as it goes, and once more, with ``done``, at the end.
export async function flush() {
  if (sending || !navigator.onLine) {
    return;
  }
  sending = true;
  const tried = new Set();
  const next = () => kept("outbox").find((entry) => !entry.problem && !tried.has(entry.draft));
  let fate = "saved";
  for (let entry = next(); entry && fate !== "login" && fate !== "later"; entry = next()) {
    tried.add(entry.draft);
    const answer = await send(entry);
    ({ fate } = answer);
    settle(entry, answer);
    tell({ ...answer, entry });
  }
  sending = false;
  tell({ fate, done: true });
}

// The link in the header counts all, and leads to a page that this one is not.
function showCount() {
  const waiting = kept("outbox");
  const first = waiting.find(({ page }) => page !== location.pathname) ?? waiting[0];
  for (const link of document.querySelectorAll("[data-outbox]")) {
    link.hidden = !first;
    link.querySelector("[data-count]").textContent = String(waiting.length);
    link.href = first ? `${first.page}#outbox` : link.href;
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
  window.addEventListener("storage", () => tell({})); // another tab has sent or kept one
  window.addEventListener("online", flush);
  setInterval(() => kept("outbox").length && flush(), RETRY);
  if (kept("outbox").length) {
    flush();
  }
}
