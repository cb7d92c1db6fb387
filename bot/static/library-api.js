// What the library answers: its search, its list, a document as of a day, a passage for good, two versions compared.

import { call } from "./api.js";

const BASE = "/knowledge/v1";
const query = (given) => new URLSearchParams(Object.entries(given).filter(([, value]) => value));

/** The day of the firm's own clock. */
export const today = async () => (await call("status")).rules_as_of;
export const search = (q, day) => call(`${BASE}/search?${query({ q, as_of: day, k: 8 })}`);
export const documents = () => call(`${BASE}/documents`);
export const documentOf = (name, day, lang) => call(`${BASE}/documents/${encodeURIComponent(name)}?${query({ as_of: day, lang })}`);
export const passageOf = (id) => call(`${BASE}/passages/${encodeURIComponent(id)}`);
export const compared = (document, lang, from, to) => call(`${BASE}/diff?${query({ document, lang, from, to })}`);

/** The notices in effect now, of one topic or of all; a library that cannot say leaves the page without them. */
export const noticesOn = (topic) => call(`${BASE}/notices?${query({ topic })}`).catch(() => []);
