// The dialog that shows what something rests on, on pages that have no place of their own for it.

import { inLibrary } from "./blocks.js";

const byId = (id) => document.getElementById(id);

/** Opens the dialog with a title and nodes. */
export function showProof(title, ...nodes) {
  byId("proof-title").textContent = title;
  byId("proof-body").replaceChildren(...nodes.filter(Boolean));
  byId("proof").showModal();
  byId("proof-body").scrollTop = 0;
}

/** A passage opens in the library, in another tab. */
export const openCitation = (citation) => open(inLibrary(citation.passage), "_blank", "noopener");
