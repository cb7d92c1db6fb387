// A small dialog that asks a few things before something is done, and says so when it could not be done.

import { el, label, problemText } from "./words.js";

const byId = (id) => document.getElementById(id);
let asked = 0; // the newest question: what comes of an older one, left with Escape, closes no other

/** fields: [{name, label, options: [[value, words]…] | rows: number | type: "date"…, value, required}]. `act(values)` does it; a refusal stays in the dialog. */
export function ask(title, fields, act) {
  const form = byId("asking-form");
  const mine = (asked += 1);
  form.inert = false;
  byId("asking-title").textContent = title;
  byId("asking-problem").textContent = "";
  byId("asking-fields").replaceChildren(...fields.map((field) => el("label", {}, el("span", {}, field.label), control(field))));
  form.onsubmit = async (event) => {
    event.preventDefault();
    form.inert = true;
    try {
      await act(Object.fromEntries(new FormData(form)));
      if (mine === asked) byId("asking").close();
    } catch (error) {
      if (mine === asked) byId("asking-problem").textContent = error.problem ? problemText(error.problem) : label("lost");
    }
    if (mine === asked) form.inert = false;
  };
  byId("asking").showModal();
}

export function control(field) {
  if (field.type) return el("input", { type: field.type, name: field.name, value: field.value, required: field.required, maxlength: field.type === "text" ? 400 : null });
  if (!field.options) return el("textarea", { name: field.name, rows: field.rows ?? 3, required: field.required, maxlength: 4000 });
  return el("select", { name: field.name }, ...field.options.map(([value, words]) => el("option", { value }, words)));
}

/** [["phone", "电话"], …] of a labelled set. */
export const options = (set, names) => names.map((name) => [name, label(set, name)]);
