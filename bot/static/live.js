// Listening to the conversation's log: resumes where it stopped, rests while nobody looks, ends with the conversation.

import { log } from "./api.js";

const AGAIN_MS = [500, 1000, 2000, 4000];

/**
 * Follows one conversation from event 0. `on` has a function for each event (client, reply, agent, notice, presence,
 * inbox, identity), `ended()` for a conversation that is gone, `line(up)` for a lost or regained line.
 * Returns {ready, stop, rest}: a promise for when everything so far has been shown, and two switches.
 */
export function follow(session, on) {
  let after = 0;
  let stopped = false;
  let resting = null;
  let abort = new AbortController();
  let becomeReady;
  const ready = new Promise((resolve) => { becomeReady = resolve; });

  async function once() {
    for await (const [event, data] of log(session, after, abort.signal)) {
      if (stopped) return;
      on.line(true);
      after = data.id ?? after;
      if (event === "ready") becomeReady(data);
      else on[event]?.(data);
      if (event === "identity") return stop();
    }
  }

  function stop() {
    stopped = true;
    abort.abort();
    becomeReady(null);
  }

  async function run() {
    for (let failures = 0; !stopped;) {
      const before = after;
      try {
        await once();
      } catch (error) {
        if (error.status === 404) { stop(); on.ended(); }
      }
      if (stopped) return;
      while (resting) await resting.over;
      if (abort.signal.aborted) { abort = new AbortController(); continue; }
      failures = after > before ? 0 : failures + 1;
      if (failures > 1) on.line(false);
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS[Math.min(failures, AGAIN_MS.length - 1)]));
    }
  }

  /** A page nobody looks at gives its connection back; it catches up when somebody does. */
  function rest(yes) {
    if (yes && !resting) {
      resting = {};
      resting.over = new Promise((resolve) => { resting.end = resolve; });
      abort.abort();
    } else if (!yes && resting) {
      resting.end();
      resting = null;
    }
  }

  run();
  return { ready, stop, rest };
}
