// Talking to the desk: JSON calls with the page's own header on every write, and the live line of a case.

import { Refused } from "./api.js";

const BASE = "/console/api";
const csrf = document.querySelector("meta[name=csrf]").content;

export const get = (path) => send("GET", path);
export const post = (path, body = {}) => send("POST", path, body);
export const put = (path, body) => send("PUT", path, body);
export const upload = (path, form) => send("POST", path, form);
export const part = encodeURIComponent;

/** A key under which a write that is sent twice is done once. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A form goes as it is, with its files; anything else as JSON. */
async function send(method, path, body) {
  const form = body instanceof FormData;
  const response = await fetch(`${BASE}/${path}`, {
    method,
    headers: body === undefined ? {} : { ...(form ? {} : { "Content-Type": "application/json" }), "X-CSRF-Token": csrf },
    body: body === undefined || form ? body : JSON.stringify(body),
  });
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => ({}));
  if (response.status === 401 && document.body.classList.contains("desk")) location.reload(); // the draft stays in this tab
  throw new Refused(problem, response.status);
}

const KINDS = ["client", "reply", "agent", "notice"];

/** Listens to a case: `heard(event)` for each thing said, once and in order; `line(alive)` when the line drops or returns. */
export function listen(handoff, heard, line) {
  let seen = 0;
  const source = new EventSource(`${BASE}/handoffs/${part(handoff)}/events`);
  const take = (message) => {
    const event = JSON.parse(message.data);
    if (event.id <= seen) return;
    seen = event.id;
    heard(event);
  };
  for (const kind of KINDS) source.addEventListener(kind, take);
  source.addEventListener("typing", (message) => heard({ kind: "typing", ...JSON.parse(message.data) }));
  source.onopen = () => line(true);
  source.onerror = () => line(source.readyState === EventSource.CONNECTING ? navigator.onLine : false);
  return () => source.close();
}
