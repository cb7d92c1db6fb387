// A page that is a list and, beside it, the one that is open: it stays fresh, keeps its place in the address, and is worked by keyboard.

import { get, part, post } from "./console-api.js";
import { put } from "./console-bench-parts.js";
import { onLanguage } from "./console-frame.js";
import { button } from "./console-parts.js";
import { el, label, lang, problemText } from "./words.js";

const byId = (id) => document.getElementById(id);
const FRESH_MS = 5000;
const MOST = 50; // entries that a list shows before it is asked for more

/** Runs a page. `page` is {path, rows(answer), id(row), entry(row), sifts: [{name, choices(rows), keeps(row, value)}], query(values), read(id),
 * draw(seen, moves), pick, empty, keys: {letter: selector}, shortcuts, create: {label, may(answer), open(moves)}}. `moves` are {again, open, show}. */
export function bench(page) {
  let answer = null;
  let chosen = null; // the id of the one on the right; null for none
  let seen = null; // what was read of it, as text
  let turn = 0; // the newest thing asked of the right pane; what comes back for an older one is dropped
  let drawnIn = lang;
  let most = MOST;
  const values = {};
  const talk = byId("talk");
  const moves = { again, open, show };

  async function fresh() {
    try {
      answer = await get(`${page.path}?lang=${lang}${page.query?.(values) ?? ""}`);
      byId("lost").hidden = true;
      drawList();
      if (chosen && !typing()) await look(chosen, false);
    } catch (error) {
      byId("lost").hidden = Boolean(error.problem);
    }
  }

  const typing = () => talk.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
  const rowsShown = () => page.rows(answer).filter((row) => page.sifts.every((sift) => !sift.keeps || !values[sift.name] || sift.keeps(row, values[sift.name])));

  function drawList() {
    const focused = document.activeElement?.dataset?.id;
    const shown = rowsShown();
    drawSifts();
    byId("entries").replaceChildren(...(shown.length ? [...listed(shown).map(entry), ...more(shown)] : [el("li", { class: "empty" }, el("strong", {}, label(page.empty)))]));
    if (focused) byId("entries").querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  /** As many as the list shows, and the one that is open, wherever it stands. */
  const listed = (shown) => shown.filter((row, at) => at < most || page.id(row) === chosen);

  function more(shown) {
    const hidden = shown.length - listed(shown).length;
    if (!hidden) return [];
    const node = button(put("bench_more", { count: hidden }), "quiet small", () => { most += MOST; drawList(); });
    node.id = "more";
    return [el("li", { class: "more" }, node)];
  }

  function drawSifts() {
    if (byId("sift").contains(document.activeElement)) return; // a list that is open stays as it is
    const made = page.create?.may(answer) ? button(label(page.create.label), "primary small", () => page.create.open(moves)) : null;
    if (made) made.id = "new";
    byId("sift").replaceChildren(...page.sifts.map(select), ...(made ? [made] : []));
  }

  function select(sift) {
    const node = el("select", { "data-sift": sift.name, "aria-label": label("bench_filter") }, ...sift.choices(page.rows(answer)).map(([value, words]) => el("option", { value }, words)));
    node.value = values[sift.name] ?? "";
    node.addEventListener("change", () => {
      values[sift.name] = node.value;
      most = MOST;
      node.blur();
      if (sift.keeps) drawList();
      else fresh();
    });
    return el("label", {}, node);
  }

  function entry(row) {
    const id = page.id(row);
    const node = el("button", { type: "button", class: "entry", "data-id": id, "aria-current": id === chosen ? "true" : null }, ...page.entry(row, answer).filter(Boolean));
    node.addEventListener("click", () => open(id));
    return el("li", {}, node);
  }

  /** Opens one by its id: the list marks it, the address names it. */
  async function open(id) {
    chosen = id;
    history.replaceState(null, "", `#${part(id)}`);
    pane("talk");
    drawList();
    talk.inert = true; // what is still to be seen there is another one: no button of it may be pressed
    await look(id, true);
    talk.inert = false;
  }

  async function look(id, anew) {
    const mine = (turn += 1);
    try {
      const news = await page.read(id);
      const text = JSON.stringify(news);
      if (mine !== turn || (!anew && text === seen)) return;
      seen = text;
      talk.replaceChildren(...page.draw(news, moves).filter(Boolean));
    } catch (error) {
      if (!error.problem) console.error(error); // a lost line, or a fault of this page
      if (error.status === 404 && id === chosen) chosen = null; // not asked for again
      if (mine === turn && anew) talk.replaceChildren(el("p", { class: "empty error" }, error.problem ? problemText(error.problem) : label("lost")));
    }
  }

  /** After something was done: the one that is open and the list are read again. */
  async function again() {
    if (chosen) await look(chosen, true);
    await fresh();
  }

  /** Shows something that is no row of the list, such as a form; nothing is chosen then. */
  function show(...nodes) {
    turn += 1;
    chosen = null;
    history.replaceState(null, "", location.pathname);
    talk.replaceChildren(...nodes);
    pane("talk");
    drawList();
  }

  function nothing() {
    talk.replaceChildren(el("p", { class: "empty" }, el("strong", {}, label(page.pick)), el("span", { class: "note" }, label(`${page.pick}_hint`))));
    pane("list");
  }

  function pane(name) {
    byId("panes").dataset.shown = name;
    for (const node of document.querySelectorAll("[data-pane]")) node.setAttribute("aria-selected", String(node.dataset.pane === name));
  }

  function step(by) {
    const ids = listed(rowsShown()).map(page.id);
    const next = ids[Math.min(ids.length - 1, Math.max(0, ids.indexOf(chosen) + by))];
    if (next && next !== chosen) open(next);
  }

  function keys() {
    byId("key-list").replaceChildren(...[...label("bench_shortcuts"), ...label(page.shortcuts)].flatMap(([key, words]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, words)]));
    byId("keys").showModal();
  }

  function typed(event) {
    if (event.key === "Escape" && event.target.matches("input, textarea, select")) return event.target.blur();
    if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return null;
    const act = { j: () => step(1), k: () => step(-1), "?": keys }[event.key.toLowerCase()] ?? pressed(event.key.toLowerCase());
    if (!act) return null;
    event.preventDefault();
    return act();
  }

  function pressed(key) {
    const node = page.keys[key] && document.querySelector(page.keys[key]);
    return node ? () => node.click() : null;
  }

  async function begin() {
    document.addEventListener("keydown", typed);
    for (const node of document.querySelectorAll("dialog .close")) node.addEventListener("click", () => node.closest("dialog").close());
    for (const node of document.querySelectorAll("[data-pane]")) node.addEventListener("click", () => pane(node.dataset.pane));
    byId("help").addEventListener("click", keys);
    byId("sign-out").addEventListener("click", async () => { await post("sign-out").catch(() => null); location.assign("/console"); });
    addEventListener("online", fresh);
    addEventListener("hashchange", restore);
    await fresh();
    await restore();
    setInterval(fresh, FRESH_MS);
    onLanguage(async () => {
      if (lang === drawnIn) return;
      drawnIn = lang;
      await fresh();
      if (chosen) await look(chosen, true);
      else restore();
    });
  }

  async function restore() {
    const id = decodeURIComponent(location.hash.slice(1));
    if (id && answer) await open(id);
    else nothing();
  }

  begin();
}
