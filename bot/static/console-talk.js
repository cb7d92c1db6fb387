// The middle pane of a case: who it is and what was tried, the conversation as it happens, notes, taking and giving back.

import { linked, renderBlock } from "./blocks.js";
import { get, listen, newKey, part, post } from "./console-api.js";
import { ask, options } from "./console-ask.js";
import { composer } from "./console-draft.js";
import { holder, promised } from "./console-list.js";
import { badge, button, fold, nameOf } from "./console-parts.js";
import { openCitation } from "./dialogs.js";
import { el, label, lang, moment, problemText } from "./words.js";

const PIECES = { openCitation };
const ROWS = { figure: "figures", citation: "citations" };

/** Shows a case in `pane`; returns {refresh, key, leave}. `me` is the agent's user name, `changed()` asks for the lists anew. */
export async function showCase(pane, id, me, changed, line) {
  let row = await get(`handoffs/${part(id)}`);
  let noting = false; // whether the notes stand open
  const head = el("header", { class: "case" });
  const thread = el("div", { class: "thread", role: "log", "aria-label": label("thread"), tabindex: "0" });
  const typing = el("p", { class: "typing note", role: "status", hidden: true }, label("typing"));
  let noteKey = newKey();
  let brief = thread.appendChild(el("div"));
  const writing = composer(id);
  pane.replaceChildren(head, thread, typing, writing.node);
  draw();

  let hush = null;
  let pinned = true; // the newest words stay in sight until the reader scrolls up
  const settle = () => { if (pinned) thread.scrollTop = thread.scrollHeight; };
  let last = 0;
  thread.addEventListener("scroll", () => {
    const below = thread.scrollHeight - thread.scrollTop - thread.clientHeight;
    if (below < 60) pinned = true;
    else if (thread.scrollTop < last) pinned = false; // only the reader scrolls up
    last = thread.scrollTop;
  });
  new ResizeObserver(settle).observe(thread);
  const stop = listen(id, (event) => {
    if (event.kind === "typing") {
      typing.hidden = false;
      clearTimeout(hush);
      hush = setTimeout(() => { typing.hidden = true; }, 4000);
      return;
    }
    thread.append(said(event, `/console/turns/${part(row.session)}/${part(event.message_id)}?case=${part(id)}`));
    if (event.kind === "client") { typing.hidden = true; writing.suggest(); }
    if (event.kind === "notice") renew();
    if (event.kind === "agent") pinned = true;
    settle();
  }, line);

  /** Reads the case anew; over a lost line again a little later, as long as the case is shown. */
  function renew() {
    refresh().catch((error) => { if (!error.problem && head.isConnected) setTimeout(renew, 2000); });
  }

  async function refresh() {
    row = await get(`handoffs/${part(id)}`);
    draw();
  }

  function draw() {
    const half = noteBox();
    const [written, focused] = [half?.value ?? "", half !== null && half === document.activeElement];
    noting = head.querySelector("details")?.open ?? false;
    head.replaceChildren(title(), actions(), ...told());
    noteBox().value = written; // a note half written outlives news of the case
    if (focused) noteBox().focus();
    brief.replaceWith(brief = handed(row));
    writing.allow(mine(), row.state === "closed" ? label("closed") : label("claim_first"));
  }

  function mine() {
    return row.state === "claimed" && row.claimed_by === me;
  }

  function title() {
    return el("div", { class: "title" }, el("h2", {}, nameOf(row)), badge(label("reasons", row.reason), "plain"),
      row.state === "claimed" ? holder(row, me) : badge(label("states", row.state), "plain"), promised(row) ?? "",
      el("span", { class: "note number" }, `${row.id} · ${moment(row.raised_at)}`));
  }

  function actions() {
    if (row.state === "closed") return el("p", { class: "note" }, label("outcomes", row.outcome ?? ""));
    if (mine()) {
      return el("div", { class: "acts" },
        button(label("release"), "quiet small", release), button(label("close_case"), "quiet small", close));
    }
    const taken = row.state === "claimed" && row.attended;
    return taken
      ? el("p", { class: "taken" }, label("claimed_by_other").replace("{name}", row.agent_name))
      : el("div", { class: "acts" }, button(label(row.state === "claimed" ? "take_over" : "claim"), "primary small", claim));
  }

  function told() {
    return [
      row.client_id ? null : el("p", { class: "hint-line" }, label("anonymous_hint")),
      fold(`${label("notes")}${row.notes.length ? ` · ${row.notes.length}` : ""}`, noting, notes()),
    ].filter(Boolean);
  }

  function noteBox() {
    return head.querySelector(".notes input");
  }

  function notes() {
    const input = el("input", { type: "text", maxlength: "4000", placeholder: label("note_placeholder"), "aria-label": label("note_placeholder") });
    const form = el("form", { class: "inline" }, input, el("button", { class: "quiet small" }, label("add_note")));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!input.value.trim()) return;
      await attempt(async () => {
        await post(`handoffs/${part(id)}/notes`, { key: noteKey, text: input.value });
        noteKey = newKey();
        noteBox().value = "";
      });
    });
    const rows = row.notes.map((item) => el("li", {}, el("span", { class: "origin" }, `${item.author} · ${moment(item.at)}`), el("span", {}, item.text)));
    return el("div", { class: "notes" }, rows.length ? el("ul", { class: "items" }, ...rows) : el("p", { class: "note" }, label("no_notes")), form);
  }

  async function attempt(act) {
    try {
      await act();
      await refresh();
      changed();
    } catch (error) {
      head.append(el("p", { class: "error", role: "alert" }, error.problem ? problemText(error.problem) : label("lost")));
    }
  }

  function claim() {
    return attempt(async () => {
      await post(`handoffs/${part(id)}/claim`);
      await refresh();
      writing.focus();
    });
  }

  function release() {
    ask(label("release_title"), [{ name: "note", label: label("note_colleagues"), required: true }], async (given) => {
      await post(`handoffs/${part(id)}/release`, given);
      await attempt(async () => {});
    });
  }

  function close() {
    ask(label("close_title"), [
      { name: "outcome", label: label("outcome"), options: options("outcomes", ["solved", "ticket", "call_back", "no_answer"]) },
      { name: "note", label: label("note_colleagues"), required: true },
    ], async (given) => {
      await post(`handoffs/${part(id)}/close`, given);
      await attempt(async () => {});
    });
  }

  return {
    refresh,
    leave: stop,
    client: row.client_id,
    claim: () => { if (row.state !== "closed" && !mine()) claim(); },
    reply: () => writing.focus(),
  };
}

