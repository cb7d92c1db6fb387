// The client's inbox as cards in the thread: a lesson leads to its page or is the last of its kind; a notice of the firm is read, and
// nobody can have no more of those.

import { call } from "./api.js";
import { showCard } from "./thread.js";
import { el, label, moment } from "./words.js";

const cards = new Map(); // message id -> its card

/** One card for each message not opened yet; a card goes when its message has been opened anywhere. */
export function showInbox(messages, session) {
  for (const [id, card] of cards) {
    if (messages.some((message) => message.id === id)) continue;
    card.remove();
    cards.delete(id);
  }
  for (const message of messages) {
    if (!cards.has(message.id)) cards.set(message.id, card(message, `sessions/${session}`));
  }
}

/** The thread has been emptied. */
export const forgetCards = () => cards.clear();

/** Whichever link of a card is followed, its message has been opened. */
function card(message, path) {
  if (message.kind === "notice") return notice(message, path);
  const shown = showCard(message, label("inbox"), actions(message, path));
  shown.addEventListener("click", async (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    await opened(message, path).catch(() => null);
    location.assign(link.href);
  });
  return shown;
}

const opened = (message, path) => call(`${path}/inbox/${encodeURIComponent(message.id)}/opened`, {});

/** It stays until the client says that it was read, which is its receipt. */
function notice(message, path) {
  const read = el("button", { type: "button", class: "primary" }, label("inbox_read"));
  const shown = showCard(message, `${label("inbox_notice")} · ${moment(message.sent_at)}`, [read]);
  shown.classList.add("notice");
  read.addEventListener("click", async () => {
    read.disabled = true;
    try {
      await opened(message, path);
      shown.remove();
      cards.delete(message.id);
    } catch {
      read.disabled = false; // it can be said again
    }
  });
  return shown;
}

function actions(message, path) {
  const open = el("a", { class: "primary", href: ownPage(message.link) }, label("inbox_open"));
  const stop = el("button", { type: "button", class: "quiet" }, label("inbox_stop"));
  stop.addEventListener("click", async () => {
    stop.disabled = true;
    const done = await call(`${path}/consents`, { education: false }).catch(() => null);
    const words = done ? label("inbox_stopped") : label("failed");
    stop.replaceWith(el("span", { class: "note", role: "status" }, words));
  });
  return [open, stop];
}

/** A message leads to a page of ours or to the lessons, never elsewhere. */
const ownPage = (link) => (/^\/(?![/\\])/.test(link) ? link : "/learn");
