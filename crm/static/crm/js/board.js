// Cards of the board can be dragged to another lane. The card's own menu knows where
// it may go: a drop opens the page of that move, or says which moves there are.
import { watchDrag } from "./drag.js";

const says = document.getElementById("board-says");

const linksOf = (card) => [...card.querySelectorAll("a[data-to]")];
const linkTo = (card, lane) => linksOf(card).find((link) => link.dataset.to === lane.dataset.state);

function refuse(card) {
  const title = card.querySelector(".who").textContent;
  const ways = linksOf(card).map((link) => link.textContent.trim());
  const reason = ways.length
    ? `${says.dataset.possible} ${ways.join(", ")}.`
    : says.dataset.nowhere;
  says.hidden = false;
  says.textContent = `${title}. ${reason}`;
}

watchDrag(document.getElementById("lanes"), {
  card: ".job",
  place: ".lane",
  fits: linkTo,
  begin() {
    says.hidden = true;
    says.textContent = "";
  },
  drop(card, lane) {
    const link = linkTo(card, lane);
    if (link) {
      location.assign(link.href);
    } else {
      refuse(card);
    }
  },
});