/** What the assistant handed over, at the head of the thread: why, what was tried, what it rested on. */
function handed(row) {
  return el("section", { class: "brief" }, el("h3", {}, label("summary")), el("p", {}, row.summary),
    row.tried.length ? el("div", {}, el("h4", {}, label("tried")), el("ul", { class: "items" }, ...row.tried.map((item) => el("li", {}, item)))) : null,
    row.evidence.length ? el("div", {}, el("h4", {}, label("evidence")), el("ul", { class: "items proofs" }, ...row.evidence.map(proof))) : null);
}

function proof(item) {
  return el("li", {}, el("span", {}, item.title), el("code", {}, item.detail));
}

/** One thing said, as it stands in the thread; an answer is laid open at `inside`. Words stay words: nothing anybody typed becomes markup. */
function said(event, inside) {
  const at = el("time", { class: "origin" }, moment(event.at).slice(-5));
  if (event.kind === "notice") return el("p", { class: "notice" }, event.data.text[lang] ?? event.data.text.zh, " ", at);
  if (event.kind === "client") return el("div", { class: "bubble theirs" }, el("span", { class: "sr" }, `${label("you")}: `), el("p", {}, event.data.text), at);
  if (event.kind === "agent") return el("div", { class: "bubble ours" }, el("p", {}, ...linked(event.data.text)), el("span", { class: "origin" }, event.data.name, " ", at));
  return reply(event.data.reply, at, inside);
}

function reply(data, at, inside) {
  const card = el("article", { class: "bubble aide" }, el("p", { class: "origin" }, label("assistant"), " ", at, " ", el("a", { class: "inside", href: inside, target: "_blank", rel: "noopener" }, label("turn_open"))));
  for (const block of data.blocks) {
    if (!["text", "figure", "citation"].includes(block.kind)) continue;
    const row = ROWS[block.kind];
    const box = row ? card.querySelector(`:scope > .${row}`) ?? card.appendChild(el("div", { class: row })) : card;
    box.append(renderBlock(block.kind, block.data, PIECES));
  }
  if (!data.blocks.length && data.answer) card.append(el("p", {}, data.answer));
  return card;
}
