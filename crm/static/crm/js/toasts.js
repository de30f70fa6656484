// Messages can be hidden; those that ask for nothing fade by themselves, but not
// while somebody points at them, reads them by keyboard or looks at another tab.
const SHOWN_FOR = 8000;
const watched = new WeakSet();

function hide(toast) {
  toast.classList.add("leaving");
  setTimeout(() => toast.remove(), 250);
}

function fade(toast) {
  let left = SHOWN_FOR;
  const clock = setInterval(() => {
    const busy = document.hidden || toast.matches(":hover, :focus-within");
    left -= busy ? 0 : 250;
    if (left <= 0) {
      clearInterval(clock);
      hide(toast);
    }
  }, 250);
}

function meet(box) {
  for (const toast of box.querySelectorAll("[data-fades]")) {
    if (!watched.has(toast)) {
      watched.add(toast);
      fade(toast);
    }
  }
}

export function watchToasts() {
  const box = document.getElementById("messages");
  if (!box) {
    return;
  }
  meet(box);
  new MutationObserver(() => meet(box)).observe(box, { childList: true });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dismiss]");
    if (button) {
      hide(button.closest(".toast"));
    }
  });
}
