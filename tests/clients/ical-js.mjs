// Reads a calendar as ical.js (the parser in Thunderbird) understands it, and prints its events.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
const moment = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    title: event.summary,
    start: moment(event.startDate),
    end: moment(event.endDate),
    allDay: event.startDate.isDate,
    status: component.getFirstPropertyValue("status"),
    place: event.location ?? "",
    sequence: event.sequence,
    alarms: component
      .getAllSubcomponents("valarm")
      .map((alarm) => alarm.getFirstPropertyValue("trigger").toString()),
    zone: event.startDate.zone.tzid,
    hasOwnZone: event.startDate.zone.component !== null,
  };
});
process.stdout.write(JSON.stringify(events));
