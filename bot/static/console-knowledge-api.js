// What the library's desk asks and tells: one function for each route of the editors, and the library's public search.

import { call } from "./api.js";
import { get, part, post, upload } from "./console-api.js";

const BASE = "knowledge";
const at = (...path) => [BASE, ...path.map((each) => part(each))].join("/");

export const submissions = () => get(at("submissions"));
export const submission = (id) => get(at("submissions", id));
/** The passages a verified answer cites; one that is gone is left out. */
export async function groundsOf(id) {
  const { cites } = await get(at("submissions", id, "file"));
  const found = await Promise.all(cites.map((passage) => call(`/knowledge/v1/passages/${part(passage)}`).catch(() => null)));
  return found.filter(Boolean);
}
export const fileOf = (id) => `/console/api/${at("submissions", id, "file")}`;
export const submit = (form) => upload(at("submissions"), form);
export const act = (id, name, body) => post(at("submissions", id, name), body);
export const tryOn = (id, body) => post(at("submissions", id, "try"), body);
export const tryNow = (body) => post(at("try"), body);
export const submitAnswer = (body) => post(at("answers"), body);

export const documents = () => get(at("documents"));
export const retire = (version, reason) => post(at("documents", version, "retire"), { reason });
export const reviewed = (version, body) => post(at("documents", version, "reviewed"), body);
export const due = () => get(`${at("due")}?days=60`);

export const notices = () => get(at("notices"));
export const announce = (body) => post(at("notices"), body);
export const endNotice = (id) => post(at("notices", id, "end"));

export const gaps = () => get(at("gaps"));
/** By question, what clients found wrong with its answers. */
export const reasons = () => get(at("reasons"));
export const resolve = (id, body) => post(at("gaps", id, "resolve"), body);
export const addTerm = (body) => post(at("glossary"), body);
export const log = () => get(`${at("log")}?limit=200`);

/** The firm's own clock, and a search of what is public. */
export const now = async () => (await call("status")).now;
export const find = (q) => call(`/knowledge/v1/search?${new URLSearchParams({ q, k: 6 })}`);
