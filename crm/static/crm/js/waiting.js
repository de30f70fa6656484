// The list of what waits to be sent, on a page that can mend it: the contact log, an
// inventory (templates/components/outbox.html).
import { forget, kept } from "./draft.js";
import { flush, letGo } from "./outbox.js";
import { photoOf } from "./photos.js";

const box = document.getElementById("outbox");
const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });

async function showPhoto(picture, entry) {
  const photo = await photoOf(entry.draft);
  if (photo) {
    picture.src = URL.createObjectURL(photo);
    picture.onload = () => URL.revokeObjectURL(picture.src);
    picture.hidden = false;
    picture.previousElementSibling.hidden = true;
  }
}

function fill(item, entry) {
  const part = (name) => item.querySelector(`[data-${name}]`);
  part("who").textContent = entry.who;
  part("what").textContent = `${clock(entry.at)} · ${entry.what}`;
  part("problem").hidden = !entry.problem;
  part("problem").textContent = entry.reason || part("problem").textContent;
  if (entry.photo) {
    showPhoto(part("photo"), entry).catch(() => {}); // the words say what it is
  }
  for (const button of item.querySelectorAll("summary, button")) {
    button.setAttribute("aria-label", `${button.textContent.trim()}: ${entry.who}`);
  }
}

export function watchWaiting({ page, mend }) {
  const { content } = box.querySelector("template");

  // What belongs to another page is mended there.
  async function edit(entry) {
    if (entry.page !== page) {
      location.assign(`${entry.page}#outbox`);
    } else if ((await mend(entry)) !== false) {
      forget("outbox", entry.draft);
      show();
    }
  }

  function remove(entry) {
    letGo(entry);
    document.dispatchEvent(new CustomEvent("outbox", { detail: {} }));
  }

  function row(entry) {
    const item = content.cloneNode(true);
    fill(item, entry);
    item.querySelector("[data-edit]").addEventListener("click", () => edit(entry));
    item.querySelector("[data-remove]").addEventListener("click", () => remove(entry));
    return item;
  }

  function show({ detail = {} } = {}) {
    const entries = kept("outbox");
    box.hidden = entries.length === 0;
    box.querySelector("[data-count]").textContent = String(entries.length);
    box.querySelector("[data-rows]").replaceChildren(...entries.map(row));
    if (detail.fate) {
      box.querySelector("[data-login]").hidden = detail.fate !== "login";
      const tried = box.querySelector("[data-tried]");
      tried.textContent = `${tried.dataset.label} ${clock(Date.now())}`;
    }
  }

  function showNetwork() {
    document.getElementById("offline").hidden = navigator.onLine;
  }

  box.querySelector("[data-try]").addEventListener("click", flush);
  document.addEventListener("outbox", show);
  window.addEventListener("online", showNetwork);
  window.addEventListener("offline", showNetwork);
  show();
  showNetwork();
  if (location.hash === "#outbox") {
    box.scrollIntoView(); // it was not there when the browser looked for it
  }
}
