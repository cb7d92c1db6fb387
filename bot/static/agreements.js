// The frame of the agreements: which page an address means, language and light, and what is said when a page cannot open.

import { amendmentPage } from "./agreements-amendment.js";
import { listPage } from "./agreements-list.js";
import { show } from "./agreements-parts.js";
import { agreementPage } from "./agreements-text.js";
import "./theme.js";
import { applyLabels, el, label, problemText, setLang } from "./words.js";

function open() {
  const [, first, second] = location.pathname.split("/").slice(1).map(decodeURIComponent);
  if (!first) return listPage();
  return first === "amendments" ? amendmentPage(second) : agreementPage(first);
}

async function render() {
  try {
    await open();
    const title = document.querySelector("main h1")?.textContent;
    if (title) document.title = `${title} · ${label("title")}`;
  } catch (error) {
    sorry(error);
  }
}

function sorry(error) {
  const outside = error.status === 401 || (error.status === 404 && !location.pathname.includes("/agreements/"));
  const retry = el("button", { type: "button", class: "quiet" }, label("retry"));
  retry.addEventListener("click", render);
  show(
    el("h1", {}, outside ? label("sign_in_first") : label("title")),
    el("p", { class: "lead" }, outside ? label("sign_in_where") : error.problem ? problemText(error.problem) : label("offline")),
    el("p", { class: "row" }, el("a", { class: "primary", href: "/" }, label("to_chat")), outside ? "" : retry));
}

applyLabels();
for (const button of document.querySelectorAll("[data-lang]")) {
  button.addEventListener("click", () => { setLang(button.dataset.lang); render(); });
}
document.getElementById("asking-close").addEventListener("click", () => document.getElementById("asking").close());
await render();
