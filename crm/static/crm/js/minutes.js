// Lengths of time as the server counts and writes them (employers/week.py).

// Minutes a week, from hundredths of a time; a half goes to the even number.
export function weekMinutes(minutes, times) {
  const hundredths = minutes * Math.round(times * 100);
  const whole = Math.floor(hundredths / 100);
  const rest = hundredths % 100;
  return whole + Number(rest > 50 || (rest === 50 && whole % 2 === 1));
}

// The patterns of hours with minutes, hours alone and minutes alone, between bars.
export function minutesText(total, patterns) {
  const [both, hoursOnly, minutesOnly] = patterns.split("|");
  const hours = Math.floor(total / 60);
  const minutes = total % 60;
  const pattern = hours && minutes ? both : hours ? hoursOnly : minutesOnly;
  return pattern.replace("%(hours)d", hours).replace("%(minutes)d", minutes);
}
