// Reads a calendar from the standard input with ical.js, the parser of Thunderbird, and writes its events as JSON.

import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));

function moment(time) {
  return time && (time.isDate ? time.toString() : time.toJSDate().toISOString());
}

const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component, { strictExceptions: true });
  return {
    uid: event.uid,
    summary: event.summary,
    description: event.description,
    location: event.location,
    start: moment(event.startDate),
    end: component.hasProperty("dtend") ? moment(event.endDate) : null,
    sequence: event.sequence,
    status: component.getFirstPropertyValue("status"),
    url: component.getFirstPropertyValue("url"),
    related: component.getFirstPropertyValue("related-to"),
  };
});
const name = calendar.getFirstPropertyValue("name");
const refresh = calendar.getFirstPropertyValue("refresh-interval").toString();
process.stdout.write(JSON.stringify({ name, refresh, events }));
