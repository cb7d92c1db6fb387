// Files for a complaint: chosen or dropped, sent one by one, and told to the conversation. Nobody reads what stands in them here.

import { Refused } from "./api.js";

const MOST_BYTES = 5 * 1024 * 1024;

/** Hands one file in to a conversation. Throws Refused, or TypeError if the line broke. */
async function handIn(session, file) {
  const path = `/chat/v1/sessions/${session}/files?name=${encodeURIComponent(file.name)}`;
  const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });
  if (!response.ok) throw new Refused(await response.json().catch(() => ({})), response.status);
  return response.json();
}

/** A button that opens the choice of files; `done` hears the names taken, `refused` why one was not. */
export function offerFiles(button, input, { session, done, refused, tooLarge }) {
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", async () => {
    const names = [];
    for (const file of input.files) {
      if (file.size > MOST_BYTES) { refused(tooLarge()); continue; }
      try {
        names.push((await handIn(await session(), file)).name);
      } catch (error) {
        refused(error);
      }
    }
    input.value = "";
    if (names.length) done(names);
  });
}
