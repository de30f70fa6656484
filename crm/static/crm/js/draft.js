// What is typed, kept on the phone for one user at a time: drafts while one types, and
// what waits in the outbox to be sent (js/outbox.js). An entry knows its own address
// (url), its UUID (draft), and the page that shows it (page). Photos lie beside
// (js/photos.js).
const DAYS_KEPT = 14;

export const user = () => document.body.dataset.user ?? "";
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
