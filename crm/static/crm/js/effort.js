// What logging costs: seconds of looking at the form, and taps. They travel with it in
// two hidden fields, through drafts and the outbox too.
const now = () => performance.now();

export function watchEffort(form) {
  const { seconds, taps } = form.elements;
  let before = 0; // of an earlier look at the same draft
  let seen = 0;
  let since = null;

  const look = () => {
    seen += since === null ? 0 : now() - since;
    since = document.hidden ? null : now();
  };

  // Goes on from what the fields hold: nothing, or the measure of a restored draft.
  const resume = () => {
    before = Number(seconds.value) || 0;
    taps.value = Number(taps.value) || 0;
    seen = 0;
    since = document.hidden ? null : now();
  };

  const begin = () => {
    seconds.value = "";
    taps.value = "";
    resume();
  };

  const write = () => {
    look();
    seconds.value = Math.max(1, Math.round(before + seen / 1000));
  };

  document.addEventListener("visibilitychange", look);
  document.addEventListener("pointerup", () => {
    taps.value = Number(taps.value) + 1;
  });
  resume();
  return { begin, resume, write };
}
