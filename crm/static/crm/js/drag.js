// Cards that can be dragged to another place of a page; what a drop does there is the
// page's own (js/board.js, js/inventory.js). A finger taps, and keys press, instead.
export function watchDrag(root, { card, place, fits, begin = () => {}, drop, end = () => {} }) {
  let dragged = null;
  const placeOf = (event) => event.target.closest(place);

  function makeDraggable() {
    for (const one of root.querySelectorAll(`${card}:not([draggable])`)) {
      one.draggable = true;
    }
  }

  function clearMarks() {
    for (const marked of root.querySelectorAll("[data-drop]")) {
      delete marked.dataset.drop;
    }
  }

  root.addEventListener("dragstart", (event) => {
    dragged = event.target.closest(card);
    if (dragged) {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", dragged.querySelector("a[href]")?.href ?? "");
      begin(dragged);
    }
  });

  root.addEventListener("dragover", (event) => {
    const over = placeOf(event);
    if (!dragged || !over || over.contains(dragged)) {
      return;
    }
    event.preventDefault(); // also where it may not go, so that the drop can say why
    if (!over.dataset.drop) {
      clearMarks();
      over.dataset.drop = fits(dragged, over) ? "yes" : "no";
    }
  });

  root.addEventListener("drop", (event) => {
    const over = placeOf(event);
    if (dragged && over && !over.contains(dragged)) {
      event.preventDefault();
      drop(dragged, over);
    }
  });

  root.addEventListener("dragend", () => {
    clearMarks();
    dragged = null;
    end();
  });

  document.addEventListener("htmx:afterSettle", makeDraggable);
  makeDraggable();
}
