// Reads invitations as ical.js understands them, and prints what begins when as JSON, a line a file.
// Each argument is "YYYY-MM-DD:path": of what repeats no more is told than up to that day.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const MOST = 2000;

function told(time, component, uid) {
  const property = component.getFirstProperty("dtstart");
  const zone = property ? property.getParameter("tzid") : null;
  const floating = time.zone === ICAL.Timezone.localTimezone;
  return {
    uid,
    day: time.isDate,
    wall: time.toString(),
    zone: zone ?? "",
    moment: floating || time.isDate ? null : time.toUnixTime(),
  };
}

function read(text, until) {
  const parsed = ICAL.parse(text);
  const parts = Array.isArray(parsed[0]) ? parsed : [parsed];
  const bare = parts.filter((one) => one[0] !== "vcalendar");
  const calendars = parts.filter((one) => one[0] === "vcalendar");
  if (bare.length) calendars.push(["vcalendar", [], bare]);
  const last = ICAL.Time.fromDateString(until);
  const found = [];
  for (const calendar of calendars) {
    const root = new ICAL.Component(calendar);
    ICAL.TimezoneService.reset();
    for (const zone of root.getAllSubcomponents("vtimezone")) {
      ICAL.TimezoneService.register(zone);
    }
    const events = root.getAllSubcomponents("vevent").filter((one) => one.hasProperty("uid"));
    const masters = new Set();
    const changes = new Map();
    for (const one of events) {
      const uid = one.getFirstPropertyValue("uid");
      if (!one.hasProperty("recurrence-id")) masters.add(uid);
      else if (one.hasProperty("dtstart")) changes.set(uid, [...(changes.get(uid) ?? []), one]);
    }
    for (const one of events) {
      if (!one.hasProperty("dtstart")) continue;
      const uid = one.getFirstPropertyValue("uid");
      const changed = one.hasProperty("recurrence-id") ? [] : (changes.get(uid) ?? []);
      const event = new ICAL.Event(one, { exceptions: changed });
      if (event.isRecurrenceException()) {
        if (!masters.has(uid)) found.push(told(event.startDate, one, uid));
        continue;
      }
      if (!event.isRecurring()) {
        found.push(told(event.startDate, one, uid));
        continue;
      }
      const all = event.iterator();
      for (let next = all.next(), left = MOST; next && left > 0; next = all.next(), left -= 1) {
        if (next.compareDateOnlyTz(last, ICAL.Timezone.utcTimezone) > 0) break;
        const one = event.getOccurrenceDetails(next);
        found.push(told(one.startDate, one.item.component, uid));
      }
    }
  }
  return found;
}

for (const argument of process.argv.slice(2)) {
  const [until, path] = [argument.slice(0, 10), argument.slice(11)];
  let answer;
  try {
    answer = { events: read(readFileSync(path, "utf8"), until) };
  } catch (fault) {
    answer = { fault: String(fault.message ?? fault).slice(0, 80) };
  }
  process.stdout.write(`${JSON.stringify({ path, ...answer })}\n`);
}
