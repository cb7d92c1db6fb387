// A campaign as it is typed and as it is sent: ratios in per cent on the page and as plain ratios on the wire, empty fields left out.

import { percent } from "./words.js";

const RATIOS = ["ratio_below", "ratio_at_least"];

/** What the form holds; `campaign` null gives an empty one. */
export function asDraft(campaign, choices) {
  const empty = { zh: "", en: "" };
  if (!campaign) {
    return { title: { ...empty }, text: { ...empty }, course: choices.courses[0].id, lesson: "", audience: {}, quiet: { from: "21:00", until: "09:00" }, cap: { count: "1", days: "3" }, cites: [], chosen: false };
  }
  const audience = Object.entries(campaign.audience).map(([name, value]) => [name, RATIOS.includes(name) ? percent(value).slice(0, -1) : String(value)]);
  return {
    title: { ...campaign.title }, text: { ...campaign.text }, course: campaign.course, lesson: campaign.lesson ?? "",
    audience: Object.fromEntries(audience), quiet: { ...campaign.quiet_hours },
    cap: { count: String(campaign.max_per_days.count), days: String(campaign.max_per_days.days) }, cites: [...campaign.cites], chosen: true,
  };
}

/** What the service takes. It judges; a field that is not a number goes as it was typed and comes back refused. */
export function asBody(draft, choices) {
  const course = choices.courses.find((each) => each.id === draft.course);
  const lesson = course?.lessons.find((each) => each.id === draft.lesson);
  const audience = Object.entries(draft.audience).filter(([, value]) => value !== "");
  return {
    title: draft.title, text: draft.text, course: draft.course, lesson: draft.lesson || null,
    ...quoted(draft, "course_title", course), ...quoted(draft, "lesson_title", lesson),
    audience: Object.fromEntries(audience.map(([name, value]) => [name, RATIOS.includes(name) ? ratioOf(value) : value])),
    quiet_hours: draft.quiet, max_per_days: draft.cap, cites: draft.cites,
  };
}

/** The title of a course or lesson goes along where the letter quotes it. */
function quoted(draft, name, titled) {
  const used = [draft.title, draft.text].some((texts) => Object.values(texts).some((text) => text.includes(`{${name}}`)));
  return used && titled ? { [name]: { zh: titled.title.zh, en: titled.title.en } } : {};
}

/** "132.5" per cent as "1.325": the digits moved, as text; anything else as it was typed. */
function ratioOf(typed) {
  const match = typed.trim().match(/^(\d{1,5})(?:\.(\d{1,6}))?$/);
  if (!match) return typed;
  const whole = match[1].padStart(3, "0");
  return `${whole.slice(0, -2)}.${whole.slice(-2)}${match[2] ?? ""}`;
}
