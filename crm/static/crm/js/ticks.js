// The tasks of a job, ticked: the sum follows at once, as the server will write it once
// the choice is saved.
import { minutesText } from "./minutes.js";

const form = document.getElementById("ticks");
const sum = document.getElementById("ticks-sum");
const { patterns, goal } = sum.dataset;
const line = sum.querySelector(".sewn");
const LINE = "http://www.w3.org/2000/svg";

function stretch(name, from, to) {
  const part = document.createElementNS(LINE, "line");
  part.setAttribute("class", name);
  for (const [key, value] of Object.entries({ x1: from, y1: 4, x2: to, y2: 4 })) {
    part.setAttribute(key, value);
  }
  return part;
}

function sew(share) {
  const thread = share > 0 ? [stretch("thread", 0, share)] : [];
  const stitches = share < 100 ? [stretch("stitch", share, 100)] : [];
  line.replaceChildren(...thread, ...stitches);
}

function show() {
  const ticked = [...form.querySelectorAll("[name=task]:checked")];
  const minutes = ticked.reduce((total, box) => total + Number(box.dataset.minutes), 0);
  const missing = Math.max(0, goal - minutes);
  const total = Number(goal) || minutes || 1;
  const lacks = sum.querySelector("[data-lacks]");
  sum.querySelector("[data-minutes]").textContent = minutesText(minutes, patterns);
  lacks.textContent = lacks.dataset.lacks.replace("{}", minutesText(missing, patterns));
  lacks.hidden = !missing;
  sew(Math.round(100 * Math.min(minutes / total, 1)));
}

function isUnsaved() {
  return [...form.querySelectorAll("[name=task]")].some((box) => box.checked !== box.defaultChecked);
}

function showUnsaved() {
  sum.querySelector("[data-unsaved]").hidden = !isUnsaved();
}

form.addEventListener("change", () => {
  show();
  showUnsaved();
});
// A browser keeps what was ticked when one comes back to the page.
window.addEventListener("pageshow", () => {
  show();
  showUnsaved();
});

let saving = false;
form.addEventListener("submit", () => {
  saving = true;
});
window.addEventListener("beforeunload", (event) => {
  if (!saving && isUnsaved()) {
    event.preventDefault();
  }
});
