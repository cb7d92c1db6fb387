// The frame of the library: which page an address means, language and light, and what is said when a page cannot open.

import { documentPage, passagePage } from "./library-document.js";
import { address, button, loading, show } from "./library-parts.js";
import { shelvesPage } from "./library-shelves.js";
import "./theme.js";
import { applyLabels, el, label, problemText, setLang } from "./words.js";

const [, first, second] = location.pathname.split("/").slice(1).map(decodeURIComponent);

function open() {
  if (!first) return shelvesPage(render);
  return first === "p" && second ? passagePage(second) : documentPage(first);
}

async function render() {
  loading();
  try {
    await open();
    const title = first ? document.querySelector("main h1")?.textContent : null;
    if (title) document.title = `${title} · ${label("title")}`;
  } catch (error) {
    sorry(error);
  }
}

function sorry(error) {
  const missing = error.status === 404;
  if (!error.problem) console.error(error); // a lost line, or a fault of this page
  show(
    el("h1", {}, label(missing ? "not_found" : error.problem ? "mistake" : "offline")),
    el("p", { class: "lead" }, missing ? label("not_found_more") : error.problem ? problemText(error.problem) : null),
    el("p", {}, missing ? el("a", { class: "quiet", href: address("") }, label("library")) : button(label("retry"), "quiet", render)));
}

applyLabels();
for (const node of document.querySelectorAll("[data-lang]")) {
  node.addEventListener("click", () => { setLang(node.dataset.lang); render(); });
}
addEventListener("popstate", render);
await render();
