// Signing in to the console: a colleague of the demo firm, or password and code.

import { post } from "./console-api.js";
import "./console-frame.js";
import { label, problemText } from "./words.js";

const byId = (id) => document.getElementById(id);
const form = byId("sign-in");
let challenge = null;

async function signIn(given) {
  byId("problem").textContent = "";
  document.body.inert = true;
  try {
    const answer = await post("sign-in", given);
    if (answer.status === "ok") location.reload(); // the page that was asked for
    else secondFactor(answer);
  } catch (error) {
    byId("problem").textContent = error.problem ? problemText(error.problem) : label("offline");
  }
  document.body.inert = false;
}

function secondFactor(answer) {
  challenge = answer.challenge;
  byId("first-factor").hidden = true;
  byId("second-factor").hidden = false;
  byId("demo-code").hidden = !answer.demo_code;
  byId("demo-code").textContent = answer.demo_code ? `${label("demo_code")} ${answer.demo_code}` : "";
  form.elements.username.required = form.elements.password.required = false;
  form.elements.code.required = true;
  setTimeout(() => form.elements.code.focus());
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { username, password, code } = Object.fromEntries(new FormData(form));
  signIn(challenge ? { challenge, code } : { username, password });
});
for (const card of document.querySelectorAll("[data-staff]")) {
  card.addEventListener("click", () => signIn({ persona: card.dataset.staff }));
}
