// Photos that wait on the phone: too big for where the words are kept (js/draft.js).
import { kept, user } from "./draft.js";

const STORE = "photos";
const SIDE = 1600; // the server keeps no more (employers/photos.py)
const QUALITY = 0.85;

const key = (draft) => `${user()}:${draft}`;

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("raatali", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function run(mode, act) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

// As the server would make it: small enough for a bad connection, and the place where
// it was taken never leaves the phone. What the browser cannot open goes as it is.
async function shrunk(file) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return new Blob([await file.arrayBuffer()], { type: file.type });
  }
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0, width, height);
  picture.close();
  return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
}

// Rejects when the storage is full or closed.
export async function keepPhoto(draft, file) {
  const photo = await shrunk(file);
  await run("readwrite", (store) => store.put(photo, key(draft)));
}

export function photoOf(draft) {
  return run("readonly", (store) => store.get(key(draft)));
}

export function forgetPhoto(draft) {
  return run("readwrite", (store) => store.delete(key(draft)));
}

// Those of one's own whose row has gone: a draft that was given up.
export async function forgetStrayPhotos() {
  const known = new Set([...kept("draft"), ...kept("outbox")].map(({ draft }) => key(draft)));
  const all = await run("readonly", (store) => store.getAllKeys());
  const stray = all.filter((one) => one.startsWith(key("")) && !known.has(one));
  await Promise.all(stray.map((one) => run("readwrite", (store) => store.delete(one))));
}
