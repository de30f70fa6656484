// The working times of a week: what the first day with times says, said of all weekdays.
const WEEKDAYS = 5;
const button = document.getElementById("same-all-week");
const days = [...document.querySelectorAll("[data-day]")].slice(0, WEEKDAYS);

function times(day) {
  return [...day.querySelectorAll("input[type=time]")];
}

button.hidden = false;
button.addEventListener("click", () => {
  const first = days.find((day) => times(day).some((input) => input.value));
  if (!first) {
    times(days[0])[0].focus();
    return;
  }
  const values = times(first).map((input) => input.value);
  for (const day of days) {
    times(day).forEach((input, index) => {
      input.value = values[index];
    });
    const second = day.querySelector("details");
    second.open ||= values.slice(2).some(Boolean);
  }
  document.getElementById("week-says").textContent = button.dataset.said;
});
