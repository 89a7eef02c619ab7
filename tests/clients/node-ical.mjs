// Reads a calendar as node-ical understands it, and prints its events as JSON for the tests.
import { readFileSync } from "node:fs";
import ical from "node-ical";

const parsed = ical.sync.parseICS(readFileSync(process.argv[2], "utf8"));
const events = Object.values(parsed)
  .filter((component) => component.type === "VEVENT")
  .map((event) => ({
    uid: event.uid,
    title: event.summary,
    start: event.start.toISOString(),
    end: event.end.toISOString(),
    allDay: event.datetype === "date",
    status: event.status,
    place: event.location ?? "",
  }));
process.stdout.write(JSON.stringify(events));
