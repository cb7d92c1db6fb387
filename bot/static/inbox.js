// The client's inbox as cards in the thread: read it, go to its lesson, or have no more of them.

import { call } from "./api.js";
import { showCard } from "./thread.js";
import { el, label } from "./words.js";

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
  const shown = showCard(message, actions(message, path));
  shown.addEventListener("click", async (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    await call(`${path}/inbox/${encodeURIComponent(message.id)}/opened`, {}).catch(() => null);
    location.assign(link.href);
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
