// Cards of the board can be dragged to another lane. The card's own menu knows where
// it may go: a drop opens the page of that move, or says which moves there are.
const lanes = document.getElementById("lanes");
const says = document.getElementById("board-says");
let dragged = null;

const laneOf = (event) => event.target.closest(".lane");
const linksOf = (card) => [...card.querySelectorAll("a[data-to]")];

function linkTo(lane) {
  return linksOf(dragged).find((link) => link.dataset.to === lane.dataset.state);
}

function makeDraggable() {
  for (const card of lanes.querySelectorAll(".job:not([draggable])")) {
    card.draggable = true;
  }
}

function clearMarks() {
  for (const lane of lanes.querySelectorAll("[data-drop]")) {
    delete lane.dataset.drop;
  }
}

function refuse() {
  const title = dragged.querySelector(".who").textContent;
  const ways = linksOf(dragged).map((link) => link.textContent.trim());
  const reason = ways.length
    ? `${says.dataset.possible} ${ways.join(", ")}.`
    : says.dataset.nowhere;
  says.hidden = false;
  says.textContent = `${title}. ${reason}`;
}

lanes.addEventListener("dragstart", (event) => {
  dragged = event.target.closest(".job");
  if (!dragged) {
    return;
  }
  says.hidden = true;
  says.textContent = "";
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.querySelector(".who").href);
});

lanes.addEventListener("dragover", (event) => {
  const lane = laneOf(event);
  if (!dragged || !lane || lane.contains(dragged)) {
    return;
  }
  event.preventDefault(); // also where it may not go, so that the drop can say why
  if (!lane.dataset.drop) {
    clearMarks();
    lane.dataset.drop = linkTo(lane) ? "yes" : "no";
  }
});

lanes.addEventListener("drop", (event) => {
  const lane = laneOf(event);
  if (!dragged || !lane || lane.contains(dragged)) {
    return;
  }
  event.preventDefault();
  const link = linkTo(lane);
  if (link) {
    location.assign(link.href);
  } else {
    refuse();
  }
});

lanes.addEventListener("dragend", () => {
  clearMarks();
  dragged = null;
});

document.addEventListener("htmx:afterSettle", makeDraggable);
makeDraggable();
